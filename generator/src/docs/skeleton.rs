//! The frame of a file of `spec/docs`: keys of undocumented items, with facts as comments.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write as _;

use super::coverage::{Coverage, Item, ItemKind, ItemPosition};
use super::{type_uses, type_words};
use crate::ir::{Api, ArgumentLocation, Build, Operation, Presence, Shape, TypeId, kind};

/// How many users of a type are listed.
const USERS: usize = 4;

/// Returns the undocumented items of a group as YAML without texts.
pub fn skeleton(api: &Api, coverage: &Coverage, group: &str) -> String {
    let missing = coverage.items.iter();
    let missing = missing.filter(|item| item.group == group && !item.is_documented());
    let mut owners: BTreeMap<(bool, &str), Vec<&Item>> = BTreeMap::new();
    let mut out = String::new();
    for item in missing {
        if item.kind == ItemKind::Group {
            out.push_str("group:\n");
            continue;
        }
        let is_type = item.kind > ItemKind::Parameter;
        owners.entry((is_type, &item.key)).or_default().push(item);
    }
    let page = SkeletonPage {
        api,
        coverage,
        uses: type_uses::uses(api),
    };
    let mut section = None;
    for ((is_type, key), items) in owners {
        if section != Some(is_type) {
            out.push_str(if is_type { "types:\n" } else { "operations:\n" });
            section = Some(is_type);
        }
        page.owner(&mut out, key, &items);
    }
    out
}

struct SkeletonPage<'a> {
    api: &'a Api,
    coverage: &'a Coverage,
    uses: BTreeMap<TypeId, BTreeSet<String>>,
}

impl SkeletonPage<'_> {
    /// Writes an operation or type with its undocumented parts.
    fn owner(&self, out: &mut String, key: &str, items: &[&Item]) {
        if let Some(item) = items.first() {
            line(out, 2, &format!("# {}", self.headline(item)));
        }
        line(out, 2, &format!("{}:", quoted(key)));
        for kind in ItemKind::ALL {
            let items: Vec<_> = items.iter().filter(|item| item.kind == kind).collect();
            if items.is_empty() {
                continue;
            }
            if matches!(kind, ItemKind::Operation | ItemKind::Type) {
                line(out, 4, "docs:");
                continue;
            }
            line(out, 4, &format!("{}:", kind.plural()));
            for item in items {
                let facts = self.facts(item);
                let name = quoted(&item.name);
                let comment = if facts.is_empty() {
                    String::new()
                } else {
                    format!(" # {facts}")
                };
                line(out, 6, &format!("{name}:{comment}"));
            }
        }
    }

    /// Returns a comment about an operation or type.
    fn headline(&self, item: &Item) -> String {
        match item.position {
            ItemPosition::Group(_) => String::new(),
            ItemPosition::Operation {
                group, operation, ..
            } => {
                let operation = &self.api.groups[group.0].operations[operation];
                let returned = type_words::returned(self.api, &self.coverage.type_keys, operation);
                format!(
                    "{} {}; returns {returned}",
                    operation.http_method, operation.path
                )
            }
            ItemPosition::Type { id, .. } => {
                let users = self.uses.get(&id).into_iter().flatten();
                let mut listed: Vec<&str> = users.clone().take(USERS).map(String::as_str).collect();
                let more = format!("{} more", users.clone().count().saturating_sub(USERS));
                if users.count() > USERS {
                    listed.push(&more);
                }
                let kind = kind::of_type(&self.api.types, id);
                match listed.is_empty() {
                    true => kind.to_owned(),
                    false => format!("{kind}; used by {}", listed.join(", ")),
                }
            }
        }
    }

    /// Returns the facts about a parameter or field.
    fn facts(&self, item: &Item) -> String {
        let found = match (item.kind, item.position) {
            (
                ItemKind::Parameter,
                ItemPosition::Operation {
                    group,
                    operation,
                    parameter,
                },
            ) => self.parameter(&self.api.groups[group.0].operations[operation], parameter),
            (ItemKind::Field, ItemPosition::Type { id, member }) => self.field(id, member),
            _ => None,
        };
        found.unwrap_or_default().join("; ").replace('\n', " ")
    }

    fn parameter(&self, operation: &Operation, position: usize) -> Option<Vec<String>> {
        let (location, ty, docs) = match operation.arguments.get(position) {
            Some(argument) => {
                let location = match argument.location {
                    ArgumentLocation::Path => "path",
                    ArgumentLocation::Query => "query, required",
                    ArgumentLocation::Header => "header",
                    ArgumentLocation::Url => "URL",
                    ArgumentLocation::Body => "file",
                };
                (location, &argument.ty, &argument.docs)
            }
            None => {
                let parameter = operation.query.get(position - operation.arguments.len())?;
                ("query", &parameter.ty, &parameter.docs)
            }
        };
        let mut facts = vec![location.to_owned(), self.described(ty)];
        facts.extend(docs.notes.iter().map(|note| plain(note)));
        Some(facts)
    }

    fn field(&self, id: TypeId, member: usize) -> Option<Vec<String>> {
        let Shape::Record(record) = &self.api.types[id].shape else {
            return None;
        };
        let field = record.fields.get(member)?;
        let mut facts = vec![self.described(&field.ty)];
        match field.presence {
            Presence::Required | Presence::Needed | Presence::Filled | Presence::Rest => {}
            Presence::Optional | Presence::Plain => facts.push("optional".to_owned()),
            Presence::Nullable => facts.push("optional, nullable".to_owned()),
            Presence::RequiredNullable | Presence::NeededNullable => {
                facts.push("nullable".to_owned());
            }
        }
        if let Build::Preset(value) = &field.build {
            facts.push(format!("always {value}"));
        }
        facts.extend(field.docs.notes.iter().map(|note| plain(note)));
        Some(facts)
    }

    fn described(&self, ty: &crate::ir::TypeRef) -> String {
        type_words::described(self.api, &self.coverage.type_keys, ty)
    }
}

fn plain(fact: &str) -> String {
    fact.trim_end_matches('.').replace('`', "")
}

fn line(out: &mut String, indent: usize, text: &str) {
    // Writing to a string cannot fail.
    let _ = writeln!(out, "{:indent$}{text}", "");
}

/// Returns a key as YAML reads it back.
fn quoted(key: &str) -> String {
    const WORDS: [&str; 10] = [
        "null", "true", "false", "yes", "no", "on", "off", "y", "n", "~",
    ];
    let is_plain = key.starts_with(|first: char| first.is_ascii_alphabetic() || first == '_')
        && key
            .bytes()
            .all(|byte| byte.is_ascii_alphanumeric() || b"_-./".contains(&byte))
        && !WORDS.contains(&key.to_ascii_lowercase().as_str());
    if is_plain {
        key.to_owned()
    } else {
        format!("'{}'", key.replace('\'', "''"))
    }
}
