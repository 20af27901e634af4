//! The client that would be generated from a document, whatever is still undecided.

use serde_json::Value;

use crate::config::Config;
use crate::docs::{self, Coverage, DocsError};
use crate::format::FormatError;
use crate::generate::{GenerateError, Input};
use crate::import::{self, Document};
use crate::ir::Api;
use crate::lower::{self, LowerError, Lowered};
use crate::names::{self, NameTable};
use crate::overlay::{self, AppliedAction, OverlayProblem};
use crate::tree::FileTree;
use crate::{conventions, generate, normalize, openapi};

/// A client before it is rendered, with guesses where decisions are missing.
#[derive(Clone, Debug)]
pub struct Draft {
    /// The document as it was imported.
    pub document: Value,
    /// The document with all overlay actions that apply.
    pub overlaid: Value,
    /// The decisions.
    pub api: Api,
    /// The names.
    pub names: NameTable,
    /// The matches of each overlay action.
    pub actions: Vec<AppliedAction>,
    /// Overlay actions that are stale or do not fit.
    pub stale: Vec<OverlayProblem>,
    /// Errors and open decisions of the document and the configuration.
    pub errors: Vec<LowerError>,
    /// The documented and the undocumented items.
    pub coverage: Coverage,
    /// Errors in `spec/docs`.
    pub docs: Vec<DocsError>,
}

impl Draft {
    /// Returns the files of the client; meaningful only where nothing is wrong or undecided.
    ///
    /// # Errors
    ///
    /// Fails if the generated code is not valid Rust, which is a defect of the generator.
    pub fn render(&self) -> Result<FileTree, FormatError> {
        generate::files(&self.api, &self.names)
    }
}

/// Returns a draft of the client.
///
/// # Errors
///
/// Fails where not even a part of the document can be read, or where something has no letters to make a name of.
pub fn draft(input: Input<'_>) -> Result<Draft, GenerateError> {
    let document = Document::parse(input.name, input.document)?.into_value();
    let (mut applied, stale) = overlay::apply_leniently(document.clone(), input.overlays);
    applied.document = import::resolve(input.name, applied.document, input.files);
    let left_out = normalize::normalize(&mut applied.document);
    let spec = openapi::read(&applied.document)?;
    let config = Config::parse(input.config)?;
    let docs = docs::Documentation::parse(input.docs)?;
    let Lowered {
        mut api,
        mut errors,
    } = lower::lower_leniently(&spec, &applied.document, &config, &left_out);
    errors.extend(lower::idle_names(&applied.document, &api));
    let (coverage, docs) = docs::apply_leniently(&mut api, &docs, &applied.document);
    let names = names::claim(&api)?;
    errors.extend(conventions::errors(&api, &names, &config));
    Ok(Draft {
        document,
        overlaid: applied.document,
        api,
        names,
        actions: applied.actions,
        stale,
        errors,
        coverage,
        docs,
    })
}

/// Returns everything that was not read as configured, one line each.
pub(crate) fn listed_errors(draft: &Draft) -> Vec<String> {
    let stale = draft.stale.iter().map(ToString::to_string);
    let errors = draft.errors.iter().map(ToString::to_string);
    stale.chain(errors).collect()
}
