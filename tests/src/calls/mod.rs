//! Every method of the client, callable by name with arguments in JSON.
//!
//! The generated registry lists the methods; the macro of `entries` turns each into an [`Entry`] whose function calls the
//! real method. Types are erased there, so that the tests themselves are compiled once and not once a method.

mod arguments;
mod entries;
mod pending_call;
mod types;

use digitalocean::Client;
use digitalocean::operation::Meta;
use serde_json::Value;

pub use arguments::{ArgumentError, CallArguments};
pub use entries::ENTRIES;
pub(crate) use entries::methods;
pub use pending_call::{CallMode, CallOutcome, PendingCall, ReceivedValue};
pub use types::{BodyTypes, RewriteBody, RewriteError};

/// A method of the client.
#[derive(Clone, Copy)]
pub struct Entry {
    /// The `operationId`.
    pub id: &'static str,
    /// The group whose method it is.
    pub group: &'static str,
    /// The method's name.
    pub method: &'static str,
    /// The facts that the client has of the operation.
    pub meta: &'static Meta,
    /// The arguments: where they go and their names on the wire.
    pub positional: &'static [(&'static str, &'static str)],
    /// The setters of query parameters, by their names on the wire.
    pub setters: &'static [&'static str],
    /// `none`, `required`, `optional` or `octets`.
    pub body: &'static str,
    /// `empty`, `json`, `member`, `page`, `file` or `text`.
    pub output: &'static str,
    /// Whether the operation also returns events.
    pub streams: bool,
    /// Calls the method.
    pub call: fn(&Client, &CallArguments, CallMode) -> Result<PendingCall, ArgumentError>,
    /// The waiters that ask the operation, by their methods' names.
    pub waiters: &'static [(&'static str, Wait)],
    /// The request and the response types of the method, without a call.
    pub types: BodyTypes,
    /// Reads an event and writes it back.
    pub event: fn(&[u8]) -> Option<Result<Value, String>>,
    /// The models that the body is made from: the name of the type, and what reads, converts and writes one.
    pub conversions: &'static [(&'static str, RewriteBody)],
}

/// Starts a wait.
pub type Wait = fn(&Client, &CallArguments) -> Result<PendingCall, ArgumentError>;

/// Returns the methods that call an operation.
pub fn methods_of(id: &str) -> impl Iterator<Item = &'static Entry> {
    ENTRIES.iter().filter(move |entry| entry.id == id)
}
