//! Numbers: which type of Rust holds all values that the document allows.

use std::cmp::Ordering;

use crate::ir::Scalar;
use crate::lower::error::LowerError;
use crate::lower::schemas::bounds::compare;
use crate::lower::schemas::compose::Merged;

/// The limits of 64 bits, and what writers that only know floating-point numbers make of them.
const I64: [&str; 2] = ["-9223372036854775808", "9223372036854775808"];
const U64: &str = "18446744073709551616";

/// The type of an integer or a number.
pub(in crate::lower) fn number(merged: &Merged<'_>, pointer: &str) -> Result<Scalar, LowerError> {
    let format = merged.format.as_deref();
    // A `number` of this format is an integer: a floating-point number would lose its last digits.
    let is_integer = merged.kind == Some("integer")
        || matches!(
            format,
            Some("int64" | "int32" | "int16" | "int8" | "uint32" | "uint16" | "uint8")
        );
    match format {
        Some("uint64") if beyond(&merged.bounds.maximum, U64, Ordering::Greater) => {
            Err(too_wide(merged, pointer))
        }
        Some("uint64") if beyond(&merged.bounds.minimum, "0", Ordering::Less) => {
            Err(LowerError::new(
                pointer,
                "`format: uint64` has no negative values, which `minimum` allows; correct one of them in an overlay",
            ))
        }
        Some("uint64") => Ok(Scalar::Unsigned),
        Some(format) if is_wide(format) => Err(LowerError::new(
            pointer,
            "integers of more than 64 bits are not supported; use `type: string` in an overlay, or a `format` of 64 bits \
             where that is enough",
        )),
        _ if is_integer => integer(merged, pointer),
        _ => Ok(Scalar::Float),
    }
}

/// Whether a format means integers of more than 64 bits.
fn is_wide(format: &str) -> bool {
    let format = format.to_ascii_lowercase();
    let bits = format.trim_start_matches('u').strip_prefix("int");
    let bits = bits.and_then(|bits| bits.parse::<u32>().ok());
    bits.is_some_and(|bits| bits > 64)
        || matches!(format.as_str(), "bigint" | "biginteger" | "big-integer")
}

/// The type of an integer: 64 bits with a sign, unless its own limits allow more.
fn integer(merged: &Merged<'_>, pointer: &str) -> Result<Scalar, LowerError> {
    // As text, since the document's reader rounds such limits: 2⁶³ may be a rounded 2⁶³ - 1.
    let [low, high] = I64;
    let is_wide = beyond(&merged.bounds.maximum, high, Ordering::Greater);
    let is_low = beyond(&merged.bounds.minimum, low, Ordering::Less);
    let fits = !beyond(&merged.bounds.maximum, U64, Ordering::Greater);
    let is_signed = merged
        .bounds
        .minimum
        .as_ref()
        .is_none_or(|minimum| minimum.starts_with('-'));
    match (is_wide, is_low) {
        (false, false) => Ok(Scalar::Integer),
        (true, false) if fits && !is_signed => Ok(Scalar::Unsigned),
        _ => Err(too_wide(merged, pointer)),
    }
}

/// Whether a limit is on the given side of a bound.
fn beyond(limit: &Option<String>, bound: &str, side: Ordering) -> bool {
    let mut limit = limit.iter();
    limit.any(|limit| compare(limit, bound) == Some(side))
}

fn too_wide(merged: &Merged<'_>, pointer: &str) -> LowerError {
    let show = |limit: &Option<String>| limit.clone().unwrap_or_else(|| "…".to_owned());
    let message = format!(
        "integers from {} to {} do not fit into 64 bits; correct the limits in an overlay, or set `format: uint64` or \
         `type: string`",
        show(&merged.bounds.minimum),
        show(&merged.bounds.maximum)
    );
    LowerError::new(pointer, message)
}
