//! The words that the generator writes into the runtime's macros are those that the macros accept, and a client that
//! is compiled uses each of them.

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};

use generator::render::macro_words::{ARGUMENTS, BODIES, SETTERS};

use tests::files_below;

fn text(file: &str) -> String {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("..").join(file);
    fs::read_to_string(&path).unwrap_or_else(|error| panic!("{}: {error}", path.display()))
}

/// The words between two texts, one for each line that has both.
fn words<'t>(text: &'t str, before: &str, after: &str) -> BTreeSet<&'t str> {
    let found = text.lines().filter_map(|line| {
        let (_, rest) = line.split_once(before)?;
        Some(rest.split_once(after)?.0)
    });
    found.filter(|word| !word.starts_with('$')).collect()
}

#[test]
fn setters() {
    let source = text("generated-client/src/runtime/request/setters.rs");
    let mut accepted = words(&source, "(@setter [$($doc:tt)*] $setter:ident ", " [");
    accepted.extend(words(&source, "(@style ", ") =>"));
    assert_eq!(accepted, SETTERS.into());
}

#[test]
fn arguments_and_bodies() {
    let source = text("generated-client/src/runtime/operation/operation_macro.rs");
    let mut accepted = words(
        &source,
        "(@put $parts:ident ($value:expr) ",
        " $field:ident) =>",
    );
    let written: BTreeSet<&str> = ARGUMENTS.into_iter().chain(BODIES).collect();
    let unwritten: Vec<_> = accepted.difference(&written).collect();
    assert!(unwritten.is_empty(), "the macro has {unwritten:?}");
    // All others are methods that write a value.
    let mut methods = String::new();
    for file in files("generated-client/src/runtime/operation") {
        methods.push_str(&fs::read_to_string(file).expect("file of the runtime"));
    }
    accepted.extend(words(&methods, "pub(crate) fn ", "("));
    accepted.extend(words(&methods, "pub(crate) fn ", "<"));
    let unknown: Vec<_> = written.difference(&accepted).collect();
    assert!(unknown.is_empty(), "the macro lacks {unknown:?}");
}

#[test]
fn a_client_that_is_compiled_uses_each_word() {
    let mut used = String::new();
    let clients = [
        "tests/constructs/src/clients",
        "generated-client/src/generated",
    ];
    for file in clients.into_iter().flat_map(files) {
        let is_rust = file.extension().is_some_and(|extension| extension == "rs");
        if is_rust
            && file
                .components()
                .any(|part| part.as_os_str().to_string_lossy().starts_with("ops"))
        {
            used.push_str(&fs::read_to_string(file).expect("file of a client"));
        }
    }
    let all = ARGUMENTS.into_iter().chain(BODIES).chain(SETTERS);
    let unused: Vec<_> = all
        .filter(|word| !used.contains(&format!(": {word} ")))
        .collect();
    assert!(unused.is_empty(), "no client uses {unused:?}");
}

fn files(folder: &str) -> Vec<PathBuf> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("..");
    files_below(&root.join(folder)).expect("folder")
}
