//! Unused keywords: an overlay gives a name to something other than a type, variant or branch, or calls a member present
//! that no response has.

use std::collections::BTreeSet;

use serde_json::{Map, Value};

use crate::ir::{Api, NameHint, Presence, Role, Shape, TypeDef};
use crate::json_pointer::PointerPath;
use crate::lower::error::{Decision, LowerError, LowerErrors};
use crate::lower::schemas::presence::{PRESENT, member};

/// Fails if the document chooses a name that nothing has.
///
/// # Errors
///
/// Names every `x-rust-*` keyword that is unknown or has no effect.
pub fn refuse_idle_names(document: &Value, api: &Api) -> Result<(), LowerErrors> {
    let errors = idle_names(document, api);
    if errors.is_empty() {
        Ok(())
    } else {
        Err(LowerErrors(errors))
    }
}

/// Returns an error for every `x-rust-*` keyword of the document that is unknown or has no effect.
pub fn idle_names(document: &Value, api: &Api) -> Vec<LowerError> {
    let mut check = NameCheck {
        chosen: chosen(api),
        present: api.types.values().flat_map(present).collect(),
        errors: Vec::new(),
    };
    check.value(&PointerPath::ROOT, document);
    check.errors
}

/// The names that types, variants and branches took from the document, with the keyword they come from.
fn chosen(api: &Api) -> BTreeSet<(&'static str, &str)> {
    let mut chosen = BTreeSet::new();
    for def in api.types.values() {
        let mut hint = &def.name;
        while let NameHint::Sent { of, .. } = hint {
            hint = of;
        }
        if let NameHint::Chosen(name) = hint {
            chosen.insert(("x-rust-name", name.as_str()));
        }
        match &def.shape {
            Shape::StringEnum(values) => {
                let names = values.iter().filter_map(|value| value.name.as_deref());
                chosen.extend(names.map(|name| ("x-rust-variants", name)));
            }
            Shape::Union(union) => {
                let names = union.branches.iter().map(|branch| branch.name.as_str());
                chosen.extend(names.map(|name| ("x-rust-branches", name)));
            }
            Shape::Record(_) => {}
        }
    }
    chosen
}

/// The pointers of the fields that responses always have.
fn present(def: &TypeDef) -> impl Iterator<Item = &str> {
    let fields = match &def.shape {
        Shape::Record(record) if def.role == Role::Response => record.fields.as_slice(),
        _ => &[],
    };
    let fields = fields.iter();
    fields
        .filter(|field| field.presence == Presence::Required)
        .map(|field| field.pointer.as_str())
}

struct NameCheck<'a> {
    chosen: BTreeSet<(&'static str, &'a str)>,
    present: BTreeSet<&'a str>,
    errors: Vec<LowerError>,
}

impl NameCheck<'_> {
    fn value(&mut self, at: &PointerPath<'_>, value: &Value) {
        match value {
            Value::Object(members) => {
                self.present_members(at, members);
                let is_union = members.contains_key("oneOf") || members.contains_key("anyOf");
                for (key, member) in members {
                    if key.starts_with("x-rust-") && key != PRESENT {
                        self.keyword(&at.to_string(), key, member, is_union);
                    } else {
                        self.value(&at.member(key), member);
                    }
                }
            }
            Value::Array(items) => {
                for (index, item) in items.iter().enumerate() {
                    self.value(&at.item(index), item);
                }
            }
            _ => {}
        }
    }

    /// Checks the members that a schema calls present.
    fn present_members(&mut self, at: &PointerPath<'_>, schema: &Map<String, Value>) {
        let Some(names) = schema.get(PRESENT) else {
            return;
        };
        let at = &at.to_string();
        let names = match names {
            Value::Array(names) => names,
            _ => {
                let message = "is not a list of members; remove it or correct it";
                return self
                    .errors
                    .push(LowerError::new(format!("{at}/{PRESENT}"), message));
            }
        };
        let required = schema.get("required").and_then(Value::as_array);
        let is_idle = |name: &&Value| {
            let is_required = required.is_some_and(|required| required.contains(name));
            let pointer = name.as_str().map(|name| member(at, name));
            is_required || !pointer.is_some_and(|pointer| self.present.contains(pointer.as_str()))
        };
        let idle: Vec<&Value> = names.iter().filter(is_idle).collect();
        if idle.is_empty() {
            return;
        }
        let shown = idle.iter().map(|name| format!("`{name}`"));
        let message = format!(
            "{} is required already, has a plain type anyway, or is in no type that only responses contain; remove it",
            shown.collect::<Vec<_>>().join(" and ")
        );
        let names = idle.into_iter().filter_map(Value::as_str);
        let names: Vec<&str> = names.collect();
        self.idle(at, PRESENT, &names, message);
    }

    /// Reports names without an effect.
    fn idle(&mut self, schema: &str, keyword: &str, names: &[&str], message: String) {
        let error = LowerError::new(format!("{schema}/{keyword}"), message);
        self.errors.push(error.deciding(Decision::IdleNames {
            schema: schema.to_owned(),
            keyword: keyword.to_owned(),
            names: names.iter().map(|name| (*name).to_owned()).collect(),
        }));
    }

    fn keyword(&mut self, schema: &str, key: &str, value: &Value, is_union: bool) {
        let names: Vec<&str> = match (key, value) {
            ("x-rust-shape", Value::String(shape))
                if is_union && matches!(shape.as_str(), "record" | "union") =>
            {
                return;
            }
            ("x-rust-name", Value::String(name)) => vec![name],
            ("x-rust-variants", Value::Object(names)) => {
                names.values().filter_map(Value::as_str).collect()
            }
            ("x-rust-branches", Value::Array(names)) => {
                names.iter().filter_map(Value::as_str).collect()
            }
            _ => {
                let message =
                    "is not a keyword that chooses a name or a shape here; remove it or correct it";
                let at = format!("{schema}/{key}");
                return self.errors.push(LowerError::new(at, message));
            }
        };
        let is_idle = |name: &&str| !self.chosen.contains(&(key, *name));
        let idle: Vec<&str> = names.into_iter().filter(is_idle).collect();
        if !idle.is_empty() {
            let message = format!(
                "nothing is called `{}`; remove the name or correct its place",
                idle.join("` or `")
            );
            self.idle(schema, key, &idle, message);
        }
    }
}
