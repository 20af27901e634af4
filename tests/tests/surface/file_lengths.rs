//! Files that are written by hand are short.

use std::fs;

use tests::files_below;
use tests::second_reader::root;

/// The most lines of a file.
const LIMIT: usize = 400;

/// The packages. Each has some of the folders.
const PACKAGES: [&str; 8] = [
    "generated-client",
    "generator",
    "tests",
    "tests/browser",
    "tests/clients",
    "tests/constructs",
    "tests/fuzz",
    "xtask",
];

const FOLDERS: [&str; 4] = ["benches", "examples", "src", "tests"];

#[test]
fn files_written_by_hand_have_at_most_400_lines() {
    let folders = PACKAGES
        .iter()
        .flat_map(|package| FOLDERS.map(|folder| root().join(package).join(folder)));
    let files = folders
        .filter(|folder| folder.is_dir())
        .flat_map(|folder| files_below(&folder).expect("files"));
    let mut read = 0;
    let mut long = Vec::new();
    for path in files {
        let is_code = path.extension().is_some_and(|extension| extension == "rs");
        let is_generated = path
            .components()
            .any(|part| part.as_os_str() == "generated");
        if !is_code || is_generated {
            continue;
        }
        let lines = fs::read_to_string(&path).expect("text").lines().count();
        if lines > LIMIT {
            long.push(format!("{}: {lines}", path.display()));
        }
        read += 1;
    }
    assert!(read > 500, "only {read} files");
    assert!(long.is_empty(), "divide these files: {long:#?}");
}
