//! Paths that callers write themselves. The request must go where the path says, whatever the URL
//! parser makes of it: to no other host, and to no other resource.

use percent_encoding::percent_decode_str;

use crate::runtime::codec::escaped::escaped;
use crate::runtime::operation::build_error::BuildError;

/// How many characters of a path an error's text shows.
const MAX_LENGTH: usize = 200;

/// Checks a path such as `/v2/droplets/3164444`.
pub(crate) fn check(path: &str) -> Result<(), BuildError> {
    let invalid = |reason: &str| {
        let shown = escaped(path, MAX_LENGTH);
        Err(BuildError::new(format!("invalid path `{shown}`: {reason}")))
    };
    let Some(segments) = path.strip_prefix('/') else {
        return invalid("it must start with `/`; the host is that of the client");
    };
    if path.contains(['?', '#']) {
        return invalid("it must not contain `?` or `#`; set query parameters with `query`");
    }
    // The parser takes `\` for `/`, and leaves out tabs and line breaks.
    if path.contains(|character: char| character == '\\' || character.is_control()) {
        return invalid("it must not contain a backslash or a control character");
    }
    if path.contains(['{', '}']) {
        return invalid("it has a placeholder; insert the argument");
    }
    for segment in segments.split('/') {
        let decoded = percent_decode_str(segment).collect::<Vec<u8>>();
        match decoded.trim_ascii() {
            b"" => {
                return invalid(
                    "it has an empty segment, with which it would address another resource",
                );
            }
            b"." | b".." => {
                return invalid(
                    "it has a segment `.` or `..`, which would address another resource",
                );
            }
            _ => {}
        }
        if !is_encoded_well(segment) {
            return invalid("`%` must be followed by two hexadecimal digits");
        }
    }
    Ok(())
}

fn is_encoded_well(segment: &str) -> bool {
    segment.split('%').skip(1).all(|rest| {
        let digits = rest.as_bytes().get(..2);
        digits.is_some_and(|digits| digits.iter().all(u8::is_ascii_hexdigit))
    })
}
