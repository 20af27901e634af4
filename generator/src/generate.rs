//! The whole way from the document to the files of the client.

use openapiv3::OpenAPI;
use serde_json::Value;

use crate::config::{Config, ConfigError};
use crate::docs::{Coverage, DocsErrors};
use crate::format::FormatError;
use crate::import::{Document, ImportError};
use crate::ir::{Api, Report};
use crate::lower::{LowerError, LowerErrors, Lowered};
use crate::names::{NameError, NameTable};
use crate::openapi::OpenApiError;
use crate::overlay::{AppliedAction, OverlayError};
use crate::tree::FileTree;
use crate::{docs, format, lower, names, normalize, openapi, overlay, render};

/// The input of the generator, as texts.
#[derive(Clone, Copy, Debug)]
pub struct Input<'a> {
    /// Name of the document, for errors.
    pub name: &'a str,
    /// The document: YAML or JSON in one file.
    pub document: &'a [u8],
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
    OpenApi(#[from] OpenApiError),
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
    let (generated, _) = run(input, |spec, document, config, reports| {
        let api = lower::lower(spec, document, config, reports)?;
        lower::refuse_idle_names(document, &api)?;
        let errors = Vec::new();
        Ok(Lowered { api, errors })
    })?;
    Ok(generated)
}

/// Generates the client of what is supported; returns what is left out, too.
///
/// # Errors
///
/// Fails where the document as a whole, an overlay, the configuration or the documentation is wrong.
pub fn generate_supported(input: Input<'_>) -> Result<(Generated, Vec<LowerError>), GenerateError> {
    run(input, |spec, document, config, reports| {
        Ok(lower::lower_supported(spec, document, config, reports))
    })
}

/// Runs all stages, with one of the ways to lower a document.
fn run(
    input: Input<'_>,
    lower: impl FnOnce(&OpenAPI, &Value, &Config, &[Report]) -> Result<Lowered, LowerErrors>,
) -> Result<(Generated, Vec<LowerError>), GenerateError> {
    let document = Document::parse(input.name, input.document)?.to_value();
    let mut applied = overlay::apply(document, input.overlays)?;
    let reports = normalize::normalize(&mut applied.document);
    let spec = openapi::read(&applied.document)?;
    let config = Config::parse(input.config)?;
    let docs = docs::Source::parse(input.docs)?;
    let Lowered { mut api, errors } = lower(&spec, &applied.document, &config, &reports)?;
    let coverage = docs::apply(&mut api, &docs, &applied.document)?;
    let names = names::claim(&api)?;
    let tree = format::format(render::render(&api, &names))?;
    let generated = Generated {
        tree,
        api,
        names,
        actions: applied.actions,
        coverage,
    };
    Ok((generated, errors))
}

/// Returns the files of the registry of all methods, which the tests use, by path inside their crate.
///
/// # Errors
///
/// Fails if the generated code is not valid Rust, which is a defect of the generator.
pub fn registry(api: &Api, names: &NameTable) -> Result<FileTree, FormatError> {
    format::format(render::registry(api, names))
}
