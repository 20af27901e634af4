use std::ffi::OsString;

use crate::command_error::CommandError;

/// Returns the value of a flag, which must be UTF-8.
pub(super) fn flag_value(value: OsString) -> Result<String, CommandError> {
    value
        .into_string()
        .map_err(|_| CommandError::usage("the value of a flag must be UTF-8"))
}
