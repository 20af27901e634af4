//! The one walk over folders; the tests of other packages of the workspace include this file.

use std::path::{Path, PathBuf};
use std::{fs, io};

/// Returns all files of a folder and of the folders in it, in order.
///
/// # Errors
///
/// Fails where a folder cannot be read.
pub fn files_below(folder: &Path) -> io::Result<Vec<PathBuf>> {
    let mut files = Vec::new();
    let mut open = vec![folder.to_owned()];
    while let Some(folder) = open.pop() {
        for entry in fs::read_dir(&folder)? {
            let path = entry?.path();
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
