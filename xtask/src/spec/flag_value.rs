use std::ffi::OsString;

use crate::failure::Failure;

/// Returns the value of a flag, which must be UTF-8.
pub(super) fn flag_value(value: OsString) -> Result<String, Failure> {
    value
        .into_string()
        .map_err(|_| Failure::usage("the value of a flag must be UTF-8"))
}
