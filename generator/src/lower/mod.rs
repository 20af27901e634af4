//! Lowering: decides everything the document leaves open, and writes the decisions down as [`ir`](crate::ir).
//!
//! Every construct of the document is either in the result, reported in [`Api::reports`], or an error with its JSON
//! pointer. Component schemas are lowered once each, in the order of their names, as operations reach them;
//! afterwards the graph of types as a whole decides what no single schema can: which types callers build, which
//! group holds a type, where a recursion needs a `Box`, which inline types are one.

mod checks;
mod conversions;
mod documentation;
mod error;
mod lowering;
mod operations;
mod schemas;

use std::collections::{BTreeMap, BTreeSet};

use openapiv3::OpenAPI;
use serde_json::Value;

pub use self::checks::unused_names::{idle_names, refuse_idle_names};
pub use self::error::{Decision, LowerError, LowerErrors, RequestedPages};
use self::lowering::Lowering;
use crate::config::Config;
use crate::ir::{Api, Report};

/// Lowers the document, which `raw` is before keys were lost.
///
/// # Errors
///
/// Names every JSON path of the document and every entry of the configuration that cannot be lowered.
pub fn lower(
    document: &OpenAPI,
    raw: &Value,
    config: &Config,
    left_out: &[Report],
) -> Result<Api, LowerErrors> {
    let Lowered { api, errors } = lower_leniently(document, raw, config, left_out);
    if errors.is_empty() {
        Ok(api)
    } else {
        Err(LowerErrors(errors))
    }
}

/// The lowered client, and the errors.
#[derive(Clone, Debug, Default)]
pub struct Lowered {
    /// All that could be lowered; where a decision is missing, with a guess instead.
    pub api: Api,
    /// Everything that is wrong or undecided.
    pub errors: Vec<LowerError>,
}

/// Lowers as much of the document as possible: for comparing it with another version, and for reporting all open
/// decisions at once.
///
/// A missing decision is replaced by a guess, an operation that cannot be lowered at all is left out, and both are
/// among the errors.
pub fn lower_leniently(
    document: &OpenAPI,
    raw: &Value,
    config: &Config,
    left_out: &[Report],
) -> Lowered {
    lower_parts(document, raw, config, left_out, false)
}

/// Lowers what is supported, and leaves out every operation that needs something else.
pub fn lower_supported(
    document: &OpenAPI,
    raw: &Value,
    config: &Config,
    left_out: &[Report],
) -> Lowered {
    lower_parts(document, raw, config, left_out, true)
}

fn lower_parts(
    document: &OpenAPI,
    raw: &Value,
    config: &Config,
    left_out: &[Report],
    only_whole: bool,
) -> Lowered {
    let config = operations::groups::with_missing(document, config);
    let mut lowering = Lowering::new(document, &config);
    let groups = operations::groups::lower(&mut lowering);
    lowering.apply_presets();
    let facts = lowering.facts(&groups);
    lowering.reports.extend(left_out.iter().cloned());
    lowering.reports.extend(checks::known_keys::reports(raw));
    lowering.accept_reports();
    let is_whole = lowering.left_out.is_empty();
    if is_whole {
        lowering.unused_configuration();
    }
    let mut api = Api {
        types: lowering.types,
        statuses: operations::error_statuses::all(&groups),
        groups,
        schemas: lowering.schemas,
        facts,
        reports: lowering.reports,
        library: config.library.clone(),
        samples: BTreeMap::new(),
    };
    for (id, error) in schemas::nesting::too_deep(&api.types) {
        lowering.broken.insert(id);
        lowering.errors.push(error);
    }
    if only_whole {
        schemas::graph::leave_out(&mut api, &lowering.broken);
    }
    schemas::graph::decide(&mut api, &schemas::presence::present(raw));
    let undecided = conversions::decide(&mut api, &config, is_whole);
    schemas::homes::extend_to_models(&mut api);
    let mut seen = BTreeSet::new();
    let mut errors = lowering.errors;
    errors.extend(undecided);
    errors.retain(|error| seen.insert(error.to_string()));
    Lowered { api, errors }
}
