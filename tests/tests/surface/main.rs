//! The hand-written public API, so that a change of it is visible in review.
//!
//! It is read from the sources: the root of the crate, the runtime, the fake, and the additions to generated types. What
//! is generated has a listing of its own. The sources also show which folders of the runtime import from which.
#![allow(clippy::expect_used, clippy::panic, reason = "tests fail by panicking")]

mod architecture;
mod exports;
mod file_lengths;
mod foreign;
mod impls;
mod imports;
mod lines;
mod platforms;
mod request;
mod source;
mod text;
mod type_names;
mod types;

use std::collections::{BTreeMap, BTreeSet};
use std::fs;

use tests::second_reader::root;

use self::source::Crate;

/// The committed list, one line per item.
const LIST: &str = "tests/public-api.txt";

fn listed() -> BTreeSet<String> {
    let source = Crate::read(&root().join("generated-client/src"));
    let exports = exports::of(&source);
    let mut lines = lines::of_items(&source, &exports);
    lines.extend(impls::lines(&source, &exports));
    lines
}

#[test]
fn the_committed_list_is_the_public_api() {
    let path = root().join(LIST);
    let lines = listed();
    assert!(lines.len() > 300, "only {} lines", lines.len());
    if std::env::var("INSTA_UPDATE").is_ok_and(|update| update == "always") {
        let text: String = lines.iter().map(|line| format!("{line}\n")).collect();
        fs::write(&path, text).expect("list");
        return;
    }
    let text = fs::read_to_string(&path).expect("list");
    let known: BTreeSet<String> = text.lines().map(str::to_owned).collect();
    let added: Vec<_> = lines.difference(&known).collect();
    let removed: Vec<_> = known.difference(&lines).collect();
    assert!(
        added.is_empty() && removed.is_empty(),
        "the public API differs from {LIST}; run the test with INSTA_UPDATE=always\n\
         added: {added:#?}\nremoved: {removed:#?}"
    );
    let sorted: Vec<_> = known.iter().map(String::as_str).collect();
    assert_eq!(
        text.lines().collect::<Vec<_>>(),
        sorted,
        "{LIST} is not sorted"
    );
}

/// The root has few names; everything else is in the module of its theme.
#[test]
fn the_root_has_the_names_of_daily_use() {
    let source = Crate::read(&root().join("generated-client/src"));
    let exports = exports::of(&source);
    let root: Vec<_> = exports
        .iter()
        .filter(|export| export.path.len() == 1 && !export.is_module)
        .map(|export| export.path[0].as_str())
        .collect();
    // In addition to `ApiError`, which is generated.
    let expected = [
        "Client",
        "ClientBuilder",
        "Error",
        "File",
        "Governor",
        "IntegerString",
        "Middleware",
        "Nullable",
        "Page",
        "Payload",
        "Request",
        "Response",
        "Result",
        "RetryPolicy",
        "Secret",
        "Timestamp",
        "Transport",
        "Waiter",
        "bytes",
        "futures_core",
        "http",
        "jiff",
        "serde_json",
        "tracing",
        "url",
    ];
    assert_eq!(root, expected);
    let modules: Vec<_> = exports
        .iter()
        .filter(|export| export.path.len() == 1 && export.is_module)
        .map(|export| export.path[0].as_str())
        .collect();
    let expected = [
        "blocking",
        "drift",
        "error",
        "fake",
        "guide",
        "operation",
        "pagination",
        "rate_limit",
        "stream",
        "transport",
        "wait",
    ];
    assert_eq!(modules, expected);
}

/// Users name the types of other crates in the version that this crate uses.
#[test]
fn other_crates_of_signatures_are_exported() {
    let source = Crate::read(&root().join("generated-client/src"));
    let mut crates = foreign::crates(&source, &listed());
    // Its traits are those of serde, which users depend on for their derives.
    assert!(crates.remove("serde_core"));
    let exported: BTreeSet<String> = exports::of(&source)
        .into_iter()
        .filter(|export| !export.is_module && export.definition.is_none())
        .filter_map(|export| <[String; 1]>::try_from(export.path).ok())
        .map(|[name]| name)
        .collect();
    assert_eq!(crates, exported);
}

/// A method next to `Deref` would hide the one of the value inside.
#[test]
fn few_types_dereference_to_another() {
    let lines = listed();
    let pointers: Vec<_> = lines
        .iter()
        .filter(|line| line.contains(" Deref for "))
        .collect();
    assert_eq!(
        pointers,
        [
            "impl Deref for Timestamp",
            "impl<T, E> Deref for Page<T, E>"
        ]
    );
    let methods = |owner: &str| -> Vec<String> {
        let own = lines
            .iter()
            .filter_map(|line| line.split_once(&format!("{owner}: fn ")));
        let names = own.filter_map(|(_, method)| method.split(['(', '<']).next());
        names.map(str::to_owned).collect()
    };
    assert!(methods("impl Timestamp").is_empty());
    // Slices have none of these.
    let expected = [
        "extra",
        "has_next",
        "into_items",
        "into_parts",
        "items",
        "total",
    ];
    assert_eq!(methods("Page<T, E>"), expected);
}

/// Users implement `Middleware` and `Transport`, and no other trait.
#[test]
fn other_traits_are_sealed() {
    let lines = listed();
    let heads: BTreeMap<&str, &str> = lines
        .iter()
        .filter_map(|line| line.strip_prefix("trait ")?.split_once(": "))
        .filter(|(_, rest)| {
            let is_member = ["fn ", "async fn ", "type ", "const "];
            !is_member.iter().any(|start| rest.starts_with(start))
        })
        .collect();
    assert!(heads.len() > 8, "{heads:?}");
    let open: Vec<_> = heads
        .keys()
        .filter(|name| !is_sealed(&heads, name))
        .collect();
    assert_eq!(open, [&"Middleware", &"Transport"]);
}

/// A trait with an associated type whose bound, `ResponseKind`, users cannot name.
const SEALED_BY_TYPE: &str = "operation::Operation";

/// Returns whether a trait, or one that it requires, has a private supertrait, or is [`SEALED_BY_TYPE`].
fn is_sealed(heads: &BTreeMap<&str, &str>, name: &str) -> bool {
    name == SEALED_BY_TYPE
        || heads.get(name).is_some_and(|bounds| {
            bounds.split(" + ").any(|bound| {
                let bound = bound.split('<').next().unwrap_or(bound);
                let by_name = |path: &&&str| path.rsplit("::").next() == Some(bound);
                bound.starts_with("sealed::")
                    || heads
                        .keys()
                        .find(by_name)
                        .is_some_and(|path| is_sealed(heads, path))
            })
        })
}
