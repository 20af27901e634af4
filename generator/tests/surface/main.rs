//! The listing of the client's public API, which a person accepts after reading what changed.
//!
//! The files are in `tests/surface`, one per group. `INSTA_UPDATE=always cargo test -p generator --test surface` accepts
//! all changes at once.

#![allow(clippy::expect_used, clippy::panic, reason = "tests fail by panicking")]

mod bodies;

use std::collections::BTreeSet;
use std::fs;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::path::{Path, PathBuf};

use generator::{Input, draft, surface};

/// Where the accepted listing is.
fn folder() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../tests/surface")
}

fn current() -> surface::Surface {
    let spec = Path::new(env!("CARGO_MANIFEST_DIR")).join("../spec");
    let read = |path: &Path| fs::read_to_string(path).expect("spec/");
    let mut paths: Vec<_> = fs::read_dir(spec.join("overlays"))
        .expect("overlays")
        .map(|entry| entry.expect("overlay").path())
        .collect();
    paths.sort();
    let overlays = paths.iter();
    let overlays: Vec<_> = overlays
        .map(|path| (path.display().to_string(), read(path)))
        .collect();
    let overlays: Vec<_> = overlays
        .iter()
        .map(|(name, text)| (name.as_str(), text.as_str()))
        .collect();
    let draft = draft(Input {
        name: "spec/digitalocean.yaml",
        document: read(&spec.join("digitalocean.yaml")).as_bytes(),
        files: None,
        overlays: &overlays,
        config: &read(&spec.join("codegen.toml")),
        docs: &[],
    });
    let draft = draft.expect("spec/ can be read");
    surface::read(&draft.api, &draft.names)
}

#[test]
fn the_public_api_is_the_accepted_one() {
    let surface = current();
    let mut files = surface::listing(&surface);
    files.insert("counts".to_owned(), surface::counts(&surface));
    let mut settings = insta::Settings::clone_current();
    settings.set_snapshot_path(folder());
    settings.set_prepend_module_to_snapshot(false);
    settings.set_omit_expression(true);
    let differ = files.iter().filter(|(name, text)| {
        let compare = || settings.bind(|| insta::assert_snapshot!(name.as_str(), text));
        catch_unwind(AssertUnwindSafe(compare)).is_err()
    });
    let differ: Vec<_> = differ.map(|(name, _)| name.as_str()).collect();
    assert!(
        differ.is_empty(),
        "the public API changed in {}: read the differences above, then accept them with \
         `INSTA_UPDATE=always cargo test -p generator --test surface`",
        differ.join(", ")
    );

    let known: BTreeSet<_> = files.keys().map(|name| format!("{name}.snap")).collect();
    let entries = fs::read_dir(folder()).expect("tests/surface");
    let names = entries.map(|entry| entry.expect("listing").file_name());
    let names = names.map(|name| name.to_string_lossy().into_owned());
    let mut orphans: Vec<_> = names
        .filter(|name| name.ends_with(".snap") && !known.contains(name))
        .collect();
    if std::env::var("INSTA_UPDATE").is_ok_and(|update| update == "always") {
        for name in orphans.drain(..) {
            fs::remove_file(folder().join(name)).expect("a listing");
        }
    }
    assert!(
        orphans.is_empty(),
        "groups that are gone: {orphans:?}; accept that with `INSTA_UPDATE=always cargo test -p generator --test surface`"
    );
}

/// Required fields and conversions of bodies differ by method.
#[test]
fn methods_of_one_path_have_bodies_of_their_own() {
    let surface = current();
    let mut shared = Vec::new();
    for group in surface.groups.values() {
        let methods: Vec<_> = group.methods.iter().collect();
        for (index, (name, method)) in methods.iter().enumerate() {
            let other_parts = methods[index + 1..].iter().filter(|(_, other)| {
                let differ = other.http_method != method.http_method;
                let write = [method, other]
                    .iter()
                    .all(|one| ["POST", "PUT", "PATCH"].contains(&one.http_method.as_str()));
                let body = method.body.as_ref().map(|body| &body.ty);
                differ
                    && write
                    && body.is_some()
                    && body == other.body.as_ref().map(|body| &body.ty)
            });
            shared.extend(
                other_parts.map(|(other, _)| format!("{}: {name} and {other}", group.handle)),
            );
        }
    }
    assert!(
        shared.is_empty(),
        "methods share a body: {shared:?}; name one under [bodies]"
    );
}
