//! The state that all of lowering shares.

use std::collections::{BTreeMap, BTreeSet};

use openapiv3::OpenAPI;

use crate::config::Config;
use crate::ir::{Disposition, Report, TypeId, TypeRef, Types};
use crate::lower::documentation::spelling::Spelling;
use crate::lower::error::LowerError;
use crate::lower::operations::credentials::Credentials;
use crate::lower::schemas::children::Children;
use crate::lower::schemas::compose::Composer;
use crate::lower::schemas::pending_record::PendingRecord;

/// The state of one lowering.
pub(in crate::lower) struct Lowering<'d> {
    pub(in crate::lower) document: &'d OpenAPI,
    pub(in crate::lower) config: &'d Config,
    pub(in crate::lower) credentials: Credentials,
    pub(in crate::lower) composer: Composer<'d>,
    pub(in crate::lower) children: Children<'d>,
    pub(in crate::lower) spelling: Spelling<'d>,
    pub(in crate::lower) types: Types,
    pub(in crate::lower) components: BTreeMap<&'d str, ComponentProgress>,
    /// Schemas without a name that several places reach (through components, responses, parameters), by their keys.
    pub(in crate::lower) inline: BTreeMap<String, TypeRef>,
    /// The unions by the JSON pointers of their schemas, also those whose branches are still being lowered.
    pub(in crate::lower) unions: BTreeMap<String, TypeId>,
    /// Records whose members are still to be lowered: nesting has no bound.
    pub(in crate::lower) pending: Vec<PendingRecord<'d>>,
    /// Types with members that could not be lowered.
    pub(in crate::lower) broken: BTreeSet<TypeId>,
    /// Constants that distinguish the branches of unions: record, member, values.
    pub(in crate::lower) presets: Vec<(TypeId, String, Vec<String>)>,
    pub(in crate::lower) schemas: BTreeMap<String, Disposition>,
    pub(in crate::lower) reports: Vec<Report>,
    /// Everything that is wrong or undecided.
    pub(in crate::lower) errors: Vec<LowerError>,
    /// Pointers of operations that could not be lowered: errors that only follow from their absence are not reported.
    pub(in crate::lower) left_out: BTreeSet<String>,
    /// Entries of the configuration that matched something, as `table.key`.
    pub(in crate::lower) used: BTreeSet<String>,
    /// The operation that is being lowered, for errors without a better place.
    pub(in crate::lower) depth: usize,
}

/// How far a component schema has been lowered.
#[derive(Clone, Debug)]
pub(in crate::lower) enum ComponentProgress {
    /// Begun; the identity of its type once it is known to be a type of its own.
    Begun(Option<TypeId>),
    /// Done.
    Done(TypeRef),
}

impl<'d> Lowering<'d> {
    pub(in crate::lower) fn new(document: &'d OpenAPI, config: &'d Config) -> Self {
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
    pub(in crate::lower) fn report(
        &mut self,
        pointer: impl Into<String>,
        message: impl Into<String>,
    ) {
        self.reports.push(Report {
            pointer: pointer.into(),
            message: message.into(),
        });
    }

    /// Notes what became of a component schema, unless something stronger is known.
    pub(in crate::lower) fn dispose(&mut self, name: &str, disposition: Disposition) {
        let known = self
            .schemas
            .entry(name.to_owned())
            .or_insert_with(|| disposition.clone());
        if matches!(known, Disposition::Merged | Disposition::Paging) {
            *known = disposition;
        }
    }

    /// Marks an entry of the configuration as used.
    pub(in crate::lower) fn mark(&mut self, table: &str, key: &str) {
        self.used.insert(format!("{table}.{key}"));
    }

    /// Adds an error; lowering continues with a guess.
    pub(in crate::lower) fn undecided(&mut self, error: LowerError) {
        self.errors.push(error);
    }
}
