//! Files and folders that ARCHITECTURE.md names exist.

use std::collections::BTreeSet;
use std::fs;

use tests::second_reader::root;

/// The folders below which the text names files by a part of their paths.
const FOLDERS: [&str; 6] = [
    "",
    "generated-client/src/runtime",
    "generated-client/src",
    "generator/src",
    "generator/src/lower",
    "spec",
];

/// Returns what is between backquotes and looks like a path.
fn paths(text: &str) -> BTreeSet<&str> {
    let quoted = text
        .lines()
        .flat_map(|line| line.split('`').skip(1).step_by(2));
    let is_path = |quoted: &&str| {
        let has_only_names = |name: &str| {
            let is_sign = |sign: char| sign.is_ascii_alphanumeric() || "-_.".contains(sign);
            !name.is_empty() && name.chars().all(is_sign)
        };
        let is_media_type = quoted.starts_with("application/") || quoted.starts_with("multipart/");
        !is_media_type
            && quoted.contains('/')
            && quoted.trim_end_matches('/').split('/').all(has_only_names)
    };
    quoted.filter(is_path).collect()
}

#[test]
fn files_and_folders_that_it_names_exist() {
    let text = fs::read_to_string(root().join("ARCHITECTURE.md")).expect("text");
    let paths = paths(&text);
    assert!(paths.len() > 80, "only {} paths", paths.len());
    let exists = |path: &&&str| {
        FOLDERS
            .iter()
            .any(|folder| root().join(folder).join(path).exists())
    };
    let missing: Vec<_> = paths.iter().filter(|path| !exists(path)).collect();
    assert!(missing.is_empty(), "there is no {missing:#?}");
}
