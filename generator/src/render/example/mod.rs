//! Examples of calls: code that compiles, with values made from names and types.

use std::collections::{BTreeMap, BTreeSet};

use crate::names::Name;
use serde_json::Value;

use super::example_code::{Code, import};
use super::method_docs::Documented;
use super::scope::{Context, Mode};
use crate::ir::{
    Body, BodyKind, Build, Field, Output, Presence, Record, Scalar, Shape, TypeId, TypeRef,
};
use crate::names::{GroupNames, snake, value_like};

/// The deepest nesting of records in an example.
const DEPTH: usize = 4;

/// Returns the lines of an example, fences included; none if the client's library has no name.
pub(super) fn example(method: Documented<'_>) -> Option<Vec<String>> {
    let library = method.context.api.library.as_deref()?;
    let mut example = Example {
        context: method.context,
        group: method.group,
        library,
        imports: BTreeSet::new(),
        given: vec![format!("client: {library}::Client")],
    };
    let code = match &method.operation.docs.example {
        Some(text) => text.trim_end().lines().map(str::to_owned).collect(),
        None => example.call(method),
    };
    let is_import = |line: &&String| line.starts_with("use ");
    let mut lines = vec!["```no_run".to_owned()];
    lines.extend(example.imports());
    lines.extend(code.iter().take_while(is_import).cloned());
    if lines.len() > 1 {
        lines.push(String::new());
    }
    let given = example.given.join(", ");
    lines.push(format!(
        "# async fn example({given}) -> {library}::Result<()> {{"
    ));
    let rest = code.iter().skip_while(is_import);
    lines.extend(rest.skip_while(|line| line.is_empty()).cloned());
    lines.extend(["# Ok(())", "# }", "```"].map(str::to_owned));
    Some(lines)
}

struct Example<'a> {
    context: Context<'a>,
    group: &'a GroupNames,
    library: &'a str,
    /// Paths of the used types.
    imports: BTreeSet<String>,
    /// Parameters of the function around the example: values that a reader has.
    given: Vec<String>,
}

impl Example<'_> {
    /// Returns the `use` declarations, one for each module.
    fn imports(&self) -> Vec<String> {
        let mut modules: BTreeMap<&str, Vec<&str>> = BTreeMap::new();
        for (module, name) in self
            .imports
            .iter()
            .filter_map(|path| path.rsplit_once("::"))
        {
            modules.entry(module).or_default().push(name);
        }
        let modules = modules.into_iter();
        modules
            .flat_map(|(module, names)| import(module, &names))
            .collect()
    }

    /// Returns the statements of a call.
    fn call(&mut self, method: Documented<'_>) -> Vec<String> {
        let (operation, names) = (method.operation, method.names);
        let (mut lines, values) = self.arguments(method);
        let mut calls = vec![
            Code::Call(self.group.module.to_string(), Vec::new()),
            Code::Call(names.method.to_string(), values),
        ];
        let taken: Vec<String> = names.arguments.iter().map(Name::to_string).collect();
        let result = self.result(&operation.output, &taken);
        let (start, last, each) = match (&operation.output, &operation.stream) {
            (Output::Page(_), _) => (
                "let mut items = ".to_owned(),
                &["items()"][..],
                Some((result.as_str(), "items")),
            ),
            (_, Some(_)) => (
                "let mut events = ".to_owned(),
                &["stream()", "await?"][..],
                Some(("event", "events")),
            ),
            (Output::Empty, None) => (String::new(), &["await?"][..], None),
            _ => (format!("let {result} = "), &["await?"][..], None),
        };
        calls.extend(last.iter().map(|call| Code::text(*call)));
        lines.extend(Code::Chain("client".to_owned(), calls).statement(&start, ";"));
        if let Some((item, stream)) = each {
            lines.extend(self.each(item, stream));
        }
        lines
    }

    /// Returns the arguments of a method, and the statements before the call.
    fn arguments(&mut self, method: Documented<'_>) -> (Vec<String>, Vec<Code>) {
        let (operation, names) = (method.operation, method.names);
        let mut lines = Vec::new();
        let arguments = operation.arguments.iter().zip(&names.arguments);
        let mut values: Vec<Code> = arguments
            .map(|(argument, name)| {
                let value = self.value(&argument.ty, &argument.wire, 0);
                value.unwrap_or_else(|| self.given(name.to_string(), &argument.ty))
            })
            .collect();
        match &operation.body {
            Some(Body {
                kind: BodyKind::Json(ty),
                required: true,
                ..
            }) => {
                let value = self.value(ty, "body", 0);
                let value = value.unwrap_or_else(|| self.given("body".to_owned(), ty));
                if value.is_short() {
                    values.push(value);
                } else {
                    lines.extend(value.statement("let body = ", ";"));
                    values.push(Code::text("body"));
                }
            }
            Some(Body {
                kind: BodyKind::Octets,
                ..
            }) => values.push(Code::text("b\"content\".to_vec()")),
            _ => {}
        }
        (lines, values)
    }

    /// Returns a loop over a stream.
    fn each(&mut self, item: &str, stream: &str) -> [String; 3] {
        self.imports.insert("futures_util::TryStreamExt".to_owned());
        [
            format!("while let Some({item}) = {stream}.try_next().await? {{"),
            format!("    println!(\"{{{item}:?}}\");"),
            "}".to_owned(),
        ]
    }

    /// Returns the name of the variable with the result, or with an item of it.
    fn result(&self, output: &Output, taken: &[String]) -> String {
        let name = match output {
            Output::Json { ty, .. } | Output::Member { ty, .. } => self.variable(ty),
            Output::Page(page) if page.map => "entry".to_owned(),
            Output::Page(page) => self.variable(&page.item),
            Output::File { .. } => "file".to_owned(),
            Output::Text { secret, .. } => if *secret { "secret" } else { "text" }.to_owned(),
            Output::Empty => String::new(),
        };
        let is_taken = ["client", "body", "items", "events"].contains(&name.as_str());
        if is_taken || taken.contains(&name) {
            return "result".to_owned();
        }
        name
    }

    fn variable(&self, ty: &TypeRef) -> String {
        match ty {
            TypeRef::Named(id) | TypeRef::Boxed(id) => {
                let name = snake(&self.context.type_ident(*id).to_string());
                let name = match name.ends_with("_created") {
                    true => "created",
                    false => &name,
                };
                value_like(name).unwrap_or_else(|| "value".to_owned())
            }
            TypeRef::List(item) => match self.variable(item) {
                name if name.ends_with('s') => name,
                name => match name.strip_suffix('y') {
                    Some(stem) => format!("{stem}ies"),
                    None => format!("{name}s"),
                },
            },
            TypeRef::Map(_) => "map".to_owned(),
            TypeRef::Optional(ty) => self.variable(ty),
            TypeRef::Scalar(_) | TypeRef::Json => "value".to_owned(),
        }
    }

    /// Adds a parameter to the function around the example.
    fn given(&mut self, name: String, ty: &TypeRef) -> Code {
        let ty = self.type_path(ty);
        self.given.push(format!("{name}: {ty}"));
        Code::Text(name)
    }

    fn type_path(&self, ty: &TypeRef) -> String {
        let library = self.library;
        match ty {
            TypeRef::Named(id) => self.path(*id),
            TypeRef::Boxed(id) => format!("Box<{}>", self.path(*id)),
            TypeRef::List(item) => format!("Vec<{}>", self.type_path(item)),
            TypeRef::Map(value) => format!(
                "std::collections::BTreeMap<String, {}>",
                self.type_path(value)
            ),
            TypeRef::Optional(value) => format!("Option<{}>", self.type_path(value)),
            TypeRef::Json => format!("{library}::serde_json::Value"),
            TypeRef::Scalar(scalar) => match scalar {
                Scalar::String => "String".to_owned(),
                Scalar::Integer => "i64".to_owned(),
                Scalar::Unsigned => "u64".to_owned(),
                Scalar::Float => "f64".to_owned(),
                Scalar::Boolean => "bool".to_owned(),
                Scalar::Timestamp => format!("{library}::Timestamp"),
                Scalar::IntegerString => format!("{library}::IntegerString"),
                Scalar::Secret => format!("{library}::Secret"),
                Scalar::Part => format!("{library}::Part"),
            },
        }
    }

    fn path(&self, id: TypeId) -> String {
        let ident = self.context.type_ident(id);
        format!("{}::{}::{ident}", self.library, self.group.module)
    }

    /// Returns a value that callers can pass for a type; none if it takes more than names and types to make one.
    fn value(&mut self, ty: &TypeRef, name: &str, depth: usize) -> Option<Code> {
        match ty {
            TypeRef::Scalar(scalar) => self.scalar(*scalar, name),
            TypeRef::Named(id) | TypeRef::Boxed(id) => self.named(*id, name, depth),
            TypeRef::List(item) => match Mode::of(ty) {
                Mode::All | Mode::Each if !matches!(**item, TypeRef::List(_)) => {
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
                let index = values.iter().position(|value| sample == Some(&value.wire));
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
            let is_simple =
                |field: &Field| is_settable(field) && matches!(field.ty, TypeRef::Scalar(_));
            let named = fields().find(|(field, _)| field.wire == "name" && is_simple(field));
            let simple = named.or_else(|| fields().find(|(field, _)| is_simple(field)));
            if let Some((field, ident)) = simple
                && let Some(value) = self.field(field, depth)
            {
                setters.push(Code::Call(ident.to_string(), vec![value]));
            } else {
                // A body without anything would change nothing.
                let filled = fields().filter(|(field, _)| is_settable(field));
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
