//! JSON values: tolerant reading, exact writing.
//!
//! Models are declared with three macros (`record!`, `string_enum!`, `union!`). What they have in
//! common is generic or shared code of this module, so that one model costs the compiler a few lines
//! and not a derive. Reading passes a [`JsonPath`](json_path::JsonPath) down the document, a linked list on the stack: a
//! correction or an error knows its exact JSON path, and a document without either pays nothing for
//! it. Writing, comparing and `Debug` look at a value through its
//! [`ValueContent`](content::ValueContent).

#![allow(
    dead_code,
    unused_imports,
    unused_macros,
    reason = "what is used depends on the groups that are enabled"
)]

mod boolean;
mod collection;
pub(crate) mod content;
pub(crate) mod content_debug;
pub(crate) mod conversion;
mod decode;
mod decode_budget;
mod decode_error;
pub(crate) mod deserialize;
mod drift;
mod envelope;
pub(crate) mod escaped;
pub(crate) mod group;
mod integer_string;
mod json;
pub(crate) mod json_path;
mod json_value;
mod location;
mod members;
pub(crate) mod missing;
pub(crate) mod nullable;
pub(crate) mod object;
mod object_field;
pub(crate) mod offer;
pub(crate) mod param;
mod parser_limits;
mod path_text;
mod paths;
mod read_fields;
pub(crate) mod record;
mod redaction;
#[cfg(feature = "fake")]
pub(crate) mod sample;
mod scalar;
mod secret;
mod sent_fields;
pub(crate) mod setters;
pub(crate) mod shared_impls;
pub(crate) mod shown_headers;
mod sink;
pub(crate) mod string_enum;
pub(crate) mod text;
mod timestamp;
mod timestamp_wire;
pub(crate) mod union;
pub(crate) mod unknown_fields;
mod unknown_members;
pub(crate) mod unknown_value;
mod visit_absent;
pub(crate) mod wire;

#[cfg(test)]
mod tests;

// Names for other folders and for generated code. The files of this folder import from each other.
pub use decode_error::DecodeError;
pub use drift::{Drift, DriftKind};
pub use integer_string::IntegerString;
pub use nullable::Nullable;
pub use secret::Secret;
pub use timestamp::Timestamp;
pub use unknown_fields::{UnknownFields, UnknownFieldsIter};
pub use unknown_value::UnknownValue;

pub(crate) use conversion::conversion;
pub(crate) use decode::{Decoded, decode, decode_value, decode_with, decode_within, encode};
pub(crate) use decode_budget::DecodeLimits;
#[cfg(test)]
pub(crate) use envelope::decode_envelope;
pub(crate) use envelope::decode_envelope_within;
pub(crate) use json::{check_json, json, json_within, read_as, take_member};
pub(crate) use location::Location;
pub(crate) use parser_limits::rewritten;
pub(crate) use record::record;
pub(crate) use redaction::excerpt;
#[cfg(feature = "__testing")]
pub(crate) use redaction::is_shown;
#[cfg(feature = "fake")]
pub(crate) use sample::{Sample, Sampler};
pub(crate) use string_enum::string_enum;
pub(crate) use union::{union, when};
pub(crate) use unknown_members::unknown_members;
pub(crate) use wire::{Wire, is_recognised};
