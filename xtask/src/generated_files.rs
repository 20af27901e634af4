//! The files that codegen writes for the client: what is added to the generated code, how they differ from those on
//! disk, and how they are written.

use std::collections::BTreeMap;
use std::fs;
use std::io::{ErrorKind, Write as _};
use std::path::{Path, PathBuf};

use generator::ir::Api;
use generator::names::NameTable;
use generator::tree::{Difference, FileTree};
use generator::{argument_order, render};

use crate::changes::{self, FileChange};
use crate::command_error::CommandError;
use crate::repository;

/// The lines around the groups in `[features]` of the client's manifest.
const FEATURES_BEGIN: &str = "# codegen: groups, written by `cargo xtask codegen`\n";
const FEATURES_END: &str = "# codegen: end\n";

/// The record of the order of arguments, from the client's folder.
const ORDER: &str = "../spec/argument-order.toml";

/// The tests, which have the registry of all methods, from the client's folder.
const TESTS: &str = "../tests";

/// How many differences are shown with their text.
const SHOWN: usize = 40;

/// Adds the manifest with the features of the groups.
pub(crate) fn add_features(
    tree: &mut FileTree,
    api: &Api,
    client: &Path,
) -> Result<(), CommandError> {
    let manifest = client.join("Cargo.toml");
    let text = fs::read_to_string(&manifest).map_err(CommandError::io(&manifest))?;
    let features = render::features(api);
    tree.insert("Cargo.toml", with_features(&text, &features, &manifest)?);
    Ok(())
}

/// Adds the registry of all methods, which is part of the tests.
pub(crate) fn add_registry(tree: &mut FileTree, registry: &FileTree) {
    for (path, text) in registry.iter() {
        tree.insert(format!("{TESTS}/{path}"), text);
    }
}

/// Adds the file that records the order of the arguments of `new`.
pub(crate) fn add_argument_order(
    tree: &mut FileTree,
    (api, names): (&Api, &NameTable),
    client: &Path,
    accepted: &[String],
) -> Result<(), CommandError> {
    let recorded = match fs::read_to_string(client.join(ORDER)) {
        Ok(text) => text,
        Err(error) if error.kind() == ErrorKind::NotFound => String::new(),
        Err(error) => return Err(CommandError::io(&client.join(ORDER))(error)),
    };
    let order =
        argument_order::record(api, names, &recorded, accepted).map_err(CommandError::failed)?;
    tree.insert(ORDER, order);
    Ok(())
}

/// Returns the manifest with other groups between the markers.
fn with_features(manifest: &str, features: &str, path: &Path) -> Result<String, CommandError> {
    let parts = manifest
        .split_once(FEATURES_BEGIN)
        .and_then(|(before, rest)| Some((before, rest.split_once(FEATURES_END)?.1)));
    let Some((before, after)) = parts else {
        return Err(CommandError::failed(format!(
            "{}: put these two lines into `[features]`, where the groups are to stand:\n\
             {FEATURES_BEGIN}{FEATURES_END}",
            path.display()
        )));
    };
    Ok(format!(
        "{before}{FEATURES_BEGIN}{features}{FEATURES_END}{after}"
    ))
}

/// Returns what codegen may have written, by path below the client's folder.
pub(crate) fn on_disk(client: &Path) -> Result<BTreeMap<String, Vec<u8>>, CommandError> {
    let mut files = BTreeMap::new();
    let mut paths = repository::files_below(&client.join(generator::format::ROOT))?;
    let tests = client.join(TESTS).join(generator::format::ROOT);
    paths.extend(repository::files_below(&tests)?);
    paths.push(client.join("Cargo.toml"));
    paths.extend(Some(client.join(ORDER)).filter(|path| path.exists()));
    for path in paths {
        let content = fs::read(&path).map_err(CommandError::io(&path))?;
        let below = path.strip_prefix(client).unwrap_or(&path);
        let parts = below.iter().map(|part| part.to_string_lossy());
        files.insert(parts.collect::<Vec<_>>().join("/"), content);
    }
    Ok(files)
}

pub(crate) fn report(differences: &[Difference]) -> Result<(), CommandError> {
    if differences.is_empty() {
        return Ok(());
    }
    let mut out = std::io::stdout().lock();
    for difference in differences.iter().take(SHOWN) {
        writeln!(out, "{difference}").map_err(CommandError::failed)?;
    }
    if differences.len() > SHOWN {
        writeln!(out, "... and {} more", differences.len() - SHOWN)
            .map_err(CommandError::failed)?;
    }
    Err(CommandError::failed(format!(
        "{} generated files are not up to date; run `cargo xtask codegen`",
        differences.len()
    )))
}

pub(crate) fn write(
    tree: &FileTree,
    differences: &[Difference],
    client: &Path,
) -> Result<(), CommandError> {
    let files = files(tree, differences, client);
    let changes = files.iter().map(|(path, content)| FileChange {
        path,
        content: *content,
    });
    changes::make(&changes.collect::<Vec<_>>())?;
    let removed = files.iter().filter(|(_, content)| content.is_none());
    remove_empty_folders(removed.map(|(path, _)| path.as_path()), client);
    Ok(())
}

/// Returns the files that differ, with the content that they are to have; none for those to remove.
pub(crate) fn files<'t>(
    tree: &'t FileTree,
    differences: &[Difference],
    client: &Path,
) -> Vec<(PathBuf, Option<&'t [u8]>)> {
    let files = differences.iter().map(|difference| {
        let content = tree.get(&difference.path).map(str::as_bytes);
        (client.join(&difference.path), content)
    });
    files.collect()
}

/// Removes the folders that removed files leave empty.
pub(crate) fn remove_empty_folders<'p>(removed: impl Iterator<Item = &'p Path>, client: &Path) {
    for path in removed {
        // A folder with something else in it stays: it cannot be removed.
        let folders = path.ancestors().skip(1);
        for folder in folders.take_while(|folder| folder.starts_with(client)) {
            if fs::remove_dir(folder).is_err() {
                break;
            }
        }
    }
}
