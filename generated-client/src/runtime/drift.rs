//! Differences between the API and its document, as [`ClientBuilder::on_drift`] reports them.
//!
//! [`ClientBuilder::on_drift`]: crate::ClientBuilder::on_drift

pub use crate::runtime::client::drift::DriftKind;
pub use crate::runtime::codec::{Drift, UnknownFields, UnknownFieldsIter, UnknownValue};
