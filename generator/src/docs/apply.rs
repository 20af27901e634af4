//! Attaches the texts of `spec/docs` to the items of the IR.

use std::collections::BTreeSet;

use serde_json::Value;

use super::coverage::{Coverage, Item, ItemKind, ItemPosition, TextStatus};
use super::error::{DocsError, DocsErrors};
use super::keys;
use super::lookup::{FoundText, Lookup, Subject};
use super::source::Documentation;
use crate::ir::{Api, Docs, Field, Group, GroupId, Presence, Role, Shape, TypeDef, TypeId, kind};

/// Attaches all texts to their items, and returns which items have one. `document` is the document that the IR was
/// lowered from.
///
/// # Errors
///
/// Returns every entry that has no item, is there twice, or only repeats names.
pub fn apply(
    api: &mut Api,
    source: &Documentation,
    document: &Value,
) -> Result<Coverage, DocsErrors> {
    let (coverage, errors) = apply_leniently(api, source, document);
    if errors.is_empty() {
        Ok(coverage)
    } else {
        Err(DocsErrors(errors))
    }
}

/// Attaches texts as [`apply`] does, and returns the errors next to the coverage.
pub fn apply_leniently(
    api: &mut Api,
    source: &Documentation,
    document: &Value,
) -> (Coverage, Vec<DocsError>) {
    let mut pass = DocsPass {
        lookup: Lookup::new(source),
        coverage: Coverage::default(),
        document,
    };
    pass.coverage.type_keys = api.types.map(|def| keys::key(document, &def.pointer));
    let mut groups = std::mem::take(&mut api.groups);
    for (index, group) in groups.iter_mut().enumerate() {
        pass.group(api, GroupId(index), group);
    }
    api.groups = groups;
    let group_keys: Vec<String> = api.groups.iter().map(|group| group.key.clone()).collect();
    for id in api.types.ids() {
        pass.ty(api, id, &group_keys);
    }
    api.samples = pass.lookup.samples(&wire_names(api));
    let mut errors = pass.lookup.errors.clone();
    errors.extend(pass.lookup.unused().into_iter().map(unused));
    errors.sort_by(|a, b| a.location.cmp(&b.location));
    (pass.coverage, errors)
}

/// Returns the wire names of all arguments and fields.
fn wire_names(api: &Api) -> BTreeSet<&str> {
    let operations = api.groups.iter().flat_map(|group| &group.operations);
    let arguments = operations.flat_map(|operation| &operation.arguments);
    let arguments = arguments.map(|argument| argument.wire.as_str());
    let records = api.types.values().filter_map(|def| match &def.shape {
        Shape::Record(record) => Some(record),
        _ => None,
    });
    let fields = records.flat_map(|record| &record.fields);
    arguments
        .chain(fields.map(|field| field.wire.as_str()))
        .collect()
}

/// Attaches the text that was found, and returns whether it documents the item.
fn attach(docs: &mut Docs, found: Option<FoundText>) -> TextStatus {
    let state = FoundText::state(found.as_ref());
    if let Some(found) = found {
        docs.text = Some(found.text);
    }
    state
}

fn unused(location: String) -> DocsError {
    let message = "matches nothing, or another entry documents the item already; `cargo xtask docs --skeleton GROUP` \
                   prints the keys";
    DocsError {
        is_unused: true,
        ..DocsError::new(location, message)
    }
}

/// Returns the group in whose file a type belongs: one that its key begins with, or the first that uses it.
fn home<'g>(groups: &[&'g str], key: &str) -> &'g str {
    let named = groups.iter().find(|group| {
        let singular = group.strip_suffix('s').unwrap_or(group);
        key.strip_prefix(singular)
            .is_some_and(|rest| !rest.starts_with(|next: char| next.is_ascii_lowercase()))
    });
    named.or(groups.first()).copied().unwrap_or_default()
}

struct DocsPass<'s> {
    lookup: Lookup<'s>,
    coverage: Coverage,
    document: &'s Value,
}

impl DocsPass<'_> {
    fn group(&mut self, api: &Api, index: GroupId, group: &mut Group) {
        let subject = Subject::new(vec![&group.key, &group.title], "group", &group.title);
        let found = self.lookup.group(&group.key, &subject);
        let state = FoundText::state(found.as_ref());
        group.docs = found.map(|found| found.text);
        self.coverage.add(Item {
            kind: ItemKind::Group,
            group: group.key.clone(),
            key: group.key.clone(),
            name: String::new(),
            position: ItemPosition::Group(index),
            text: state,
        });
        for operation in 0..group.operations.len() {
            self.operation(api, index, group, operation);
        }
    }

    fn operation(&mut self, api: &Api, at: GroupId, group: &mut Group, index: usize) {
        let same_id = |id: &str| {
            group
                .operations
                .iter()
                .filter(|other| other.id == id)
                .count()
        };
        let Some(operation) = group.operations.get(index) else {
            return;
        };
        let key = match same_id(&operation.id) {
            1 => operation.id.clone(),
            _ => format!("{}.{}", operation.id, operation.method),
        };
        let parents = [group.key.clone(), group.noun.clone()];
        let Some(operation) = group.operations.get_mut(index) else {
            return;
        };
        let [parent, noun] = &parents;
        let names: Vec<&str> = vec![&key, &operation.method, parent, noun];
        let derived = &operation.docs.derived;
        let subject = Subject::new(names.clone(), "operation", derived);
        let found = self.lookup.operation(parent, &key, &subject);
        let item = |kind, name: &str, parameter, state| Item {
            kind,
            group: parent.clone(),
            key: key.clone(),
            name: name.to_owned(),
            position: ItemPosition::Operation {
                group: at,
                operation: index,
                parameter,
            },
            text: state,
        };
        let state = attach(&mut operation.docs, found);
        operation.docs.example = self.lookup.example(parent, &key);
        self.coverage.add(item(ItemKind::Operation, "", 0, state));

        let arguments = operation.arguments.iter_mut();
        let arguments =
            arguments.map(|argument| (&argument.wire, &argument.ty, &mut argument.docs, true));
        let query = operation.query.iter_mut();
        let query = query.map(|parameter| {
            // The runtime documents the parameters that it sets itself.
            let counts = !parameter.provided;
            (&parameter.wire, &parameter.ty, &mut parameter.docs, counts)
        });
        for (position, (wire, ty, docs, counts)) in arguments.chain(query).enumerate() {
            let mut names = names.clone();
            names.extend([wire.as_str(), docs.derived.as_str()]);
            let subject = Subject::new(names, kind::of_value(&api.types, ty), &docs.derived);
            let found = self.lookup.parameter(parent, &key, wire, &subject);
            let state = attach(docs, found);
            if counts {
                let item = item(ItemKind::Parameter, wire, position, state);
                self.coverage.add(item);
            }
        }
    }

    fn ty(&mut self, api: &mut Api, id: TypeId, group_keys: &[String]) {
        let def = &api.types[id];
        let mut keys: Vec<String> = std::iter::once(&def.pointer)
            .chain(&def.shared_with)
            .map(|pointer| keys::key(self.document, pointer))
            .collect();
        // The index of a branch may be left out.
        for shorter in keys.clone().iter().map(|key| keys::without_branches(key)) {
            if !keys.contains(&shorter) {
                keys.push(shorter);
            }
        }
        let groups: Vec<&str> = def
            .used_by
            .iter()
            .filter_map(|group| group_keys.get(group.0).map(String::as_str))
            .collect();
        let key = keys.first().cloned().unwrap_or_default();
        let home = home(&groups, &key);
        self.check_file(&keys, &groups);

        let mut def = def.clone();
        let names = keys.iter().map(String::as_str).collect();
        let subject = Subject::new(names, kind::of_type(&api.types, id), &def.docs.derived);
        let found = self.lookup.ty(&keys, &subject);
        let state = attach(&mut def.docs, found);
        self.coverage.add(Item {
            kind: ItemKind::Type,
            group: home.to_owned(),
            key: key.clone(),
            name: String::new(),
            position: ItemPosition::Type { id, member: 0 },
            text: state,
        });
        let ty = TypeContext {
            id,
            keys: &keys,
            groups: &groups,
            home,
            role: match def.role {
                Role::Request => "request",
                Role::Response | Role::Both => "response",
            },
        };
        self.members(api, &mut def, &ty);
        api.types[id] = def;
    }

    fn members(&mut self, api: &Api, def: &mut TypeDef, ty: &TypeContext<'_>) {
        let key = ty.keys.first().map_or("", String::as_str);
        match &mut def.shape {
            Shape::Record(record) => {
                let fields = record.fields.iter_mut().enumerate();
                // The generator documents the field for what the document does not name.
                for (position, field) in
                    fields.filter(|(_, field)| field.presence != Presence::Rest)
                {
                    self.field(api, &def.pointer, field, position, ty);
                }
            }
            Shape::StringEnum(values) => {
                for (position, value) in values.iter_mut().enumerate() {
                    let subject = Subject {
                        owner: ty.keys,
                        ..Subject::new(vec![&value.wire, key], "enum", &value.wire)
                    };
                    let found = self.lookup.value(ty.keys, &value.wire, ty.groups, &subject);
                    let state = FoundText::state(found.as_ref());
                    value.docs = found.map(|found| found.text);
                    let item = ty.item(ItemKind::Value, key, &value.wire, position, state);
                    self.coverage.add(item);
                }
            }
            // Variants need no text: they hold a type that is documented.
            Shape::Union(union) => {
                for branch in &mut union.branches {
                    let text = self.lookup.variant(ty.keys, &branch.name);
                    branch.docs.extend(text);
                }
            }
        }
    }

    fn field(
        &mut self,
        api: &Api,
        pointer: &str,
        field: &mut Field,
        position: usize,
        ty: &TypeContext<'_>,
    ) {
        let key = ty.keys.first().map_or("", String::as_str);
        let declaring = keys::declaring(&field.pointer);
        let declared = declaring.map(|pointer| keys::key(self.document, pointer));
        let subject = Subject {
            names: vec![&field.wire, &field.docs.derived, key],
            kind: kind::of_value(&api.types, &field.ty),
            derived: &field.docs.derived,
            role: ty.role,
            owner: ty.keys,
        };
        let all = ty.keys.iter().chain(&declared);
        let found = self.lookup.field(all, &field.wire, ty.groups, &subject);
        // A field that comes from another schema is documented there, once for all types that use that schema.
        let is_taken = declaring.is_some_and(|from| keys::root(from) != keys::root(pointer));
        let owner = match &declared {
            Some(declared) if is_taken => declared,
            _ => key,
        };
        let state = attach(&mut field.docs, found);
        let item = ty.item(ItemKind::Field, owner, &field.wire, position, state);
        self.coverage.add(item);
    }

    /// Refuses an entry in the file of a group that does not use the type.
    fn check_file(&mut self, keys: &[String], groups: &[&str]) {
        for key in keys {
            let Some(file) = self.lookup.file_of_type(key) else {
                continue;
            };
            let Some(group) = &file.group else { continue };
            if !groups.contains(&group.as_str()) {
                let location = format!("{}: types.{key}", file.path);
                let message = format!(
                    "the group does not use this type; move the entry to one of {}",
                    groups.join(", ")
                );
                self.lookup.errors.push(DocsError {
                    owners: groups.iter().map(|group| (*group).to_owned()).collect(),
                    ..DocsError::new(location, message)
                });
            }
        }
    }
}

/// A type whose members are documented.
struct TypeContext<'a> {
    id: TypeId,
    keys: &'a [String],
    groups: &'a [&'a str],
    home: &'a str,
    /// The role by which shared sentences are chosen.
    role: &'static str,
}

impl TypeContext<'_> {
    fn item(
        &self,
        kind: ItemKind,
        key: &str,
        name: &str,
        member: usize,
        state: TextStatus,
    ) -> Item {
        Item {
            kind,
            group: self.home.to_owned(),
            key: key.to_owned(),
            name: name.to_owned(),
            position: ItemPosition::Type {
                id: self.id,
                member,
            },
            text: state,
        }
    }
}
