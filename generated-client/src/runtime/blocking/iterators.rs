use std::fmt;
use std::future::poll_fn;
use std::pin::Pin;

use futures_core::Stream;

use crate::runtime::blocking::thread::wait;
use crate::runtime::client::Client;
use crate::runtime::operation::build_error::BuildError;

/// A stream as an iterator, which blocks until the next element arrives.
///
/// Inside an async runtime it returns one error, and ends.
///
/// ```
/// # fn main() -> Result<(), digitalocean::Error> {
/// # let client = digitalocean::fake::Fake::new().client()?;
/// for droplet in client.droplets().list().items().blocking() {
///     println!("{}", droplet?.name);
/// }
/// # Ok(())
/// # }
/// ```
#[must_use = "iterators do nothing unless consumed"]
pub struct Blocking<S> {
    client: Client,
    stream: S,
    has_failed: bool,
}

impl<S> Blocking<S> {
    pub(crate) fn new(client: Client, stream: S) -> Self {
        Self {
            client,
            stream,
            has_failed: false,
        }
    }

    /// Returns the stream, which also has the name of a file, the headers, or the cursor of a list.
    pub fn get_ref(&self) -> &S {
        &self.stream
    }

    pub(super) fn get_mut(&mut self) -> &mut S {
        &mut self.stream
    }

    /// Returns the stream.
    pub fn into_inner(self) -> S {
        self.stream
    }
}

impl<S, T, E> Iterator for Blocking<S>
where
    S: Stream<Item = Result<T, E>> + Unpin,
    E: From<BuildError>,
{
    type Item = Result<T, E>;

    fn next(&mut self) -> Option<Self::Item> {
        if self.has_failed {
            return None;
        }
        let stream = &mut self.stream;
        let next = move || poll_fn(move |context| Pin::new(&mut *stream).poll_next(context));
        match wait(&self.client, next) {
            Ok(item) => item,
            Err(error) => {
                self.has_failed = true;
                Some(Err(error.into()))
            }
        }
    }
}

/// Shows the stream.
impl<S: fmt::Debug> fmt::Debug for Blocking<S> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_tuple("Blocking").field(&self.stream).finish()
    }
}
