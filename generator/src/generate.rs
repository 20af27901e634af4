//! The whole way from the document to the files of the client.

use std::collections::BTreeMap;
use std::num::NonZero;
use std::panic::resume_unwind;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::thread::{self, ScopedJoinHandle};

use openapiv3::OpenAPI;
use serde_json::Value;

use crate::config::{Config, ConfigError};
use crate::docs::{Coverage, DocsErrors};
use crate::format::FormatError;
use crate::import::{self, Document, ImportError};
use crate::ir::{Api, GroupId, Report};
use crate::lower::{LowerError, LowerErrors, Lowered};
use crate::names::{NameError, NameTable};
use crate::openapi::OpenApiErrors;
use crate::overlay::{AppliedAction, OverlayError};
use crate::render::{Homes, Module};
use crate::tree::FileTree;
use crate::{conventions, docs, format, lower, names, normalize, openapi, overlay, render};

/// The input of the generator, as texts.
#[derive(Clone, Copy, Debug)]
pub struct Input<'a> {
    /// Name of the document, for errors.
    pub name: &'a str,
    /// The document: YAML or JSON.
    pub document: &'a [u8],
    /// The other files that the document refers to, by their path from its folder.
    pub files: Option<&'a BTreeMap<String, Vec<u8>>>,
    /// Overlays, by name, in the order they are applied.
    pub overlays: &'a [(&'a str, &'a str)],
    /// The text of `codegen.toml`.
    pub config: &'a str,
    /// The files of `spec/docs`, by path.
    pub docs: &'a [(&'a str, &'a str)],
}

/// The generated client and what was decided on the way.
#[derive(Clone, Debug)]
pub struct Generated {
    /// The files, by path inside the crate.
    pub tree: FileTree,
    /// The decisions.
    pub api: Api,
    /// The names, with those that did not get their first choice.
    pub names: NameTable,
    /// The matches of each overlay action.
    pub actions: Vec<AppliedAction>,
    /// The documented and the undocumented items.
    pub coverage: Coverage,
}

/// Why nothing was generated.
#[derive(Debug, thiserror::Error)]
pub enum GenerateError {
    /// The document cannot be read.
    #[error(transparent)]
    Document(#[from] ImportError),
    /// An overlay does not apply.
    #[error(transparent)]
    Overlay(#[from] OverlayError),
    /// The document is not OpenAPI 3.0.
    #[error(transparent)]
    OpenApi(#[from] OpenApiErrors),
    /// The configuration cannot be read.
    #[error(transparent)]
    Config(#[from] ConfigError),
    /// The document cannot be lowered.
    #[error(transparent)]
    Lower(#[from] LowerErrors),
    /// The documentation does not fit the document.
    #[error(transparent)]
    Docs(#[from] DocsErrors),
    /// A name cannot be claimed.
    #[error(transparent)]
    Name(#[from] NameError),
    /// The generated code is not valid Rust: a defect of the generator.
    #[error(transparent)]
    Format(#[from] FormatError),
}

/// Generates the client.
///
/// # Errors
///
/// Returns what is wrong with the document, an overlay, the configuration or the documentation, and where.
pub fn generate(input: Input<'_>) -> Result<Generated, GenerateError> {
    let (generated, _, ()) = run(input, lower_strictly, client_alone, &mut |_| {})?;
    Ok(generated)
}

/// Generates the client and the registry of all methods, which the tests use; calls a function with the name of each stage
/// when it begins.
///
/// # Errors
///
/// The same as of [`generate`].
pub fn generate_with_registry(
    input: Input<'_>,
    on_stage: &mut dyn FnMut(&'static str),
) -> Result<(Generated, FileTree), GenerateError> {
    let (generated, _, registry) = run(input, lower_strictly, client_and_registry, on_stage)?;
    Ok((generated, registry))
}

/// Generates the client of what is supported; returns what is left out, too.
///
/// # Errors
///
/// Fails where the document as a whole, an overlay, the configuration or the documentation is wrong.
pub fn generate_supported(input: Input<'_>) -> Result<(Generated, Vec<LowerError>), GenerateError> {
    let lower = |spec: &OpenAPI, document: &Value, config: &Config, reports: &[Report]| {
        Ok(lower::lower_supported(spec, document, config, reports))
    };
    let (generated, left_out, ()) = run(input, lower, client_alone, &mut |_| {})?;
    Ok((generated, left_out))
}

fn lower_strictly(
    spec: &OpenAPI,
    document: &Value,
    config: &Config,
    reports: &[Report],
) -> Result<Lowered, LowerErrors> {
    let api = lower::lower(spec, document, config, reports)?;
    lower::refuse_idle_names(document, &api)?;
    let errors = Vec::new();
    Ok(Lowered { api, errors })
}

/// Runs all stages, with one of the ways to lower a document, and renders the client and what else is asked for.
fn run<R>(
    input: Input<'_>,
    lower: impl FnOnce(&OpenAPI, &Value, &Config, &[Report]) -> Result<Lowered, LowerErrors>,
    render: impl FnOnce(&Api, &NameTable) -> Result<(FileTree, R), FormatError>,
    on_stage: &mut dyn FnMut(&'static str),
) -> Result<(Generated, Vec<LowerError>, R), GenerateError> {
    on_stage("parse the document");
    // The other texts together take almost as long. The error that is returned does not depend on the order of reading.
    let (document, (overlays, config, docs)) = thread::scope(|scope| {
        let others = scope.spawn(|| {
            let overlays = overlay::parse(input.overlays);
            let config = Config::parse(input.config);
            (overlays, config, docs::Documentation::parse(input.docs))
        });
        let document = Document::parse(input.name, input.document);
        (document.map(Document::into_value), joined(others))
    });
    on_stage("apply overlays");
    let mut applied = overlay::apply_parsed(document?, overlays)?;
    applied.document = import::resolve(input.name, applied.document, input.files);
    let reports = normalize::normalize(&mut applied.document);
    on_stage("read OpenAPI");
    let spec = openapi::read(&applied.document)?;
    let (config, docs) = (config?, docs?);
    on_stage("lower");
    let Lowered { mut api, errors } = lower(&spec, &applied.document, &config, &reports)?;
    on_stage("document and name");
    // No name depends on a text.
    let without_texts = api.clone();
    let (coverage, names) = thread::scope(|scope| {
        let names = scope.spawn(|| named(&without_texts, &config));
        let coverage = docs::apply(&mut api, &docs, &applied.document);
        (coverage, joined(names))
    });
    let (coverage, names) = (coverage?, names?);
    on_stage("render and format");
    let (tree, rest) = render(&api, &names)?;
    let generated = Generated {
        tree,
        api,
        names,
        actions: applied.actions,
        coverage,
    };
    Ok((generated, errors, rest))
}

/// Claims all names, and checks what holds for them as a whole.
fn named(api: &Api, config: &Config) -> Result<NameTable, GenerateError> {
    let names = names::claim(api)?;
    let errors = conventions::errors(api, &names, config);
    match errors.is_empty() {
        true => Ok(names),
        false => Err(LowerErrors(errors).into()),
    }
}

/// Returns what a thread returns; if it panicked, this one panics, too.
fn joined<T>(thread: ScopedJoinHandle<'_, T>) -> T {
    thread.join().unwrap_or_else(|panic| resume_unwind(panic))
}

/// Renders and formats all modules.
///
/// # Errors
///
/// Fails if the generated code is not valid Rust, which is a defect of the generator.
pub fn files(api: &Api, names: &NameTable) -> Result<FileTree, FormatError> {
    let homes = Homes::of(api);
    merged(formatted(api.groups.len() + 1, |part| {
        client(api, names, &homes, part)
    })?)
}

fn client_alone(api: &Api, names: &NameTable) -> Result<(FileTree, ()), FormatError> {
    Ok((files(api, names)?, ()))
}

fn client_and_registry(api: &Api, names: &NameTable) -> Result<(FileTree, FileTree), FormatError> {
    let homes = Homes::of(api);
    let mut trees = formatted(api.groups.len() + 2, |part| match part.checked_sub(1) {
        None => render::registry(api, names),
        Some(part) => client(api, names, &homes, part),
    })?;
    let client = trees.split_off(1);
    Ok((merged(client)?, trees.pop().unwrap_or_default()))
}

/// Renders what all groups have in common, or one of the groups.
fn client(api: &Api, names: &NameTable, homes: &Homes, part: usize) -> Vec<Module> {
    match part.checked_sub(1) {
        None => render::common(api, names, homes),
        Some(group) => render::group(api, names, homes, GroupId(group)),
    }
}

/// Renders and formats parts of the client, with one thread per core: no other stage takes as long.
fn formatted(
    parts: usize,
    render: impl Fn(usize) -> Vec<Module> + Sync,
) -> Result<Vec<FileTree>, FormatError> {
    let next = AtomicUsize::new(0);
    let work = || {
        let mut written = Vec::new();
        loop {
            let index = next.fetch_add(1, Ordering::Relaxed);
            if index >= parts {
                return written;
            }
            written.push((index, format::format(render(index))));
        }
    };
    let threads = thread::available_parallelism().map_or(1, NonZero::get);
    let mut written = thread::scope(|scope| {
        let others: Vec<_> = (1..threads).map(|_| scope.spawn(work)).collect();
        let mut written = work();
        written.extend(others.into_iter().flat_map(joined));
        written
    });
    // The first error, whatever thread found it.
    written.sort_by_key(|(index, _)| *index);
    written.into_iter().map(|(_, files)| files).collect()
}

fn merged(trees: Vec<FileTree>) -> Result<FileTree, FormatError> {
    let mut tree = FileTree::default();
    for files in trees {
        tree.merge(files)
            .map_err(|path| FormatError::Twice { path })?;
    }
    Ok(tree)
}

/// Returns the files of the registry of all methods, which the tests use, by path inside their crate.
///
/// # Errors
///
/// Fails if the generated code is not valid Rust, which is a defect of the generator.
pub fn registry(api: &Api, names: &NameTable) -> Result<FileTree, FormatError> {
    format::format(render::registry(api, names))
}
