//! Entries of the configuration that match nothing.

use crate::lower::error::LowerError;
use crate::lower::lowering::Lowering;

impl Lowering<'_> {
    /// Adds an error for each entry of the configuration that matched nothing.
    pub(in crate::lower) fn unused_configuration(&mut self) {
        let config = self.config;
        let keyed: [(&str, Vec<&String>); 23] = [
            ("also_at", config.also_at.keys().collect()),
            ("resources", config.resources.keys().collect()),
            ("empty_resources", config.empty_resources.keys().collect()),
            ("deletions", config.deletions.keys().collect()),
            ("no_deletion", config.no_deletion.keys().collect()),
            ("deleted_states", config.deleted_states.iter().collect()),
            ("pages", config.pages.keys().collect()),
            ("not_pages", config.not_pages.keys().collect()),
            ("single_pages", config.single_pages.keys().collect()),
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
            ("creations", config.creations.keys().collect()),
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
        let page_sizes = config.api.page_sizes.keys();
        let page_sizes = page_sizes.map(|style| ("api.page_sizes".to_owned(), style.name()));
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
            .chain(page_sizes)
            .chain(same_types)
            .chain(buckets)
            .chain(spellings)
            .filter(|(table, key)| !self.used.contains(&format!("{table}.{key}")))
            .map(|(table, key)| LowerError::unused(&table, key))
            .collect();
        self.errors.extend(errors);
    }
}
