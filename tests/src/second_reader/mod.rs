//! A second reader of the API's document. It shares no code with the generator: it reads YAML, applies overlays and
//! follows references by itself.
//!
//! It sees the document as plain JSON and asks it what a request and an answer must look like. What the client does is
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
pub use operation::{Answer, Body, Location, Operation, Parameter};
pub use schemas::Schemas;

/// Which way a value travels: read-only members are required of answers alone, write-only ones of requests.
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
