//! Single items as one line of text.

use super::model::{Argument, Field, Method, OptionSetter, Type, TypeItem, Variant, Waiter};

/// Returns what a method takes and returns.
pub(crate) fn signature(name: &str, method: &Method) -> String {
    let mut arguments = arguments(&method.arguments);
    let body = method.body.as_ref().filter(|body| body.required);
    arguments.extend(body.map(|body| format!("body: {}", body.ty)));
    format!("fn {name}({}) -> {}", arguments.join(", "), method.output)
}

/// Returns the signature of a method and its facts.
pub(crate) fn method(name: &str, method: &Method) -> String {
    let mut parts = vec![
        signature(name, method),
        format!("{} {}", method.http_method, method.path),
    ];
    if method.host != "api" {
        parts.push(format!("host {}", method.host));
    }
    parts.extend(method.pages.map(|style| format!("pages by {style}")));
    let events = method.events.as_ref();
    parts.extend(events.map(|event| format!("events {event}")));
    let idempotent = method.idempotent;
    parts.extend(idempotent.map(|idempotent| format!("idempotent {idempotent}")));
    parts.push(statuses(&method.statuses));
    parts.push(format!("errors {}", statuses(&method.errors)));
    if !method.scopes.is_empty() {
        parts.push(format!("scope {}", scopes(&method.scopes)));
    }
    if method.deprecated {
        parts.push("deprecated".to_owned());
    }
    parts.push(format!("ops::{}", method.operation));
    parts.retain(|part| !part.is_empty());
    parts.join(" · ")
}

/// Returns scopes: alternatives, each a set.
pub(crate) fn scopes(scopes: &[Vec<String>]) -> String {
    let sets: Vec<_> = scopes.iter().map(|set| set.join(" + ")).collect();
    sets.join(" or ")
}

/// Returns statuses, separated by spaces.
pub(crate) fn statuses(statuses: &[u16]) -> String {
    let statuses: Vec<_> = statuses.iter().map(u16::to_string).collect();
    statuses.join(" ")
}

/// Returns a method and its setters, one line each.
pub(crate) fn method_and_options(name: &str, of: &Method) -> Vec<String> {
    let mut lines = vec![method(name, of)];
    let options = of.options.iter();
    lines.extend(options.map(|(setter, of)| format!("fn {name}.{}", option(setter, of))));
    let body = of.body.as_ref().filter(|body| !body.required);
    lines.extend(body.map(|body| format!("fn {name}.body({})", body.ty)));
    lines
}

/// Returns a setter of an optional parameter.
pub(crate) fn option(name: &str, option: &OptionSetter) -> String {
    format!("{name}({}){}", option.ty, mark(option.deprecated))
}

/// Returns arguments as a signature has them.
pub(crate) fn arguments(arguments: &[Argument]) -> Vec<String> {
    let arguments = arguments.iter();
    arguments
        .map(|argument| format!("{}: {}", argument.name, argument.ty))
        .collect()
}

/// Returns a method that waits.
pub(crate) fn waiter(name: &str, waiter: &Waiter) -> String {
    let arguments = arguments(&waiter.arguments).join(", ");
    let mut ready = waiter.ready.clone();
    if waiter.gone_is_ready {
        ready.push("gone".to_owned());
    }
    let mut parts = vec![
        format!("fn {name}({arguments})"),
        format!("polls {}", waiter.polls),
        waiter.state.clone(),
        format!("ready {}", ready.join(" ")),
    ];
    if !waiter.failed.is_empty() {
        parts.push(format!("failed {}", waiter.failed.join(" ")));
    }
    parts.retain(|part| !part.is_empty());
    parts.join(" · ")
}

/// Returns a type and its members, one line each.
pub(crate) fn type_and_members(name: &str, ty: &Type) -> Vec<String> {
    let kind = ty.item.kind();
    let default = match ty.item {
        TypeItem::Struct { default: false, .. } => " · no Default",
        _ => "",
    };
    let mut lines = vec![format!("{kind} {name}{default}{}", mark(ty.deprecated))];
    let models = ty.made_from.iter();
    lines.extend(models.map(|model| format!("{kind} {name}: From<&{model}>")));
    match &ty.item {
        TypeItem::Struct { fields, new, .. } => {
            let fields = fields.iter();
            lines.extend(
                fields.map(|(name_of, of)| format!("{kind} {name}.{}", field(name_of, of))),
            );
            let new = new.iter();
            lines.extend(new.map(|new| format!("{kind} {name}::new({})", new.join(", "))));
        }
        TypeItem::Enum(values) => {
            let values = values.iter();
            lines.extend(values.map(|(of, wire)| format!("{kind} {name}::{of} = {wire:?}")));
        }
        TypeItem::Union(variants) => {
            let variants = variants.iter();
            lines.extend(
                variants.map(|(of, holds)| format!("{kind} {name}::{}", variant(of, holds))),
            );
        }
    }
    lines
}

/// Returns a field.
pub(crate) fn field(name: &str, field: &Field) -> String {
    let setter = if field.setter { " · setter" } else { "" };
    let needed = if field.needed { " · required" } else { "" };
    format!(
        "{name}: {}{needed}{setter}{}",
        field.ty,
        mark(field.deprecated)
    )
}

/// Returns a variant of a union.
pub(crate) fn variant(name: &str, variant: &Variant) -> String {
    let from = if variant.from { " · From" } else { "" };
    format!("{name}({}) · {}{from}", variant.ty, variant.selected_by)
}

fn mark(deprecated: bool) -> &'static str {
    if deprecated { " · deprecated" } else { "" }
}
