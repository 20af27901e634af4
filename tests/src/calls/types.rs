use serde::Serialize;
use serde::de::DeserializeOwned;
use serde_json::Value;

/// Reads the body of a request and writes it as it is sent.
pub type RewriteBody = fn(&Value) -> Result<Value, String>;

/// Reads an error body of a status and writes it back, none where the document has no type for it.
pub type RewriteError = fn(u16, &Value) -> Option<Result<Value, String>>;

/// The types of a method's request body and error bodies.
#[derive(Clone, Copy)]
pub struct BodyTypes {
    /// The type of the body, none where the method takes no JSON.
    pub body: Option<RewriteBody>,
    /// The types of the documented error bodies.
    pub error: RewriteError,
}

impl BodyTypes {
    pub(crate) fn body_of<T: DeserializeOwned + Serialize>(value: &Value) -> Result<Value, String> {
        let body = T::deserialize(value).map_err(|error| error.to_string())?;
        write(&body)
    }

    /// Reads a model, converts it into a request body, and writes that.
    pub(crate) fn converted<M, B>(value: &Value) -> Result<Value, String>
    where
        M: DeserializeOwned,
        B: From<M> + Serialize,
    {
        let model = M::deserialize(value).map_err(|error| error.to_string())?;
        write(&B::from(model))
    }
}

fn write(body: &impl Serialize) -> Result<Value, String> {
    let text = serde_json::to_vec(body).map_err(|error| error.to_string())?;
    serde_json::from_slice(&text).map_err(|error| error.to_string())
}
