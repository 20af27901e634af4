//! `cargo xtask codegen --out DIR`: a complete client crate for any OpenAPI 3.0 document.

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};

use generator::tree::FileTree;
use generator::{
    CrateParts, GenerateError, Generated, Input, client_crate, generate, generate_supported,
};

use crate::command_error::CommandError;
use crate::generated_files;
use crate::init;
use crate::repository;
use crate::spec_source::SpecSource;

/// How many reports are listed.
const SHOWN: usize = 40;

/// The crate to generate.
pub(crate) struct CrateOptions<'f> {
    pub(crate) spec: &'f Path,
    pub(crate) config: Option<&'f Path>,
    pub(crate) overlays: &'f [PathBuf],
    pub(crate) out: &'f Path,
    pub(crate) init: bool,
    pub(crate) skip_unsupported: bool,
    pub(crate) check: bool,
}

/// Writes the crate, or with `--check` reports how it differs.
pub(crate) fn write(root: &Path, client: &CrateOptions<'_>) -> Result<(), CommandError> {
    let SpecSource { mut files, entry } = SpecSource::read(client.spec)?;
    let document = files.remove(&entry).unwrap_or_default();
    let overlays = texts(client.overlays)?;
    let overlays: Vec<_> = overlays
        .iter()
        .map(|(a, b)| (a.as_str(), b.as_str()))
        .collect();
    let name = client.spec.display().to_string();
    let input = |config| Input {
        name: &name,
        document: &document,
        files: Some(&files),
        overlays: &overlays,
        config,
        docs: &[],
    };
    let own = client.out.join("codegen.toml");
    let path = client.config.unwrap_or(&own);
    let may_be_new = client.init || client.config.is_none();
    let known = init::read(path, may_be_new)?;
    // The generator calls the configuration by the name that ours has.
    let failed = |error: GenerateError| {
        let shown = path.display().to_string();
        CommandError::failed(error.to_string().replace("spec/codegen.toml", &shown))
    };
    let completed = init::complete(input(&known), client.init, path).map_err(failed)?;
    let generated = generated(input(&completed.config), client.skip_unsupported).map_err(failed)?;
    let config = if client.init { completed.config } else { known };
    let reports = list_reports(&generated);
    let manifest = root.join("generated-client/Cargo.toml");
    let manifest = fs::read_to_string(&manifest).map_err(CommandError::io(&manifest))?;
    let runtime = runtime(&root.join("generated-client/src/runtime"))?;
    let tree = client_crate(
        &generated,
        CrateParts {
            name: &crate_name(client.out),
            manifest: &manifest,
            runtime: &runtime,
            config: &config,
        },
    );
    finish(&tree, client, reports)?;
    match client.config.filter(|_| client.init && !client.check) {
        Some(path) => init::write(path, &config),
        None => Ok(()),
    }
}

/// Generates the client, without what is not supported if that is allowed.
fn generated(input: Input<'_>, skip_unsupported: bool) -> Result<Generated, GenerateError> {
    if !skip_unsupported {
        return generate(input);
    }
    let (generated, left_out) = generate_supported(input)?;
    for error in &left_out {
        eprintln!("codegen: left out: {error}");
    }
    Ok(generated)
}

/// Lists the first reports; returns how many there are.
fn list_reports(generated: &Generated) -> usize {
    let reports = generated.api.reports.iter();
    let reports: Vec<_> = reports.chain(&generated.names.reports).collect();
    for report in reports.iter().take(SHOWN) {
        eprintln!("codegen: {}: {}", report.pointer, report.message);
    }
    reports.len()
}

fn finish(tree: &FileTree, client: &CrateOptions<'_>, reports: usize) -> Result<(), CommandError> {
    let differences = tree.compare(&on_disk(client.out)?);
    if client.check {
        return generated_files::report(&differences);
    }
    fs::create_dir_all(client.out).map_err(CommandError::io(client.out))?;
    generated_files::write(tree, &differences, client.out)?;
    eprintln!(
        "codegen: {} files, {} lines; {} changed; {reports} reports",
        tree.len(),
        tree.lines(),
        differences.len()
    );
    Ok(())
}

/// The name of the crate: that of its folder.
fn crate_name(out: &Path) -> String {
    let folder = out.file_name().unwrap_or_default().to_string_lossy();
    let signs = folder.chars().map(|sign| match sign {
        'a'..='z' | '0'..='9' | '-' | '_' => sign,
        'A'..='Z' => sign.to_ascii_lowercase(),
        _ => '-',
    });
    let name: String = signs.collect();
    match name.starts_with(|first: char| first.is_ascii_lowercase()) {
        true => name,
        false => format!("client-{name}"),
    }
}

fn texts(paths: &[PathBuf]) -> Result<Vec<(String, String)>, CommandError> {
    let texts = paths.iter().map(|path| {
        let text = fs::read_to_string(path).map_err(CommandError::io(path))?;
        Ok((path.display().to_string(), text))
    });
    texts.collect()
}

/// The files of the runtime by path below its folder.
fn runtime(folder: &Path) -> Result<BTreeMap<String, String>, CommandError> {
    let mut files = BTreeMap::new();
    for path in repository::files_below(folder)? {
        let text = fs::read_to_string(&path).map_err(CommandError::io(&path))?;
        files.insert(below(&path, folder), text);
    }
    Ok(files)
}

/// The files of the crate on disk; other files in its folder belong to the user.
fn on_disk(out: &Path) -> Result<BTreeMap<String, Vec<u8>>, CommandError> {
    let mut paths = Vec::new();
    for folder in ["src/generated", "src/runtime"] {
        let folder = out.join(folder);
        if folder.is_dir() {
            paths.extend(repository::files_below(&folder)?);
        }
    }
    let single = ["Cargo.toml", "codegen.toml", "src/lib.rs"].map(|file| out.join(file));
    paths.extend(single.into_iter().filter(|path| path.is_file()));
    let mut files = BTreeMap::new();
    for path in paths {
        let content = fs::read(&path).map_err(CommandError::io(&path))?;
        files.insert(below(&path, out), content);
    }
    Ok(files)
}

fn below(path: &Path, folder: &Path) -> String {
    let below = path.strip_prefix(folder).unwrap_or(path);
    let parts = below.iter().map(|part| part.to_string_lossy());
    parts.collect::<Vec<_>>().join("/")
}
