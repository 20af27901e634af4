//! The default transport: reqwest, or in a browser its `fetch`.

#[cfg(target_arch = "wasm32")]
pub(crate) use crate::runtime::transport::fetch::{
    Network, NetworkOptions, TLS_FEATURES, TLS_IS_AVAILABLE,
};
#[cfg(not(target_arch = "wasm32"))]
pub(crate) use crate::runtime::transport::reqwest::{
    Network, NetworkOptions, TLS_FEATURES, TLS_IS_AVAILABLE,
};
