//! Documentation from facts: what the document says about types, defaults, bounds and allowed values.
//!
//! Each entry of a list of sentences is Markdown and ends with a period.

use serde_json::Value;

use crate::ir::walk;
use crate::ir::{Docs, Scalar, TypeRef};
use crate::json_pointer::unescape;
use crate::lower::documentation::spelling::Spelling;
use crate::lower::schemas::bounds::Bounds;
use crate::lower::schemas::compose::Merged;

/// How many allowed values are listed.
const MOST_VALUES: usize = 100;

/// The documentation of a type.
pub(in crate::lower) fn of_type(
    merged: &Merged<'_>,
    pointer: &str,
    component: Option<&str>,
) -> Docs {
    let derived = match component {
        Some(name) => format!("Schema `{name}` of the document."),
        None => location(pointer),
    };
    let mut notes: Vec<_> = either(&merged.either).into_iter().collect();
    if merged.annotations.deprecated {
        notes.push(DEPRECATED.to_owned());
    }
    Docs::derived(derived, notes)
}

/// The sentence about members of which some must be present.
fn either(sets: &[Vec<&str>]) -> Option<String> {
    let mut needed = Vec::new();
    for set in sets {
        let set: Vec<_> = set.iter().map(|name| code(name)).collect();
        let set = set.join(" with ");
        if !needed.contains(&set) {
            needed.push(set);
        }
    }
    (!needed.is_empty()).then(|| format!("Needs {}.", needed.join(", or ")))
}

/// Describes the location of an inline schema in words of the document.
fn location(pointer: &str) -> String {
    let mut segments = pointer.trim_start_matches("#/").split('/');
    match (segments.next(), segments.next(), segments.next()) {
        (Some("components"), Some("schemas"), Some(name)) => {
            let members: Vec<_> = members_of(segments).collect();
            if members.is_empty() {
                return format!("Part of schema `{name}`.");
            }
            format!("Member `{}` of schema `{name}`.", members.join("."))
        }
        (Some("components"), Some("responses"), Some(name)) => {
            format!("Part of response `{name}`.")
        }
        (Some("components"), Some("parameters"), Some(name)) => {
            format!("Values of parameter `{name}`.")
        }
        (Some("components"), Some("requestBodies"), Some(name)) => {
            format!("Part of request body `{name}`.")
        }
        (Some("paths"), Some(path), Some(method)) => {
            let path = unescape(path);
            let operation = format!("`{} {path}`", method.to_ascii_uppercase());
            format!("{} of {operation}.", role(segments))
        }
        _ => "Part of the document.".to_owned(),
    }
}

/// Describes the rest of a pointer into an operation.
fn role<'p>(mut segments: impl Iterator<Item = &'p str>) -> String {
    let part = segments.next();
    let rest: Vec<_> = segments.collect();
    let (whole, inside) = match part {
        Some("requestBody") => ("Body", "the body"),
        Some("parameters") => return "Values of a parameter".to_owned(),
        _ if rest.contains(&"text~1event-stream") => ("Event", "an event"),
        _ => ("Response", "the response"),
    };
    let members: Vec<_> = members_of(rest.into_iter()).collect();
    if members.is_empty() {
        whole.to_owned()
    } else {
        format!("Member `{}` of {inside}", members.join("."))
    }
}

/// The names of members along the rest of a pointer.
fn members_of<'p>(segments: impl Iterator<Item = &'p str>) -> impl Iterator<Item = &'p str> {
    let mut after_properties = false;
    segments
        .filter(move |segment| std::mem::replace(&mut after_properties, *segment == "properties"))
}

/// The documentation of a member of an object.
pub(in crate::lower) fn of_member(
    spelling: &Spelling<'_>,
    name: &str,
    merged: &Merged<'_>,
    ty: &TypeRef,
) -> Docs {
    let mut known = Vec::new();
    if holds_secret(ty) {
        known.push(SECRET.to_owned());
    }
    // The attribute of a deprecated field says that it is.
    known.extend(
        notes(merged, ty)
            .into_iter()
            .filter(|note| note != DEPRECATED),
    );
    Docs::derived(format!("{}.", spelling.phrase(name)), known)
}

/// The note about fields whose value is a secret.
const SECRET: &str = "A secret: `Debug` does not show it.";

/// The note about deprecated items.
const DEPRECATED: &str = "Deprecated by the API.";

fn holds_secret(ty: &TypeRef) -> bool {
    *walk::innermost(ty) == TypeRef::Scalar(Scalar::Secret)
}

/// Lists the allowed values, defaults and deprecations of the document.
pub(in crate::lower) fn notes(merged: &Merged<'_>, ty: &TypeRef) -> Vec<String> {
    let mut docs = Vec::new();
    if merged.annotations.read_only {
        docs.push("Read-only.".to_owned());
    }
    if merged.annotations.write_only {
        docs.push("Write-only: responses do not contain it.".to_owned());
    }
    if let Some(default) = &merged.annotations.default
        && says_something(default)
    {
        docs.push(format!("Default {}.", literal(default)));
    }
    let named = matches!(ty, TypeRef::Named(_) | TypeRef::Boxed(_));
    if !merged.enumeration.is_empty() && !named {
        let values = merged.enumeration.iter().take(MOST_VALUES).map(literal);
        let values = values.collect::<Vec<_>>().join(", ");
        docs.push(match merged.enumeration.len().saturating_sub(MOST_VALUES) {
            0 => format!("One of {values}."),
            more => format!("One of {values} and {more} other values."),
        });
    }
    docs.extend(bounds(&bounds_beyond_type(merged, ty)));
    docs.extend(
        merged
            .format
            .as_deref()
            .and_then(format_note)
            .map(str::to_owned),
    );
    if merged.annotations.deprecated {
        docs.push(DEPRECATED.to_owned());
    }
    docs
}

/// Returns whether a default says more than that there is none.
fn says_something(default: &Value) -> bool {
    match default {
        Value::Null => false,
        Value::String(text) => {
            let text = text.to_ascii_lowercase();
            !text.ends_with("unknown") && !text.ends_with("unspecified")
        }
        _ => true,
    }
}

fn format_note(format: &str) -> Option<&'static str> {
    Some(match format {
        "uuid" => "A UUID.",
        "uri" | "url" => "A URI.",
        "ipv4" => "An IPv4 address.",
        "ipv6" => "An IPv6 address.",
        "cidr" => "An address block in CIDR notation.",
        "hostname" => "A host name.",
        "email" => "An email address.",
        "date" => "A date, `YYYY-MM-DD`.",
        "byte" => "Base64.",
        _ => return None,
    })
}

/// The limits that the type does not imply. One of 63 bits or more is a detail of the API's storage; `openapiv3`
/// has rounded it, too. `minimum` and its like say nothing about texts, and what has a format is not empty.
fn bounds_beyond_type(merged: &Merged<'_>, ty: &TypeRef) -> Bounds {
    let bounds = &merged.bounds;
    let (low, high) = match ty {
        TypeRef::Scalar(Scalar::Integer) => (i64::MIN as f64, i64::MAX as f64),
        TypeRef::Scalar(Scalar::Unsigned) => (0.0, i64::MAX as f64),
        TypeRef::Scalar(Scalar::String | Scalar::Secret | Scalar::Timestamp) => (0.0, 0.0),
        _ => (f64::MIN, f64::MAX),
    };
    let inside = |bound: &String| {
        bound
            .parse::<f64>()
            .is_ok_and(|bound| low < bound && bound < high)
    };
    let formatted = merged.format.as_deref().and_then(format_note).is_some();
    Bounds {
        minimum: bounds.minimum.clone().filter(inside),
        maximum: bounds.maximum.clone().filter(inside),
        min_length: bounds.min_length.filter(|&least| least > 1 || !formatted),
        ..bounds.clone()
    }
}

/// The sentences about limits.
fn bounds(bounds: &Bounds) -> Vec<String> {
    let mut docs = Vec::new();
    let low = bounds
        .minimum
        .as_ref()
        .map(|v| (v, bounds.exclusive_minimum));
    let high = bounds
        .maximum
        .as_ref()
        .map(|v| (v, bounds.exclusive_maximum));
    match (low, high) {
        (Some((low, false)), Some((high, false))) => {
            docs.push(format!("From `{low}` to `{high}`."));
        }
        (low, high) => {
            docs.extend(low.map(|(v, exclusive)| {
                format!(
                    "{} `{v}`.",
                    if exclusive { "More than" } else { "At least" }
                )
            }));
            docs.extend(high.map(|(v, exclusive)| {
                format!("{} `{v}`.", if exclusive { "Less than" } else { "At most" })
            }));
        }
    }
    docs.extend(
        bounds
            .multiple_of
            .as_ref()
            .map(|v| format!("A multiple of `{v}`.")),
    );
    docs.extend(range(bounds.min_length, bounds.max_length, "character"));
    docs.extend(range(bounds.min_items, bounds.max_items, "item"));
    if bounds.unique_items {
        docs.push("No item twice.".to_owned());
    }
    docs.extend(
        bounds
            .pattern
            .as_ref()
            .map(|pattern| format!("Matches {}.", code(pattern))),
    );
    docs
}

fn range(low: Option<usize>, high: Option<usize>, unit: &str) -> Option<String> {
    let counted = |n: usize| {
        if n == 1 {
            format!("{n} {unit}")
        } else {
            format!("{n} {unit}s")
        }
    };
    match (low, high) {
        (Some(low), Some(high)) if low == high => Some(format!("Exactly {}.", counted(low))),
        (Some(low), Some(high)) if low > 0 => Some(format!("From {low} to {}.", counted(high))),
        (_, Some(high)) => Some(format!("At most {}.", counted(high))),
        (Some(low), None) if low > 0 => Some(format!("At least {}.", counted(low))),
        _ => None,
    }
}

/// A JSON value as code.
fn literal(value: &Value) -> String {
    match value {
        Value::String(text) => code(text),
        other => code(&other.to_string()),
    }
}

/// A code span that survives backticks, spaces at the ends, and emptiness.
pub(in crate::lower) fn code(text: &str) -> String {
    if text.is_empty() {
        return "the empty string".to_owned();
    }
    if text.contains('`') {
        return format!("`` {text} ``");
    }
    format!("`{text}`")
}
