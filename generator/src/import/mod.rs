//! Turns the document as upstream publishes it into the facts that this repository keeps.
//!
//! Upstream is a tree of some 2,900 YAML files that refer to each other. [`bundle`] makes one [`Document`] of
//! it, complete and with stable component names; [`without_prose`] then keeps what decides the client and drops prose,
//! examples and extensions; [`Document::to_yaml`] writes the one canonical text of the result. A document that
//! is already bundled is a tree of one file, so both kinds of input take the same way and give the same bytes.

mod anchors;
mod bundle;
mod component;
mod document;
mod error;
mod grammar;
mod naming;
mod node;
mod parse;
mod reference;
mod repair;
mod resolve;
mod scalar;
mod source;
mod walk;
mod without_prose;
mod write;

pub use bundle::bundle;
pub use document::Document;
pub(crate) use document::into_value;
pub use error::{ImportError, Problem, ProblemKind};
pub(crate) use node::{Data, Node};
pub(crate) use resolve::resolve;
pub use without_prose::without_prose;
