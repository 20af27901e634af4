//! Examples of calls: code that compiles, with values made from names and types.

mod code;
mod names;
mod replacement;
mod values;

use std::collections::{BTreeMap, BTreeSet};

use self::code::{Code, import};
use self::names::described;
use super::context::Context;
use super::documented::Documented;
use crate::ir::{Body, BodyKind, Output, Scalar, TypeId, TypeRef};
use crate::names::{GroupNames, Name, snake, value_like};

/// Returns the lines of an example, fences included; none if the client's library has no name.
pub(super) fn example(method: Documented<'_>) -> Option<Vec<String>> {
    let library = method.context.api.library.as_deref()?;
    let mut example = Example {
        context: method.context,
        group: method.group,
        library,
        imports: BTreeSet::new(),
        passed: method
            .operation
            .arguments
            .iter()
            .map(|argument| argument.wire.as_str())
            .collect(),
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
    /// The arguments of the method, by their names in the document.
    passed: BTreeSet<&'a str>,
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
                let described = described(&operation.path, &argument.wire);
                let value = self.value(&argument.ty, &described, 0);
                value.unwrap_or_else(|| self.given(name.to_string(), &argument.ty))
            })
            .collect();
        match &operation.body {
            Some(Body {
                kind: BodyKind::Json(ty),
                required: true,
                ..
            }) => {
                if let Some(present) = self.replacement(method, &values) {
                    values.push(Code::text("body"));
                    return (present, values);
                }
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
            Output::Json { ty, .. } => self.variable(ty),
            Output::Member { at, ty } => self.member(ty, at.path.last()),
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

    /// Returns the name of a variable with a member of a response: of its type, or of the member where the type has no name.
    fn member(&self, ty: &TypeRef, wire: Option<&String>) -> String {
        let member = wire
            .filter(|_| !is_named(ty))
            .and_then(|wire| value_like(wire));
        member.unwrap_or_else(|| self.variable(ty))
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
                name if name.ends_with('s') || name.ends_with("data") => name,
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
}

/// Returns whether a type, or the type of its items, is a generated one.
fn is_named(ty: &TypeRef) -> bool {
    match ty {
        TypeRef::Named(_) | TypeRef::Boxed(_) => true,
        TypeRef::List(item) | TypeRef::Optional(item) => is_named(item),
        TypeRef::Map(_) | TypeRef::Scalar(_) | TypeRef::Json => false,
    }
}
