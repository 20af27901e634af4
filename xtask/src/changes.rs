//! Changes of several files, all or none.

use std::fs;
use std::io::{self, ErrorKind};
use std::path::{Path, PathBuf};

use crate::command_error::CommandError;

#[cfg(test)]
mod tests;

/// The new state of a file.
#[derive(Clone, Copy)]
pub(crate) struct FileChange<'a> {
    pub(crate) path: &'a Path,
    /// `None` removes the file.
    pub(crate) content: Option<&'a [u8]>,
}

/// Writes files as [`make`] does.
pub(crate) fn write_all<'a>(files: &[(&'a Path, &'a [u8])]) -> Result<Vec<&'a Path>, CommandError> {
    let changes = files.iter().map(|&(path, content)| FileChange {
        path,
        content: Some(content),
    });
    make(&changes.collect::<Vec<_>>())
}

/// Makes changes, and returns the paths of those that were needed.
///
/// No file is replaced before all contents are written next to them. Where one cannot be replaced or removed, the
/// completed changes are undone. Each file is whole at any time.
pub(crate) fn make<'a>(changes: &[FileChange<'a>]) -> Result<Vec<&'a Path>, CommandError> {
    let mut staged = Staged::default();
    for change in changes {
        if let Err(error) = staged.add(*change) {
            staged.discard();
            return Err(CommandError::io(change.path)(error));
        }
    }
    for (index, step) in staged.steps.iter().enumerate() {
        if let Err(error) = step.take() {
            let undone = staged.steps.iter().take(index).rev().map(StagedFile::undo);
            let kept = undone.filter(Result::is_err).count();
            staged.discard();
            let also = match kept {
                0 => String::new(),
                _ => format!("; {kept} files that were changed before could not be put back"),
            };
            return Err(CommandError::failed(format!(
                "{}: {error}{also}",
                step.path.display()
            )));
        }
    }
    Ok(staged.steps.into_iter().map(|step| step.path).collect())
}

/// Changes that can be made now.
#[derive(Default)]
struct Staged<'a> {
    steps: Vec<StagedFile<'a>>,
    /// Folders that were not there, each after the one that holds it.
    folders: Vec<PathBuf>,
}

struct StagedFile<'a> {
    path: &'a Path,
    /// The old content of the file.
    old: Option<Vec<u8>>,
    /// The new content, in a file next to the old one.
    new: Option<PathBuf>,
}

impl<'a> Staged<'a> {
    fn add(&mut self, FileChange { path, content }: FileChange<'a>) -> io::Result<()> {
        let old = match fs::read(path) {
            Ok(old) => Some(old),
            Err(error) if error.kind() == ErrorKind::NotFound => None,
            Err(error) => return Err(error),
        };
        if old.as_deref() == content {
            return Ok(());
        }
        let new = content.map(|_| temporary_path(path));
        self.create_folder(path)?;
        // Added before it is written: a partly written file is discarded, too.
        self.steps.push(StagedFile {
            path,
            old,
            new: new.clone(),
        });
        match new.zip(content) {
            Some((new, content)) => fs::write(new, content),
            None => Ok(()),
        }
    }

    fn create_folder(&mut self, path: &Path) -> io::Result<()> {
        let missing = path
            .ancestors()
            .skip(1)
            .take_while(|folder| !folder.exists());
        let missing: Vec<_> = missing
            .filter(|folder| !folder.as_os_str().is_empty())
            .collect();
        for folder in missing.into_iter().rev() {
            fs::create_dir(folder)?;
            self.folders.push(folder.to_owned());
        }
        Ok(())
    }

    /// Removes the temporary files. The error to report is the earlier one.
    fn discard(&self) {
        for new in self.steps.iter().filter_map(|step| step.new.as_ref()) {
            let _ = fs::remove_file(new);
        }
        for folder in self.folders.iter().rev() {
            let _ = fs::remove_dir(folder);
        }
    }
}

impl StagedFile<'_> {
    fn take(&self) -> io::Result<()> {
        match &self.new {
            Some(new) => fs::rename(new, self.path),
            None => fs::remove_file(self.path),
        }
    }

    fn undo(&self) -> io::Result<()> {
        match &self.old {
            Some(old) => {
                let temporary = temporary_path(self.path);
                fs::write(&temporary, old)?;
                fs::rename(temporary, self.path)
            }
            None => fs::remove_file(self.path),
        }
    }
}

/// Returns where the content of a file is written first.
fn temporary_path(path: &Path) -> PathBuf {
    let mut temporary = path.as_os_str().to_owned();
    temporary.push(".new");
    PathBuf::from(temporary)
}
