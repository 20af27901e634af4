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
mod operations;
mod schemas;

use std::collections::{BTreeMap, BTreeSet};

use openapiv3::OpenAPI;
use serde_json::Value;

pub use self::checks::unused_names::{idle_names, refuse_idle_names};
use self::documentation::spelling::Spelling;
pub use self::error::{Decision, LowerError, LowerErrors};
use self::operations::credentials::Credentials;
use self::schemas::children::Children;
use self::schemas::compose::Composer;
use self::schemas::object::PendingRecord;
use crate::config::Config;
use crate::ir::{Api, Disposition, Report, TypeId, TypeRef, Types};

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
    let mut seen = BTreeSet::new();
    let mut errors = lowering.errors;
    errors.extend(undecided);
    errors.retain(|error| seen.insert(error.to_string()));
    Lowered { api, errors }
}

/// The entry that accepts a report: its pointer, or the beginning of it with `*` behind.
fn accepting<'c>(config: &'c Config, pointer: &str) -> Option<&'c str> {
    let accepted = &config.accepted_reports;
    if let Some((key, _)) = accepted.get_key_value(pointer) {
        return Some(key);
    }
    let mut keys = accepted.keys();
    let covering = keys.find(|key| {
        let beginning = key.strip_suffix('*');
        beginning.is_some_and(|beginning| pointer.starts_with(beginning))
    });
    covering.map(String::as_str)
}

/// How far a component schema has been lowered.
#[derive(Clone, Debug)]
enum ComponentProgress {
    /// Begun; the identity of its type once it is known to be a type of its own.
    Begun(Option<TypeId>),
    /// Done.
    Done(TypeRef),
}

/// The state of one lowering.
struct Lowering<'d> {
    document: &'d OpenAPI,
    config: &'d Config,
    credentials: Credentials,
    composer: Composer<'d>,
    children: Children<'d>,
    spelling: Spelling<'d>,
    types: Types,
    components: BTreeMap<&'d str, ComponentProgress>,
    /// Schemas without a name that several places reach (through components, responses, parameters), by their keys.
    inline: BTreeMap<String, TypeRef>,
    /// The unions by the JSON pointers of their schemas, also those whose branches are still being lowered.
    unions: BTreeMap<String, TypeId>,
    /// Records whose members are still to be lowered: nesting has no bound.
    pending: Vec<PendingRecord<'d>>,
    /// Types with members that could not be lowered.
    broken: BTreeSet<TypeId>,
    /// Constants that distinguish the branches of unions: record, member, values.
    presets: Vec<(TypeId, String, Vec<String>)>,
    schemas: BTreeMap<String, Disposition>,
    reports: Vec<Report>,
    /// Everything that is wrong or undecided.
    errors: Vec<LowerError>,
    /// Pointers of operations that could not be lowered: errors that only follow from their absence are not reported.
    left_out: BTreeSet<String>,
    /// Entries of the configuration that matched something, as `table.key`.
    used: BTreeSet<String>,
    /// The operation that is being lowered, for errors without a better place.
    depth: usize,
}

impl<'d> Lowering<'d> {
    fn new(document: &'d OpenAPI, config: &'d Config) -> Self {
        Self {
            document,
            config,
            credentials: Credentials::find(document, config),
            composer: Composer::new(document.components.as_ref()),
            children: Children::find(document.components.as_ref()),
            spelling: Spelling::new(&config.spellings),
            types: Types::default(),
            components: BTreeMap::new(),
            inline: BTreeMap::new(),
            unions: BTreeMap::new(),
            pending: Vec::new(),
            broken: BTreeSet::new(),
            presets: Vec::new(),
            schemas: BTreeMap::new(),
            reports: Vec::new(),
            errors: Vec::new(),
            left_out: BTreeSet::new(),
            used: BTreeSet::new(),
            depth: 0,
        }
    }

    /// Notes a choice for reviewers.
    fn report(&mut self, pointer: impl Into<String>, message: impl Into<String>) {
        self.reports.push(Report {
            pointer: pointer.into(),
            message: message.into(),
        });
    }

    /// Notes what became of a component schema, unless something stronger is known.
    fn dispose(&mut self, name: &str, disposition: Disposition) {
        let known = self
            .schemas
            .entry(name.to_owned())
            .or_insert_with(|| disposition.clone());
        if matches!(known, Disposition::Merged | Disposition::Paging) {
            *known = disposition;
        }
    }

    /// Marks an entry of the configuration as used.
    fn mark(&mut self, table: &str, key: &str) {
        self.used.insert(format!("{table}.{key}"));
    }

    /// Adds an error; lowering continues with a guess.
    fn undecided(&mut self, error: LowerError) {
        self.errors.push(error);
    }

    /// Turns each report that nobody has accepted into an error.
    fn accept_reports(&mut self) {
        self.reports.sort();
        self.reports.dedup();
        let config = self.config;
        for report in std::mem::take(&mut self.reports) {
            let of_operation = |left_out: &String| report.pointer.starts_with(left_out.as_str());
            if self.left_out.iter().any(of_operation) {
                continue;
            }
            if let Some(key) = accepting(config, &report.pointer) {
                self.mark("accepted_reports", key);
                self.reports.push(report);
            } else {
                let Report { pointer, message } = report;
                let message = message.trim_end_matches('.');
                let advice =
                    "correct it in an overlay, or add to [accepted_reports] in spec/codegen.toml";
                let message = format!("{message}; {advice}: \"{pointer}\" = \"reason\"");
                let error = LowerError::new(&pointer, message);
                self.undecided(error.deciding(Decision::Report { pointer }));
            }
        }
    }

    /// Adds an error for each entry of the configuration that matched nothing.
    fn unused_configuration(&mut self) {
        let config = self.config;
        let keyed: [(&str, Vec<&String>); 21] = [
            ("also_at", config.also_at.keys().collect()),
            ("resources", config.resources.keys().collect()),
            ("empty_resources", config.empty_resources.keys().collect()),
            ("deletions", config.deletions.keys().collect()),
            ("no_deletion", config.no_deletion.keys().collect()),
            ("deleted_states", config.deleted_states.iter().collect()),
            ("pages", config.pages.keys().collect()),
            ("not_pages", config.not_pages.keys().collect()),
            ("splits", config.splits.keys().collect()),
            ("no_waiter", config.no_waiter.keys().collect()),
            ("idempotent", config.idempotent.keys().collect()),
            ("stream_ends", config.stream_ends.keys().collect()),
            ("secrets", config.secrets.iter().collect()),
            ("not_secrets", config.not_secrets.iter().collect()),
            ("may_be_empty", config.may_be_empty.iter().collect()),
            ("bodies", config.bodies.keys().collect()),
            ("accepted_reports", config.accepted_reports.keys().collect()),
            ("confirmations", config.confirmations.iter().collect()),
            ("optional_bodies", config.optional_bodies.iter().collect()),
            ("nouns", config.nouns.keys().collect()),
            ("servers", config.servers.keys().collect()),
        ];
        let tables = keyed.into_iter().flat_map(|(table, keys)| {
            keys.into_iter()
                .map(move |key| (table.to_owned(), key.as_str()))
        });
        let prefixes = config.strip_type_prefixes.iter();
        let prefixes = prefixes.map(|prefix| ("strip_type_prefixes".to_owned(), prefix.as_str()));
        let spellings = self.spelling.unused().into_iter();
        let spellings = spellings.map(|word| ("spellings".to_owned(), word));
        let buckets = config.buckets.iter().flat_map(|(name, bucket)| {
            let operations = bucket.operations.iter();
            operations.map(move |id| (format!("buckets.{name}"), id.as_str()))
        });
        let same_types = config.same_types.iter().flat_map(|(name, same)| {
            let members = same.members.iter().chain(&same.except);
            members.map(move |member| (format!("same_types.{name}"), member.as_str()))
        });
        let errors: Vec<_> = tables
            .chain(prefixes)
            .chain(same_types)
            .chain(buckets)
            .chain(spellings)
            .filter(|(table, key)| !self.used.contains(&format!("{table}.{key}")))
            .map(|(table, key)| {
                let error = LowerError::new(
                    format!("spec/codegen.toml [{table}] \"{key}\""),
                    "matches nothing in the document; remove the entry or correct its key",
                );
                let entry = key.to_owned();
                error.deciding(Decision::Unused { table, entry })
            })
            .collect();
        self.errors.extend(errors);
    }
}
