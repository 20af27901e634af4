//! Values of the arguments and bodies in examples.

use serde_json::Value;

use super::Example;
use super::code::Code;
use crate::ir::{Build, Field, Presence, Record, Scalar, Shape, TypeId, TypeRef};
use crate::render::argument_form::ArgumentForm;

/// The deepest nesting of records in an example.
const DEPTH: usize = 4;

impl Example<'_> {
    /// Returns a value that callers can pass for a type; none if it takes more than names and types to make one.
    pub(super) fn value(&mut self, ty: &TypeRef, name: &str, depth: usize) -> Option<Code> {
        match ty {
            TypeRef::Scalar(scalar) => self.scalar(*scalar, name),
            TypeRef::Named(id) | TypeRef::Boxed(id) => self.named(*id, name, depth),
            TypeRef::List(item) => match ArgumentForm::of(ty) {
                ArgumentForm::All | ArgumentForm::Each if !matches!(**item, TypeRef::List(_)) => {
                    Some(Code::List(vec![self.value(item, name, depth)?]))
                }
                _ => None,
            },
            TypeRef::Map(value) => {
                let value = self.value(value, name, depth)?;
                let entry = Code::Call(String::new(), vec![Code::text("\"key\""), value]);
                Some(Code::List(vec![entry]))
            }
            TypeRef::Json => Some(Code::Text(format!(
                "{}::serde_json::json!({{}})",
                self.library
            ))),
            TypeRef::Optional(_) => None,
        }
    }

    fn scalar(&self, scalar: Scalar, name: &str) -> Option<Code> {
        let sample = self.context.api.samples.get(name);
        let integer = sample.and_then(Value::as_i64);
        let text = match scalar {
            Scalar::String | Scalar::IntegerString | Scalar::Secret => {
                let default = || match scalar {
                    Scalar::IntegerString => "1".to_owned(),
                    _ => name
                        .trim_matches('_')
                        .replace(['_', '.', '[', ']', ' '], "-"),
                };
                let text = sample.and_then(Value::as_str);
                format!("{:?}", text.map_or_else(default, str::to_owned))
            }
            Scalar::Integer | Scalar::Unsigned => integer.unwrap_or(1).to_string(),
            Scalar::Float => format!("{:?}", sample.and_then(Value::as_f64).unwrap_or(1.0)),
            Scalar::Boolean => "true".to_owned(),
            Scalar::Part => "b\"content\".to_vec()".to_owned(),
            Scalar::Timestamp => return None,
        };
        Some(Code::Text(text))
    }

    fn named(&mut self, id: TypeId, name: &str, depth: usize) -> Option<Code> {
        if depth > DEPTH {
            return None;
        }
        let context = self.context;
        match &context.ty(id).shape {
            Shape::StringEnum(values) => {
                let members = &context.names.ty(id).members;
                let sample = self.context.api.samples.get(name).and_then(Value::as_str);
                let mut wires = values.iter().map(|value| value.wire.as_str());
                let index = wires.clone().position(|wire| sample == Some(wire));
                let index = index.or_else(|| wires.position(says_something));
                let variant = members.get(index.unwrap_or(0))?;
                self.imports.insert(self.path(id));
                Some(Code::Text(format!("{}::{variant}", context.type_ident(id))))
            }
            Shape::Record(record) => self.record(id, record, depth),
            Shape::Union(union) => {
                let branches = || union.branches.iter().filter(|branch| branch.from);
                let named = branches().find_map(|branch| match &branch.ty {
                    TypeRef::Named(id) | TypeRef::Boxed(id) => self.named(*id, name, depth + 1),
                    _ => None,
                });
                named.or_else(|| {
                    let is_string = |ty: &TypeRef| matches!(ty, TypeRef::Scalar(Scalar::String));
                    branches().find(|branch| is_string(&branch.ty))?;
                    self.scalar(Scalar::String, name)
                })
            }
        }
    }

    fn record(&mut self, id: TypeId, record: &Record, depth: usize) -> Option<Code> {
        if !record.buildable {
            return None;
        }
        let context = self.context;
        let before = self.imports.clone();
        let built = self.built(id, record, depth);
        if built.is_none() {
            self.imports = before;
            return None;
        }
        self.imports.insert(self.path(id));
        let (arguments, setters) = built?;
        let ident = context.type_ident(id);
        let new = Code::Call(format!("{ident}::new"), arguments);
        Some(match setters.is_empty() {
            true => new,
            false => Code::Chain(new.inline(), setters),
        })
    }

    /// Returns the arguments of `new`, and the setters that are needed or, without any argument, one of the others.
    fn built(
        &mut self,
        id: TypeId,
        record: &Record,
        depth: usize,
    ) -> Option<(Vec<Code>, Vec<Code>)> {
        let members = &self.context.names.ty(id).members;
        let fields = || record.fields.iter().zip(members);
        let (mut arguments, mut setters) = (Vec::new(), Vec::new());
        for (field, ident) in fields() {
            let is_needed = matches!(field.presence, Presence::Needed | Presence::Filled);
            match field.build {
                Build::Argument => arguments.push(self.field(field, depth)?),
                Build::Setter if is_needed => {
                    setters.push(Code::Call(
                        ident.to_string(),
                        vec![self.field(field, depth)?],
                    ));
                }
                Build::Setter | Build::Preset(_) | Build::ReadOnly => {}
            }
        }
        if arguments.is_empty() && setters.is_empty() {
            // A field that the path contains already changes nothing.
            let passed = self.passed.clone();
            let is_new =
                |field: &Field| is_settable(field) && !passed.contains(field.wire.as_str());
            let is_simple = |field: &Field| is_new(field) && matches!(field.ty, TypeRef::Scalar(_));
            let named = fields().find(|(field, _)| field.wire == "name" && is_simple(field));
            let simple = named.or_else(|| fields().find(|(field, _)| is_simple(field)));
            if let Some((field, ident)) = simple
                && let Some(value) = self.field(field, depth)
            {
                setters.push(Code::Call(ident.to_string(), vec![value]));
            } else {
                // A body without anything would change nothing.
                let new = fields().filter(|(field, _)| is_new(field));
                let filled = new.chain(fields().filter(|(field, _)| is_settable(field)));
                let mut filled = filled.filter_map(|(field, ident)| {
                    let value = self.field(field, depth)?;
                    Some(Code::Call(ident.to_string(), vec![value]))
                });
                setters.extend(filled.next());
            }
        }
        Some((arguments, setters))
    }

    fn field(&mut self, field: &Field, depth: usize) -> Option<Code> {
        let is_plain = !matches!(
            field.presence,
            Presence::Nullable | Presence::NeededNullable | Presence::RequiredNullable
        );
        if is_plain {
            self.value(&field.ty, &field.wire, depth + 1)
        } else {
            None
        }
    }
}

/// Returns whether an example may set the field although nothing requires it.
fn is_settable(field: &Field) -> bool {
    let is_set = field.build == Build::Setter && field.presence == Presence::Optional;
    is_set && !field.deprecated
}

/// Returns whether a value of an enum is one that callers choose.
fn says_something(wire: &str) -> bool {
    let wire = wire.to_ascii_lowercase();
    !wire.contains("unknown") && !wire.contains("unspecified")
}
