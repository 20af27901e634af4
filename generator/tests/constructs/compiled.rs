//! The clients of all fixtures in one crate, `tests/constructs`, which compiles them together.
//!
//! Each client is a module there. Its paths begin with that module instead of the crate's root, and its groups are
//! named after the fixture, since all of them extend the same `Client`.

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};

use super::files_below::files_below;
use super::{client_with, configuration, fixtures};

/// Prepended to every file, as in a generated client.
const ROOT: &str = "src/generated/";

/// The client whose hosts and credentials the shared runtime reads. The others have none: nothing would read them.
const WITH_FACTS: &str = "error_statuses";

#[test]
fn the_compiled_clients_are_up_to_date() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../tests/constructs/src/clients");
    let mut expected = BTreeMap::new();
    let mut root = String::from(
        "//! The clients of all constructs, written by the test `the_compiled_clients_are_up_to_date`.\n\n",
    );
    for (name, fixture) in fixtures() {
        let name = name.trim_end_matches(".yaml");
        root.push_str(&format!("pub mod {name};\n"));
        for (path, text) in files(name, &fixture) {
            expected.insert(folder.join(name).join(path), text);
        }
    }
    expected.insert(folder.join("mod.rs"), root);
    let mut found = on_disk(&folder);
    let manifest = folder.join("../../Cargo.toml");
    let text = fs::read_to_string(&manifest).expect("manifest");
    expected.insert(manifest.clone(), with_dependencies(&text));
    found.insert(manifest, text);
    if std::env::var("INSTA_UPDATE").is_ok_and(|update| update == "always") {
        for path in found.keys().filter(|path| !expected.contains_key(*path)) {
            fs::remove_file(path).expect("orphan");
        }
        for (path, text) in &expected {
            if found.get(path) != Some(text) {
                fs::create_dir_all(path.parent().expect("folder")).expect("folder");
                fs::write(path, text).expect("file");
            }
        }
        return;
    }
    let paths = expected.keys().chain(found.keys());
    for path in paths {
        assert!(
            expected.get(path) == found.get(path),
            "{} is not up to date; run the tests of the generator with INSTA_UPDATE=always",
            path.display()
        );
    }
}

/// The files of the client of a fixture, with the paths that they have in the test crate.
fn files(name: &str, fixture: &str) -> Vec<(String, String)> {
    let (_, config) = fixture.split_once("\n---\n").unwrap_or((fixture, ""));
    let config = renamed(name, &configuration(config));
    let tree = client_with(fixture, &config);
    let own = format!("crate::clients::{name}");
    let files = tree.iter().filter_map(|(path, text)| {
        let path = path.strip_prefix(ROOT)?;
        let is_of_one = matches!(path, "facts.rs" | "client_builder.rs");
        if is_of_one && name != WITH_FACTS {
            return None;
        }
        // Groups have no features there; the fake is one that is off.
        let lines = text.lines().filter(|line| {
            let is_of_one = line.ends_with("mod facts;") || line.ends_with("mod client_builder;");
            let is_facts = is_of_one && name != WITH_FACTS;
            let is_feature = line.starts_with("#[cfg(feature") && !line.contains("\"fake\"");
            !is_facts && !is_feature
        });
        let lines: Vec<_> = lines.collect();
        let text = lines.join("\n").replace("crate::generated", &own) + "\n";
        // Links of the documentation begin at the crate's root, where groups are in a client of their own.
        let text = text.replace(&format!("(crate::{name}_"), &format!("({own}::{name}_"));
        Some((path.to_owned(), text))
    });
    files.collect()
}

/// The manifest with the dependencies of the runtime, which are those of the client.
fn with_dependencies(manifest: &str) -> String {
    const START: &str = "\n[dependencies]\n";
    let client = Path::new(env!("CARGO_MANIFEST_DIR")).join("../generated-client/Cargo.toml");
    let client = fs::read_to_string(client).expect("manifest");
    let section = |text: &str| {
        let start = text.find(START).expect("dependencies") + START.len();
        // The dependencies of single targets are tables of their own, which follow.
        let mut lines = text[start..].match_indices("\n[");
        let end = lines.find(|(at, _)| !text[start + at + 1..].starts_with("[target."));
        let end = end.map_or(text.len(), |(at, _)| start + at);
        (start, start + text[start..end].trim_end().len())
    };
    let (start, end) = section(&client);
    let lines = client[start..end].lines();
    let lines: Vec<_> = lines
        .filter(|line| !line.contains("optional = true"))
        .collect();
    let (start, end) = section(manifest);
    format!(
        "{}{}{}",
        &manifest[..start],
        lines.join("\n"),
        &manifest[end..]
    )
}

/// The configuration with the fixture's name before the names of all groups.
fn renamed(name: &str, config: &str) -> String {
    let mut config: toml::Table = config.parse().expect("configuration");
    let groups = config.remove("groups");
    let groups = groups.and_then(|groups| groups.try_into::<toml::Table>().ok());
    let groups = groups.into_iter().flatten().map(|(key, mut group)| {
        let required = group
            .get_mut("requires")
            .and_then(toml::Value::as_array_mut);
        for other in required.into_iter().flatten() {
            *other = format!("{name}_{}", other.as_str().unwrap_or_default()).into();
        }
        (format!("{name}_{key}"), group)
    });
    config.insert("groups".to_owned(), toml::Table::from_iter(groups).into());
    toml::to_string(&config).expect("configuration")
}

fn on_disk(folder: &Path) -> BTreeMap<PathBuf, String> {
    let paths = files_below(folder).unwrap_or_default();
    let files = paths.into_iter().map(|path| {
        let text = fs::read_to_string(&path).expect("file");
        (path, text)
    });
    files.collect()
}
