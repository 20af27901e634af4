//! Trees of files that the importer bundles, and those that it rejects.
//!
//! The trees are in `fixtures`; `bundle.yaml` and `facts.yaml` next to a tree are the expected results. To accept
//! a change of them, run the tests with `UPDATE_FIXTURES=1` and review the difference.

mod errors;
#[path = "../../../tests/src/files_below.rs"]
pub mod files_below;
mod names;
mod nesting;
mod references;
mod robust;
mod scalars;
mod text;
mod without_prose;
mod yaml;

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::{env, fs, io};

use generator::import::{Document, ImportError, bundle, without_prose};

use files_below::files_below;

type Files = BTreeMap<String, Vec<u8>>;

/// The required members of an OpenAPI document before its paths.
const HEAD: &str = "openapi: 3.0.3\ninfo: {title: T, version: '1'}\n";

fn fixture(path: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR"))
        .join("tests/import/fixtures")
        .join(path)
}

/// Reads a fixture tree.
fn tree(name: &str) -> io::Result<Files> {
    let root = fixture(name);
    let paths = files_below(&root)?;
    let files = paths.iter().map(|path| {
        let inside = path.strip_prefix(&root).unwrap_or(path);
        let name = inside.to_string_lossy().replace('\\', "/");
        Ok((name, fs::read(path)?))
    });
    files.collect()
}

/// Makes a tree of an entry file, which gets its head here, and further files.
fn files(entry: &str, other_files: &[(&str, &str)]) -> Files {
    let mut files = Files::from([(
        "spec.yaml".to_owned(),
        format!("{HEAD}{entry}").into_bytes(),
    )]);
    files.extend(
        other_files
            .iter()
            .map(|(path, text)| ((*path).to_owned(), text.as_bytes().to_vec())),
    );
    files
}

fn bundled(files: &Files) -> Result<Document, ImportError> {
    bundle(files, "spec.yaml")
}

/// Returns the canonical text of the facts, or the message that says why there is none.
fn imported(files: &Files) -> String {
    match bundled(files) {
        Ok(document) => without_prose(&document).to_yaml(),
        Err(error) => error.to_string(),
    }
}

/// Compares a text with a fixture file.
fn assert_fixture(path: &str, text: &str) {
    let path = fixture(path);
    if env::var_os("UPDATE_FIXTURES").is_some() {
        assert!(
            fs::write(&path, text).is_ok(),
            "cannot write {}",
            path.display()
        );
    }
    let expected = fs::read_to_string(&path).unwrap_or_default();
    assert_eq!(
        text,
        expected,
        "{} differs; see the head of tests/import/main.rs",
        path.display()
    );
}
