//! A second reader of the API's document. It shares no code with the generator: it reads YAML, applies overlays and
//! follows references by itself.
//!
//! It reads the document as plain JSON and derives from it valid requests and responses. The client's behaviour is
//! compared with that, so that one misunderstanding of the document cannot hide behind itself.

mod convert;
mod declared;
mod document;
mod listing;
mod operation;
mod overlay;
mod schemas;
mod yaml;

pub use document::{Document, borrowed, docs, overlays, root};
pub use listing::{Listing, Size};
pub use operation::{Body, DocumentedResponse, Operation, Parameter, ParameterLocation};
pub use schemas::Schemas;

/// The direction of a value: read-only members are required in responses only, write-only ones in requests.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Direction {
    /// From the caller to the server.
    Request,
    /// From the server to the caller.
    Response,
}

impl Direction {
    /// Returns the keyword that keeps a member from travelling this way.
    pub fn forbidding_keyword(self) -> &'static str {
        match self {
            Self::Request => "readOnly",
            Self::Response => "writeOnly",
        }
    }
}
