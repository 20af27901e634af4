//! Corrections and additions to the imported document, as [OpenAPI Overlay 1.0] documents.
//!
//! Nobody edits the imported document. What is wrong in it, reads badly or lacks prose is changed by overlays,
//! and each change says when it no longer applies: an action that matches nothing or changes nothing is an
//! error, so that a correction which upstream took over is noticed and removed.
//!
//! Where the specification leaves a choice: an update of a list appends each item of a list, or the value
//! itself; `remove` takes away any value that a target selects, primitive ones included.
//!
//! [OpenAPI Overlay 1.0]: https://spec.openapis.org/overlay/v1.0.0.html

mod action;
mod apply;
mod document;
mod error;
mod members;
mod merge;

pub use apply::{Applied, AppliedAction, apply, apply_leniently};
pub(crate) use apply::{apply_parsed, parse};
pub use error::{OverlayError, OverlayProblem, OverlayProblemKind};
