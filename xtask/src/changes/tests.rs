use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};

use super::{FileChange, make};
use crate::repository::files_below;

/// A folder that is removed in the end.
struct Folder(PathBuf);

impl Folder {
    fn new(name: &str) -> Self {
        let path = std::env::temp_dir().join(format!("changes-{name}-{}", std::process::id()));
        fs::create_dir_all(&path).unwrap();
        Self(path)
    }

    fn path(&self, name: &str) -> PathBuf {
        self.0.join(name)
    }

    /// Returns the texts of all files, and empty folders with none.
    fn content(&self) -> BTreeMap<PathBuf, Option<String>> {
        let files = files_below(&self.0).unwrap();
        let files = files.into_iter().map(|path| {
            let text = fs::read_to_string(&path).unwrap();
            (path, Some(text))
        });
        let folders = fs::read_dir(&self.0)
            .unwrap()
            .map(|entry| entry.unwrap().path());
        let folders = folders
            .filter(|path| path.is_dir())
            .map(|path| (path, None));
        files.chain(folders).collect()
    }
}

impl Drop for Folder {
    fn drop(&mut self) {
        let _ = fs::remove_dir_all(&self.0);
    }
}

fn write<'a>(path: &'a Path, content: &'a str) -> FileChange<'a> {
    let content = Some(content.as_bytes());
    FileChange { path, content }
}

fn remove(path: &Path) -> FileChange<'_> {
    FileChange {
        path,
        content: None,
    }
}

#[test]
fn files_are_written_replaced_and_removed() {
    let folder = Folder::new("made");
    let [same, old, new, orphan] =
        ["same", "old", "a/b/new", "orphan"].map(|name| folder.path(name));
    for path in [&same, &old, &orphan] {
        fs::write(path, "before").unwrap();
    }
    let changes = [
        write(&same, "before"),
        write(&old, "after"),
        write(&new, "after"),
        remove(&orphan),
    ];
    assert_eq!(make(&changes).unwrap(), [&*old, &*new, &*orphan]);
    let content = folder.content();
    let text = |path: &Path| content.get(path).and_then(Option::as_deref);
    assert_eq!(content.len(), 4, "{content:?}");
    assert_eq!(
        [text(&same), text(&old), text(&new)],
        [Some("before"), Some("after"), Some("after")]
    );
}

/// Makes changes, the last of which fails, and checks that they left nothing.
fn fail(name: &str, last: &[(&str, Option<&str>)]) {
    let folder = Folder::new(name);
    let [old, new, orphan] = ["old", "a/b/new", "orphan"].map(|name| folder.path(name));
    fs::create_dir(folder.path("folder")).unwrap();
    for path in [&old, &orphan] {
        fs::write(path, "before").unwrap();
    }
    let before = folder.content();
    let last: Vec<_> = last
        .iter()
        .map(|(name, content)| (folder.path(name), content))
        .collect();
    let mut changes = vec![write(&old, "after"), write(&new, "after"), remove(&orphan)];
    changes.extend(last.iter().map(|(path, content)| FileChange {
        path,
        content: content.map(str::as_bytes),
    }));
    let error = make(&changes).unwrap_err().to_string();
    let named = &last[0].0.display().to_string();
    assert!(
        error.contains(named) && !error.contains("put back"),
        "{error}"
    );
    assert_eq!(folder.content(), before);
}

#[test]
fn a_folder_instead_of_a_file_is_found_before_anything_changes() {
    fail("folder", &[("folder", Some("after"))]);
}

#[test]
fn changes_are_undone_where_one_fails_in_the_middle() {
    // The second makes a folder in the place of the first, which is noticed only when that is put there.
    fail(
        "middle",
        &[("file", Some("after")), ("file/below", Some("after"))],
    );
}
