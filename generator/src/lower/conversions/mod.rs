//! Conversions: which request bodies are made from what a GET returns, so that callers read, change and write.

mod fields;
mod missing;
mod rules;

use std::collections::{BTreeMap, BTreeSet};

use self::rules::{FieldRules, location_of};
use crate::component;
use crate::config::{Config, ConversionConfig};
use crate::ir::walk;
use crate::ir::{
    Api, Conversion, ConversionForm, ConversionKind, NameHint, Operation, Output, Purpose, Record,
    Role, Shape, TypeId, TypeRef,
};
use crate::lower::error::{Decision, LowerError};
use crate::lower::schemas::roles;

/// Adds the conversions, and returns what is undecided about them. `is_whole` is whether no operation was left out.
pub(in crate::lower) fn decide(api: &mut Api, config: &Config, is_whole: bool) -> Vec<LowerError> {
    let mut pass = ConversionPass {
        gets: gets(api),
        returned: returned_types(api),
        api,
        made: BTreeMap::new(),
        used: BTreeSet::new(),
        errors: Vec::new(),
    };
    for (operation, body) in updates(api, config) {
        let errors = pass.errors.len();
        pass.update(operation, body, config);
        if pass.errors.len() == errors {
            pass.unconverted(operation, body, config);
        }
    }
    for entry in &config.further_conversions {
        pass.further(entry);
    }
    if is_whole {
        pass.unused(config);
        pass.unused_reasons(config);
    }
    let ConversionPass { made, errors, .. } = pass;
    for ((model, body), form) in made {
        if let Shape::Record(record) = &mut api.types[body].shape {
            record.conversions.push(Conversion { model, form });
        }
    }
    errors
}

struct ConversionPass<'a> {
    api: &'a Api,
    /// The first GET of each path.
    gets: BTreeMap<&'a str, &'a Operation>,
    /// The first type of each schema, request bodies left out, by JSON pointer.
    returned: BTreeMap<&'a str, TypeId>,
    /// By model and body.
    made: BTreeMap<(TypeId, TypeId), ConversionForm>,
    /// Entries of the configuration that decided something, as `operation.field`.
    used: BTreeSet<String>,
    errors: Vec<LowerError>,
}

/// The operations whose body changes a resource, with the type of the body.
fn updates<'a>(api: &'a Api, config: &Config) -> Vec<(&'a Operation, TypeId)> {
    let operations = api.groups.iter().flat_map(|group| &group.operations);
    let updates = operations.filter(|operation| {
        let purpose = roles::purpose(&operation.method);
        matches!(purpose, Purpose::Update | Purpose::Replace)
            || matches!(&*operation.http_method, "PUT" | "PATCH")
            || config.conversions.contains_key(&operation.id)
    });
    let with_body = updates.filter_map(|operation| {
        let body = walk::body(operation).and_then(roles::whole)?;
        Some((operation, body))
    });
    with_body.collect()
}

/// The first GET of each path that returns a value.
fn gets(api: &Api) -> BTreeMap<&str, &Operation> {
    let mut gets = BTreeMap::new();
    let operations = api.groups.iter().flat_map(|group| &group.operations);
    for operation in operations.filter(|operation| operation.http_method == "GET") {
        if result(operation).is_some() {
            gets.entry(operation.path.as_str()).or_insert(operation);
        }
    }
    gets
}

/// Returns the first type of each schema, request bodies left out, by JSON pointer.
fn returned_types(api: &Api) -> BTreeMap<&str, TypeId> {
    let mut returned = BTreeMap::new();
    for (id, def) in api
        .types
        .iter()
        .filter(|(_, def)| def.role != Role::Request)
    {
        returned.entry(def.pointer.as_str()).or_insert(id);
    }
    returned
}

/// The result of an operation: the member of the response that is unwrapped, if one is, and its type.
fn result(operation: &Operation) -> Option<(Option<&str>, &TypeRef)> {
    match &operation.output {
        Output::Json { ty, .. } => Some((None, ty)),
        Output::Member { at, ty } => Some((at.path.last().map(String::as_str), ty)),
        // The other members of a page.
        Output::Page(page) => page.extra.as_ref().map(|extra| (None, extra)),
        Output::Empty | Output::File { .. } | Output::Text { .. } => None,
    }
}

impl<'a> ConversionPass<'a> {
    fn record(&self, id: TypeId) -> Option<&'a Record> {
        match &self.api.types[id].shape {
            Shape::Record(record) => Some(record),
            Shape::Union(_) | Shape::StringEnum(_) => None,
        }
    }

    /// The record that a type is, if it is one.
    fn record_of(&self, ty: &TypeRef) -> Option<(TypeId, &'a Record)> {
        let id = roles::whole(ty)?;
        Some((id, self.record(id)?))
    }

    fn update(&mut self, operation: &Operation, body: TypeId, config: &Config) {
        let own = config.conversions.get(&operation.id);
        let decisions = FieldRules::of(&operation.id, own);
        let get = self.gets.get(operation.path.as_str()).copied();
        let returned = get.and_then(result);
        let model = match own.and_then(|own| Some((own, own.model.as_deref()?))) {
            Some((own, path)) => self.member(&operation.id, returned, own, path),
            None => returned,
        };
        if let Some((member, ty)) = model {
            let is_made = match self.record_of(ty) {
                Some((model, record)) => {
                    model != body && self.pair(model, record, body, &decisions)
                }
                None => false,
            };
            if let Some(member) = member.filter(|_| !is_made) {
                self.whole(ty, member, body, &decisions);
            }
        }
        if let Some((model, record)) = self.original(body) {
            self.pair(model, record, body, &decisions);
        }
    }

    /// The member of the response that the configuration names as the model.
    fn member(
        &mut self,
        operation: &str,
        returned: Option<(Option<&'a str>, &'a TypeRef)>,
        own: &ConversionConfig,
        path: &str,
    ) -> Option<(Option<&'a str>, &'a TypeRef)> {
        let found = returned.and_then(|(_, ty)| self.field_at(ty, path));
        if found.is_none() {
            let message = format!("what the GET of the path returns has no member `{path}`");
            self.errors
                .push(LowerError::new(location_of(operation), message));
            // Nobody can know what the others decide.
            let used = names(own).map(|(_, name)| format!("{operation}.{name}"));
            self.used.extend(used);
        }
        self.used.insert(format!("{operation}.model"));
        found.map(|ty| (None, ty))
    }

    fn field_at(&self, ty: &TypeRef, path: &str) -> Option<&'a TypeRef> {
        let (first, rest) = path.split_once('.').unwrap_or((path, ""));
        let (_, record) = self.record_of(ty)?;
        let field = record.fields.iter().find(|field| field.wire == first)?;
        match rest {
            "" => Some(&field.ty),
            rest => self.field_at(&field.ty, rest),
        }
    }

    /// The type that is returned for the same schema as the body.
    fn original(&self, body: TypeId) -> Option<(TypeId, &'a Record)> {
        let def = &self.api.types[body];
        if !matches!(def.name, NameHint::Sent { .. } | NameHint::Chosen(_)) {
            return None;
        }
        let returned = *self.returned.get(def.pointer.as_str())?;
        Some((returned, self.record(returned)?))
    }

    /// Makes the body from the fields of the model; returns whether they share any.
    fn pair(
        &mut self,
        model: TypeId,
        record: &'a Record,
        body: TypeId,
        decisions: &FieldRules<'_>,
    ) -> bool {
        let Some(target) = self.record(body) else {
            return false;
        };
        let is_shared = |wire: &str| record.fields.iter().any(|field| field.wire == wire);
        let shares = target.fields.iter().any(|field| is_shared(&field.wire));
        if !shares && !decisions.maps_fields() {
            return false;
        }
        self.convert(model, body, decisions);
        true
    }

    /// Makes the body from a model that is one of its fields as a whole.
    fn whole(&mut self, ty: &'a TypeRef, member: &str, body: TypeId, decisions: &FieldRules<'_>) {
        let Some(target) = self.record(body) else {
            return;
        };
        let Some(field) = target.fields.iter().position(|field| field.wire == member) else {
            return;
        };
        let Some(into) = target.fields.get(field) else {
            return;
        };
        let model = match ty {
            TypeRef::List(item) => roles::whole(item),
            other => roles::whole(other),
        };
        let Some(model) = model else { return };
        let path = decisions.path(member);
        if decisions.leaves(&path) {
            self.used.insert(format!("{}.{path}", decisions.operation));
            return;
        }
        let kind = self.kind(ty, &into.ty, false, decisions);
        let is_list = matches!(ty, TypeRef::List(_));
        match kind {
            // An own list of the same elements goes to `new`.
            Some(ConversionKind::Same) if is_list => {}
            Some(kind) => {
                self.made
                    .insert((model, body), ConversionForm::Whole { field, kind });
            }
            None => self.undecided(decisions, member),
        }
    }

    fn undecided(&mut self, decisions: &FieldRules<'_>, field: &str) {
        let path = decisions.path(field);
        let operation = decisions.operation;
        let table = match decisions.is_further {
            true => "further_conversions.decisions".to_owned(),
            false => format!("conversions.{operation}"),
        };
        let message = format!(
            "`{path}` has another type in the body than in what is returned; add where its value comes from, or leave it \
             out:\n\n[{table}]\nfields = {{ \"{path}\" = \"{path}.…\" }}\nleave = [\"{path}\"]\n"
        );
        let mut error = LowerError::new(location_of(operation), message);
        if !decisions.is_further {
            error = error.deciding(Decision::Conversion {
                operation: operation.to_owned(),
                field: path,
            });
        }
        if !self.errors.contains(&error) {
            self.errors.push(error);
        }
    }

    /// Makes a type that no update sends by itself.
    fn further(&mut self, entry: &crate::config::FurtherConversion) {
        let found = |key: &str, role: Role| {
            let component = component::pointer("schemas", key);
            let mut types = self.api.types.iter();
            let found = types.find(|(_, def)| {
                (def.pointer == key || def.pointer == component) && def.role == role
            });
            found.map(|(id, _)| id)
        };
        let (model, body) = (
            found(&entry.model, Role::Response),
            found(&entry.body, Role::Request),
        );
        let (Some(model), Some(body)) = (model, body) else {
            let which = if model.is_none() {
                format!(
                    "`{}` is not a record that occurs in responses only",
                    entry.model
                )
            } else {
                format!(
                    "`{}` is not a record that occurs in requests only",
                    entry.body
                )
            };
            let table = "spec/codegen.toml [[further_conversions]]";
            self.errors.push(LowerError::new(table, which));
            return;
        };
        self.convert(
            model,
            body,
            &FieldRules::further(&entry.body, &entry.decisions),
        );
    }

    /// Refuses entries of the configuration that decided nothing.
    fn unused(&mut self, config: &Config) {
        let operations = self.api.groups.iter().flat_map(|group| &group.operations);
        let operations: BTreeSet<&str> = operations.map(|operation| &*operation.id).collect();
        let further = config.further_conversions.iter();
        let further = further.map(|entry| (&entry.body, &entry.decisions));
        for (operation, entry) in config.conversions.iter().chain(further) {
            let is_gone = config.conversions.contains_key(operation)
                && !operations.contains(operation.as_str());
            if is_gone {
                let message =
                    "matches nothing in the document; remove the entry or correct its key";
                self.refuse(
                    operation,
                    message,
                    "conversions".to_owned(),
                    operation.clone(),
                );
                continue;
            }
            for (key, name) in names(entry) {
                if self.used.contains(&format!("{operation}.{name}")) {
                    continue;
                }
                let message = format!("`{name}` decides nothing; remove it");
                let table = format!("conversions.{operation}{key}");
                self.refuse(operation, &message, table, name);
            }
        }
    }

    fn refuse(&mut self, operation: &str, message: &str, table: String, entry: String) {
        let error = LowerError::new(location_of(operation), message);
        self.errors
            .push(error.deciding(Decision::Unused { table, entry }));
    }
}

/// The decision of an entry of the configuration, with the key below the entry.
fn names(entry: &ConversionConfig) -> impl Iterator<Item = (&'static str, String)> {
    let pairs = entry.only_one.iter();
    let pairs = pairs.map(|[first, second]| (".only_one", format!("{first} {second}")));
    let fields = entry.fields.keys().map(|name| (".fields", name.clone()));
    let leave = entry.leave.iter().map(|name| (".leave", name.clone()));
    let model = entry.model.as_ref().map(|_| ("", "model".to_owned()));
    fields.chain(leave).chain(pairs).chain(model)
}
