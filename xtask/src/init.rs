//! `cargo xtask codegen --init`: the configuration of a client, with a default for each open decision.

use std::path::Path;
use std::{fs, io};

use generator::{GenerateError, Init, Input, init, with_defaults};

use crate::command_error::CommandError;

/// Returns the configuration; an empty one where the file does not exist and may be new.
pub(crate) fn read(path: &Path, may_be_new: bool) -> Result<String, CommandError> {
    match fs::read_to_string(path) {
        Err(error) if may_be_new && error.kind() == io::ErrorKind::NotFound => Ok(String::new()),
        result => result.map_err(CommandError::io(path)),
    }
}

/// Adds the defaults of open decisions, for good with `--init`, and otherwise for this run.
pub(crate) fn complete(
    input: Input<'_>,
    is_init: bool,
    path: &Path,
) -> Result<Init, GenerateError> {
    if is_init {
        return init(input);
    }
    let completed = with_defaults(input)?;
    if completed.decisions > 0 {
        eprintln!(
            "codegen: {} decisions have their defaults; --init writes them to {}",
            completed.decisions,
            path.display()
        );
    }
    Ok(completed)
}

/// Writes the configuration.
pub(crate) fn write(path: &Path, config: &str) -> Result<(), CommandError> {
    fs::write(path, config).map_err(CommandError::io(path))
}
