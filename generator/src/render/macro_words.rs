//! The words of the runtime's macros: what the generator can emit, stated once.
//!
//! A test compares them with the macros, and a client of the test crate uses each of them.

use crate::ir::{
    Argument, ArgumentLocation, Body, BodyFormat, BodyKind, QueryParameter, TypeRef, ValueStyle,
};

/// Kinds of the arguments of `operation!`.
pub const ARGUMENTS: [&str; 18] = [
    "path",
    "path_list",
    "path_json",
    "query",
    "queries",
    "comma",
    "space",
    "pipes",
    "deep",
    "spread",
    "json_text",
    "header",
    "header_list",
    "header_json",
    "confirmation",
    "url",
    "part",
    "parts",
];

/// Kinds of bodies of `operation!`.
pub const BODIES: [&str; 5] = ["json", "form", "multipart", "octets", "typed"];

/// Modes of `setters!`.
pub const SETTERS: [&str; 15] = [
    "body",
    "nullable",
    "all",
    "each",
    "comma",
    "space",
    "pipes",
    "deep",
    "spread",
    "json_text",
    "header",
    "header_list",
    "header_json",
    "part",
    "parts",
];

/// Returns the kind of a body.
pub(super) fn body(body: &Body) -> &'static str {
    match (&body.kind, &body.format) {
        (BodyKind::Octets, BodyFormat::Typed(_)) => "typed",
        (BodyKind::Octets, _) => "octets",
        (BodyKind::Json(_), BodyFormat::Form) => "form",
        (BodyKind::Json(_), BodyFormat::Multipart) => "multipart",
        (BodyKind::Json(_), BodyFormat::Plain | BodyFormat::Typed(_)) => "json",
    }
}

/// Returns the kind of an argument.
pub(super) fn argument(argument: &Argument) -> &'static str {
    let is_list = matches!(argument.ty, TypeRef::List(_));
    match (argument.location, argument.style) {
        (ArgumentLocation::Url, _) => "url",
        (ArgumentLocation::Body, _) if is_list => "parts",
        (ArgumentLocation::Body, _) => "part",
        (ArgumentLocation::Path, ValueStyle::Plain) => "path",
        (ArgumentLocation::Path, ValueStyle::Json) => "path_json",
        (ArgumentLocation::Path, _) => "path_list",
        (ArgumentLocation::Header, ValueStyle::Plain) => "header",
        (ArgumentLocation::Header, ValueStyle::Confirmation) => "confirmation",
        (ArgumentLocation::Header, ValueStyle::Json) => "header_json",
        (ArgumentLocation::Header, _) => "header_list",
        (ArgumentLocation::Query, ValueStyle::Plain) if is_list => "queries",
        (ArgumentLocation::Query, ValueStyle::Plain) => "query",
        (ArgumentLocation::Query, style) => styled(style),
    }
}

/// Returns the mode of a setter whose value is not written as it is.
pub(super) fn setter(parameter: &QueryParameter) -> &'static str {
    match (parameter.header, parameter.style) {
        (true, ValueStyle::Plain) => "header",
        (true, ValueStyle::Json) => "header_json",
        (true, _) => "header_list",
        (false, ValueStyle::Part) if matches!(parameter.ty, TypeRef::List(_)) => "parts",
        (false, style) => styled(style),
    }
}

pub(super) fn styled(style: ValueStyle) -> &'static str {
    match style {
        ValueStyle::Plain | ValueStyle::Confirmation => "nullable",
        ValueStyle::Comma => "comma",
        ValueStyle::Space => "space",
        ValueStyle::Pipes => "pipes",
        ValueStyle::Deep => "deep",
        ValueStyle::Spread => "spread",
        ValueStyle::Json => "json_text",
        ValueStyle::Part => "part",
    }
}
