use digitalocean::{ErrorSet, Meta};
use serde::Serialize;
use serde::de::DeserializeOwned;
use serde_json::Value;

/// Reads the body of a request and writes it as it is sent.
pub type RewriteBody = fn(&Value) -> Result<Value, String>;

/// Reads the body of a failure and writes it back, none where it is kept raw; and the text of the error.
pub type RewriteFailure = fn(&'static Meta, u16, &[u8]) -> (Option<Value>, String);

/// The types of what a method sends and gets beside its result, which [`Meta::rewrite`] reads.
#[derive(Clone, Copy)]
pub struct Types {
    /// The type of the body, none where the method takes no JSON.
    pub body: Option<RewriteBody>,
    /// The type of the failures.
    pub failure: RewriteFailure,
}

impl Types {
    pub(super) fn body_of<T: DeserializeOwned + Serialize>(value: &Value) -> Result<Value, String> {
        let body = T::deserialize(value).map_err(|error| error.to_string())?;
        let text = serde_json::to_vec(&body).map_err(|error| error.to_string())?;
        serde_json::from_slice(&text).map_err(|error| error.to_string())
    }

    pub(super) fn failure_of<E: ErrorSet>(
        meta: &'static Meta,
        status: u16,
        body: &[u8],
    ) -> (Option<Value>, String) {
        let failure = meta.failure::<E>(status, body);
        (failure.rewrite(), failure.to_string())
    }
}
