//! The table in the documentation of `Request` has all of its methods.

use std::collections::BTreeSet;
use std::fs;

use tests::second_reader::root;

use crate::listed;

/// Returns the methods of `Request` in the public API.
fn methods() -> BTreeSet<String> {
    let lines = listed();
    let methods = lines.iter().filter_map(|line| {
        let (block, method) = line.split_once(": fn ")?;
        let ty = block.split(" where ").next()?.split_once("> ")?.1;
        let (name, _) = method.split_once(['(', '<'])?;
        ty.starts_with("Request<").then(|| name.to_owned())
    });
    methods.collect()
}

#[test]
fn its_documentation_lists_all_methods() {
    let path = root().join("generated-client/src/runtime/request/mod.rs");
    let source = fs::read_to_string(path).expect("source");
    let (before, _) = source.split_once("pub struct Request<O>").expect("type");
    let links = before.split("(#method.").skip(1);
    let linked: BTreeSet<_> = links
        .filter_map(|link| Some(link.split_once(')')?.0.to_owned()))
        .collect();
    let methods = methods();
    assert!(methods.len() > 25, "{methods:?}");
    assert_eq!(linked, methods);
}
