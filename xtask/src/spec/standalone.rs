//! The client of any version as a workspace of its own, without tests and examples.

use std::fs;
use std::path::Path;

use generator::Draft;

use crate::command_error::CommandError;
use crate::generated_files;
use crate::repository;

/// Sections of the client's manifest that such a client needs.
const KEPT: [&str; 6] = [
    "package",
    "lib",
    "features",
    "dependencies",
    "target",
    "lints",
];

/// Writes the client that a draft describes below `folder`, with the hand-written parts of the repository at `root`.
pub(crate) fn write(root: &Path, draft: &Draft, folder: &Path) -> Result<(), CommandError> {
    if folder.exists() {
        fs::remove_dir_all(folder).map_err(CommandError::io(folder))?;
    }
    let client = root.join("generated-client");
    let generated = client.join(generator::format::ROOT);
    for path in repository::files_below(&client.join("src"))? {
        if !path.starts_with(&generated) {
            let below = path.strip_prefix(root).unwrap_or(&path);
            let bytes = fs::read(&path).map_err(CommandError::io(&path))?;
            write_file(&folder.join(below), &bytes)?;
        }
    }
    let mut tree = draft.render().map_err(CommandError::failed)?;
    generated_files::add_features(&mut tree, &draft.api, &client)?;
    for (path, text) in tree.iter() {
        let path = folder.join("generated-client").join(path);
        let is_manifest = path.ends_with("Cargo.toml");
        let text = if is_manifest {
            manifest(text)?
        } else {
            text.to_owned()
        };
        write_file(&path, text.as_bytes())?;
    }
    let path = root.join("Cargo.toml");
    let text = fs::read_to_string(&path).map_err(CommandError::io(&path))?;
    write_file(&folder.join("Cargo.toml"), workspace(&text)?.as_bytes())?;
    let lock = root.join("Cargo.lock");
    write_file(
        &folder.join("Cargo.lock"),
        &fs::read(&lock).map_err(CommandError::io(&lock))?,
    )
}

fn manifest(manifest: &str) -> Result<String, CommandError> {
    let mut manifest: toml::Table = manifest.parse().map_err(CommandError::failed)?;
    manifest.retain(|key, _| KEPT.contains(&key));
    toml::to_string(&manifest).map_err(CommandError::failed)
}

/// Returns the manifest of the workspace with the client as its only member.
fn workspace(manifest: &str) -> Result<String, CommandError> {
    let mut manifest: toml::Table = manifest.parse().map_err(CommandError::failed)?;
    let settings = manifest
        .get_mut("workspace")
        .and_then(toml::Value::as_table_mut);
    let settings = settings.ok_or_else(|| CommandError::failed("Cargo.toml: no [workspace]"))?;
    let members = toml::Value::Array(vec!["generated-client".into()]);
    settings.insert("members".to_owned(), members);
    settings.remove("default-members");
    settings.remove("exclude");
    toml::to_string(&manifest).map_err(CommandError::failed)
}

fn write_file(path: &Path, content: &[u8]) -> Result<(), CommandError> {
    if let Some(folder) = path.parent() {
        fs::create_dir_all(folder).map_err(CommandError::io(folder))?;
    }
    fs::write(path, content).map_err(CommandError::io(path))
}
