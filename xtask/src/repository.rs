//! The files of this repository.

use std::env;
use std::fs;
use std::path::{Path, PathBuf};

use crate::command_error::CommandError;

/// Returns the root folder of the repository, from the package folder that cargo reports.
pub(crate) fn root() -> Result<PathBuf, CommandError> {
    let manifest = env::var_os("CARGO_MANIFEST_DIR").map(PathBuf::from);
    match manifest.as_deref().and_then(Path::parent) {
        Some(root) => Ok(root.to_owned()),
        None => Err(CommandError::failed(
            "run this command through cargo: `cargo xtask ...`",
        )),
    }
}

/// Returns all files below a folder, in order; none where the folder does not exist.
pub(crate) fn files_below(folder: &Path) -> Result<Vec<PathBuf>, CommandError> {
    let mut files = Vec::new();
    let mut open = vec![folder.to_owned()];
    while let Some(folder) = open.pop() {
        if !folder.exists() {
            continue;
        }
        for entry in fs::read_dir(&folder).map_err(CommandError::io(&folder))? {
            let path = entry.map_err(CommandError::io(&folder))?.path();
            if path.is_dir() {
                open.push(path);
            } else {
                files.push(path);
            }
        }
    }
    files.sort();
    Ok(files)
}
