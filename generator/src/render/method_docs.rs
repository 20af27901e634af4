//! Documentation of methods: everything that a caller needs to know.

use super::context::Context;
use super::docs::{self, Block, item_text};
use super::documented::Documented;
use super::example;
use super::listed::{code, either, listed};
use crate::ir::{Body, BodyKind, Docs, Operation, Output, Scalar, TypeRef};
use crate::names::{GroupNames, Name};

/// Returns the blocks: text, result, arguments, options, waits, facts, example.
pub(super) fn blocks(method: Documented<'_>) -> Vec<Block> {
    let operation = method.operation;
    let mut blocks = item_text::of_item(&operation.docs);
    blocks.extend(method.returns().map(Block::Paragraph));
    let arguments = operation.arguments.iter().zip(&method.names.arguments);
    let arguments: Vec<_> = arguments
        .filter_map(|(argument, name)| described(name, &argument.docs))
        .collect();
    blocks.extend(list("Arguments:", arguments));
    blocks.extend(list(
        "Options, set by methods of the request:",
        method.options(),
    ));
    if !method.waits.is_empty() {
        let waits = method.waits.iter();
        let waits: Vec<_> = waits
            .map(|wait| format!("[`{wait}`](Self::{wait})"))
            .collect();
        blocks.push(Block::Paragraph(format!(
            "Wait for the result with {}.",
            either(&waits)
        )));
    }
    let facts = facts(method.context, method.group, operation);
    blocks.push(Block::Paragraph(facts));
    if let Some(example) = example::example(method) {
        blocks.push(Block::Verbatim(vec!["# Example".to_owned()]));
        blocks.push(Block::Verbatim(example));
    }
    blocks
}

/// Returns one paragraph: method and path, operation ID, scopes, error statuses, reference.
fn facts(context: Context<'_>, group: &GroupNames, operation: &Operation) -> String {
    let mut facts = vec![
        format!("`{} {}`", operation.http_method, operation.path),
        format!("id `{}`", operation.id),
    ];
    let alternatives = operation.scopes.iter();
    let alternatives: Vec<String> = alternatives.map(|all| listed(&code(all), "and")).collect();
    match operation.scopes.as_slice() {
        [] => {}
        [only] if only.len() < 2 => facts.push(format!("scope {}", alternatives.join(""))),
        _ => facts.push(format!("scopes {}", alternatives.join(", or "))),
    }
    facts.extend(errors(context, group, operation));
    if !operation.reference.is_empty() {
        facts.push(format!("[reference]({})", operation.reference));
    }
    facts.join(" · ")
}

/// Returns the documented error statuses, with the types of bodies that differ from most others.
fn errors(context: Context<'_>, group: &GroupNames, operation: &Operation) -> Option<String> {
    let errors = operation.errors.iter().map(|error| {
        let body = error.body.as_ref().filter(|_| error.is_special);
        match body {
            Some(TypeRef::Named(id)) => {
                let (module, body) = (&group.module, context.type_ident(*id));
                format!("{} ([`{body}`](crate::{module}::{body}))", error.status)
            }
            _ => error.status.to_string(),
        }
    });
    let errors: Vec<_> = errors.collect();
    (!errors.is_empty()).then(|| format!("errors {}", errors.join(", ")))
}

/// Returns a list under its heading.
fn list(heading: &str, items: Vec<String>) -> Vec<Block> {
    if items.is_empty() {
        return Vec::new();
    }
    vec![Block::Paragraph(heading.to_owned()), Block::List(items)]
}

/// Returns an argument or option with its documentation in one line.
fn described(name: &Name, docs: &Docs) -> Option<String> {
    let sentences = docs.sentences();
    (!sentences.is_empty()).then(|| format!("`{name}`: {}", docs::markdown(&sentences)))
}

/// Returns whether the type alone, such as a string, does not say which value it is.
fn is_plain(ty: &TypeRef) -> bool {
    match ty {
        TypeRef::Scalar(_) => true,
        TypeRef::List(item) | TypeRef::Map(item) | TypeRef::Optional(item) => is_plain(item),
        _ => false,
    }
}

impl Documented<'_> {
    fn options(self) -> Vec<String> {
        let query = self.operation.query.iter().zip(&self.names.query);
        let query = query.filter_map(|(parameter, name)| described(name, &parameter.docs));
        query.chain(self.body()).collect()
    }

    /// Returns the body as an option, where it is one.
    fn body(self) -> Option<String> {
        match self.operation.body.as_ref()? {
            Body {
                kind: BodyKind::Json(ty @ (TypeRef::Named(id) | TypeRef::Boxed(id))),
                required: false,
                ..
            } => {
                let about = item_text::summary(&self.context.ty(*id).docs);
                Some(format!("`body`, {}: {about}", self.one(ty)))
            }
            _ => None,
        }
    }

    /// Returns a sentence about the result.
    fn returns(self) -> Option<String> {
        let mut sentence = match &self.operation.output {
            Output::Empty => None,
            Output::Member { at, ty } if is_plain(ty) && !at.path.is_empty() => Some(format!(
                "Returns `{}` of the response, {}.",
                at.path.join("."),
                self.one(ty)
            )),
            Output::Json { ty, .. } | Output::Member { ty, .. } => {
                Some(format!("Returns {}.", self.one(ty)))
            }
            Output::Page(page) => {
                let items = self.many(&page.item);
                Some(format!(
                    "Returns a page of {items}; `items()` and `pages()` of the request go through all pages."
                ))
            }
            Output::File { media_type } => Some(format!("Returns a file (`{media_type}`).")),
            Output::Text { media_type, .. } => Some(format!("Returns a text (`{media_type}`).")),
        };
        if let Some(event) = &self.operation.stream {
            let event = self.one(event);
            let events =
                format!("`stream()` of the request reads the result as events, each {event}.");
            sentence = Some(match sentence {
                Some(sentence) => format!("{sentence} {events}"),
                None => events,
            });
        }
        sentence
    }

    /// Returns the words for one value of a type, linked.
    fn one(self, ty: &TypeRef) -> String {
        match ty {
            TypeRef::Named(id) | TypeRef::Boxed(id) => {
                let ident = self.context.type_ident(*id);
                format!("[`{ident}`](crate::{}::{ident})", self.group.module)
            }
            TypeRef::List(item) => format!("a list of {}", self.many(item)),
            TypeRef::Map(value) => format!("a map from strings to {}", self.many(value)),
            TypeRef::Optional(value) => format!("{} or null", self.one(value)),
            TypeRef::Json => "any JSON value".to_owned(),
            TypeRef::Scalar(scalar) => match scalar {
                Scalar::String => "a string",
                Scalar::Integer | Scalar::Unsigned | Scalar::IntegerString => "an integer",
                Scalar::Float => "a number",
                Scalar::Boolean => "a boolean",
                Scalar::Timestamp => "a timestamp",
                Scalar::Secret => "a secret string",
                Scalar::Part => "a file",
            }
            .to_owned(),
        }
    }

    /// Returns the words for several values of a type, linked.
    fn many(self, ty: &TypeRef) -> String {
        match ty {
            TypeRef::Named(_) | TypeRef::Boxed(_) => format!("{} values", self.one(ty)),
            TypeRef::List(item) => format!("lists of {}", self.many(item)),
            TypeRef::Map(value) => format!("maps from strings to {}", self.many(value)),
            TypeRef::Optional(value) => format!("{}, each of which may be null", self.many(value)),
            TypeRef::Json => "JSON values".to_owned(),
            TypeRef::Scalar(scalar) => match scalar {
                Scalar::String | Scalar::Secret => "strings",
                Scalar::Integer | Scalar::Unsigned | Scalar::IntegerString => "integers",
                Scalar::Float => "numbers",
                Scalar::Boolean => "booleans",
                Scalar::Timestamp => "timestamps",
                Scalar::Part => "files",
            }
            .to_owned(),
        }
    }
}
