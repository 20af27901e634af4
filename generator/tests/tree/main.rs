//! The tree of files and its differences from the disk.

#![allow(clippy::panic, reason = "tests fail by panicking")]

use std::collections::BTreeMap;

use generator::tree::{Difference, DifferenceKind, FileTree};

fn tree(files: &[(&str, &str)]) -> FileTree {
    let mut tree = FileTree::default();
    for (path, text) in files {
        tree.insert(*path, *text);
    }
    tree
}

fn disk(files: &[(&str, &str)]) -> BTreeMap<String, Vec<u8>> {
    let owned = |(path, text): &(&str, &str)| ((*path).to_owned(), text.as_bytes().to_vec());
    files.iter().map(owned).collect()
}

fn changed(line: usize, expected: Option<&str>, found: Option<&str>) -> DifferenceKind {
    DifferenceKind::Changed {
        line,
        expected: expected.map(str::to_owned),
        found: found.map(str::to_owned),
    }
}

fn only(tree: &FileTree, found: &[u8]) -> DifferenceKind {
    let disk = BTreeMap::from([("a.rs".to_owned(), found.to_vec())]);
    match tree.compare(&disk).as_slice() {
        [Difference { kind, .. }] => kind.clone(),
        other => panic!("one difference expected: {other:?}"),
    }
}

#[test]
fn equal_trees_have_no_difference() {
    let files = [("a.rs", "one\n"), ("b/c.rs", "")];
    assert_eq!(tree(&files).compare(&disk(&files)), []);
}

#[test]
fn changed_missing_and_orphaned_files_are_found_in_order() {
    let generated = tree(&[("a.rs", "one\n"), ("b.rs", "two\n"), ("d.rs", "four\n")]);
    let found = disk(&[("a.rs", "one\n"), ("b.rs", "zwei\n"), ("c.rs", "three\n")]);
    let differences = generated.compare(&found);
    let seen: Vec<_> = differences
        .iter()
        .map(|difference| (difference.path.as_str(), difference.kind.clone()))
        .collect();
    assert_eq!(
        seen,
        [
            ("b.rs", changed(1, Some("two"), Some("zwei"))),
            ("c.rs", DifferenceKind::Orphaned),
            ("d.rs", DifferenceKind::Missing),
        ]
    );
    let shown: Vec<String> = differences.iter().map(Difference::to_string).collect();
    assert_eq!(
        shown,
        [
            "changed  b.rs:1\n  - zwei\n  + two",
            "orphaned c.rs",
            "missing  d.rs"
        ]
    );
}

#[test]
fn the_first_line_that_differs_is_shown() {
    let generated = tree(&[("a.rs", "one\ntwo\nthree\n")]);
    assert_eq!(
        only(&generated, b"one\n2\n3\n"),
        changed(2, Some("two"), Some("2"))
    );
    assert_eq!(
        only(&generated, b"one\ntwo\n"),
        changed(3, Some("three"), None)
    );
    assert_eq!(
        only(&generated, b"one\ntwo\nthree\nfour\n"),
        changed(4, None, Some("four"))
    );
}

#[test]
fn a_missing_line_end_and_bytes_that_are_not_text_are_differences() {
    let generated = tree(&[("a.rs", "one\n")]);
    assert_eq!(
        only(&generated, b"one"),
        changed(1, Some("one"), Some("one"))
    );
    assert_eq!(
        only(&generated, b"\xff\n"),
        changed(1, Some("one"), Some("\u{fffd}"))
    );
}
