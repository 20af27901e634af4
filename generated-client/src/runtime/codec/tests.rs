//! Tests of the codec, by subject.

#![allow(unreachable_pub, reason = "the macros declare what users reach")]

mod bodies;
mod enums;
mod errors;
mod left_out;
mod limits;
mod missing;
#[allow(deprecated, reason = "as on the module of generated code")]
mod models;
mod parser_limits;
mod reading;
#[cfg(feature = "fake")]
mod samples;
mod scalars;
mod setters;
mod timestamps;
mod unions;
mod unknown_fields;
mod unreadable;
mod writing;
