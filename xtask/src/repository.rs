//! The files of this repository.

use std::env;
use std::fs;
use std::path::{Path, PathBuf};

use crate::failure::Failure;

/// Returns the root folder of the repository: cargo tells where the package of this command lies.
pub(crate) fn root() -> Result<PathBuf, Failure> {
    let manifest = env::var_os("CARGO_MANIFEST_DIR").map(PathBuf::from);
    match manifest.as_deref().and_then(Path::parent) {
        Some(root) => Ok(root.to_owned()),
        None => Err(Failure::failed(
            "run this command through cargo: `cargo xtask ...`",
        )),
    }
}

/// Writes files; none is replaced before all of them stand beside their places. Returns those that changed.
pub(crate) fn write_all<'a>(files: &[(&'a Path, &[u8])]) -> Result<Vec<&'a Path>, Failure> {
    let mut staged = Vec::new();
    for (path, content) in files {
        if fs::read(path).is_ok_and(|old| old == *content) {
            continue;
        }
        if let Some(folder) = path.parent() {
            fs::create_dir_all(folder).map_err(Failure::io(folder))?;
        }
        let mut temporary = path.as_os_str().to_owned();
        temporary.push(".new");
        let temporary = PathBuf::from(temporary);
        let written = fs::write(&temporary, content).map_err(Failure::io(&temporary));
        staged.push((temporary, *path));
        if let Err(failure) = written {
            discard(&staged);
            return Err(failure);
        }
    }
    for (temporary, path) in &staged {
        if let Err(error) = fs::rename(temporary, path) {
            discard(&staged);
            return Err(Failure::io(path)(error));
        }
    }
    Ok(staged.into_iter().map(|(_, path)| path).collect())
}

fn discard(staged: &[(PathBuf, &Path)]) {
    for (temporary, _) in staged {
        // The failure that led here is the one to report.
        let _ = fs::remove_file(temporary);
    }
}

/// Returns all files below a folder, in order; none where the folder does not exist.
pub(crate) fn files_below(folder: &Path) -> Result<Vec<PathBuf>, Failure> {
    let mut files = Vec::new();
    let mut open = vec![folder.to_owned()];
    while let Some(folder) = open.pop() {
        if !folder.exists() {
            continue;
        }
        for entry in fs::read_dir(&folder).map_err(Failure::io(&folder))? {
            let path = entry.map_err(Failure::io(&folder))?.path();
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
