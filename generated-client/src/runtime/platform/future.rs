//! Whether futures can move between threads. In a browser they cannot: they hold JavaScript values, which belong to one
//! thread.

use std::future::Future;
use std::pin::Pin;

use futures_core::Stream;

/// A future on the heap. It is `Send`, except in a browser.
#[cfg(not(target_arch = "wasm32"))]
pub type BoxFuture<'a, T> = Pin<Box<dyn Future<Output = T> + Send + 'a>>;

/// A future on the heap. It is `Send`, except in a browser.
#[cfg(target_arch = "wasm32")]
pub type BoxFuture<'a, T> = Pin<Box<dyn Future<Output = T> + 'a>>;

/// A stream on the heap. It is `Send`, except in a browser.
#[cfg(not(target_arch = "wasm32"))]
pub type BoxStream<'a, T> = Pin<Box<dyn Stream<Item = T> + Send + 'a>>;

/// A stream on the heap. It is `Send`, except in a browser.
#[cfg(target_arch = "wasm32")]
pub type BoxStream<'a, T> = Pin<Box<dyn Stream<Item = T> + 'a>>;

/// `Send`, except in a browser, where every type has it.
pub trait MaybeSend: sealed::MaybeSend {}

impl<T: sealed::MaybeSend + ?Sized> MaybeSend for T {}

mod sealed {
    #[cfg(not(target_arch = "wasm32"))]
    pub trait MaybeSend: Send {}

    #[cfg(not(target_arch = "wasm32"))]
    impl<T: Send + ?Sized> MaybeSend for T {}

    #[cfg(target_arch = "wasm32")]
    pub trait MaybeSend {}

    #[cfg(target_arch = "wasm32")]
    impl<T: ?Sized> MaybeSend for T {}
}
