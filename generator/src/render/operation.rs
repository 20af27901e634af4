//! Operations as data: `operation!`, and `setters!` for their optional arguments.

use proc_macro2::{Literal, TokenStream};

use quote::{format_ident, quote};

use super::{
    argument_form::ArgumentForm,
    context::Context,
    deprecated::deprecated,
    docs::{self, item_text},
    macro_words,
    module::{CodeItem, Module, Unit},
    type_printer::TypePrinter,
};
use crate::{
    ir::{
        ArgumentLocation, Body, BodyFormat, BodyKind, Group, Location, Operation, Output, Page,
        QueryParameter, Server, TypeRef, ValueStyle,
    },
    names::{GroupNames, Name, OperationNames},
};

/// Returns the module `ops` of a group.
pub(super) fn module(context: Context<'_>, group: &Group, names: &GroupNames) -> Module {
    let defined: Vec<String> = names
        .operations
        .iter()
        .map(|operation| operation.operation.to_string())
        .collect();
    let operations = group.operations.iter().zip(&names.operations);
    Module {
        path: vec![names.module.to_string(), "ops".to_owned()],
        docs: format!(
            "The operations of {} as data.",
            docs::markdown(std::slice::from_ref(&group.title))
        ),
        head: vec![known(group, names)],
        units: operations
            .map(|(operation, own)| render(context, names, &defined, operation, own))
            .collect(),
        ..Module::default()
    }
}

/// Returns the list by which the fake knows the operation of a request that has only method and path.
fn known(group: &Group, names: &GroupNames) -> Unit {
    let operations = group.operations.iter().zip(&names.operations);
    let mut operations: Vec<_> = operations
        .map(|(operation, own)| (&operation.id, &own.operation))
        .collect();
    operations.sort();
    // The methods of one operation have the same ID, HTTP method and path.
    operations.dedup_by_key(|(id, _)| *id);
    let entries = operations
        .iter()
        .map(|(_, operation)| quote! { #operation::META });
    let docs = docs::text("The properties of each operation.", 0);
    let item = quote! {
        #docs
        #[cfg(feature = "fake")]
        pub(crate) const OPERATIONS: &[&crate::runtime::operation::Meta] = {
            use crate::runtime::operation::Operation as _;
            &[#(#entries),*]
        };
    };
    Unit {
        defines: vec!["OPERATIONS".to_owned()],
        code_items: vec![CodeItem::Item(item)],
        ..Unit::default()
    }
}

fn render(
    context: Context<'_>,
    group: &GroupNames,
    defined: &[String],
    operation: &Operation,
    names: &OperationNames,
) -> Unit {
    let mut types = TypePrinter::beside(context, defined);
    types.runtime("operation");

    let head = head(group, operation, names, &mut types);
    let http_method = format_ident!("{}", operation.http_method);
    let (id, path) = (&operation.id, &operation.path);
    let scopes = operation
        .scopes
        .iter()
        .map(|scopes| quote! { [#(#scopes),*] });
    let facts = facts(operation);
    let output = output(&operation.output, &mut types);
    let may_be_empty = operation.may_be_empty.then(|| quote! { may_be_empty true });
    let stream = operation.stream.as_ref().map(|event| {
        let event = types.print(event);
        let ends = &operation.stream_ends;
        let ends = (!ends.is_empty()).then(|| quote! { until [#(#ends),*]; });
        let member = operation.stream_member.as_ref();
        let member = member.map(|member| quote! { chosen_by #member; });
        quote! { stream #event; #member #ends }
    });
    let errors = operation.errors.iter();
    let errors = errors.map(|error| Literal::u16_unsuffixed(error.status));

    let body = quote! {
        #head
        id #id;
        #http_method #path;
        scopes [#(#scopes),*];
        #facts
        output #output #may_be_empty;
        #stream
        errors [#(#errors),*];
    };
    let mut code_items = vec![CodeItem::Macro {
        name: "operation",
        body,
    }];
    code_items.extend(setters(operation, names, &mut types));
    Unit {
        part: names.segments.clone(),
        defines: vec![names.operation.to_string()],
        uses: types.uses,
        code_items,
    }
}

/// Returns the setters of the arguments that a request can do without.
fn setters(
    operation: &Operation,
    names: &OperationNames,
    types: &mut TypePrinter<'_>,
) -> Option<CodeItem> {
    let own = operation.query.iter().zip(&names.query);
    let mut setters: Vec<_> = own
        .filter(|(parameter, _)| !parameter.provided)
        .map(|(parameter, setter)| query_parameter(parameter, setter, types))
        .collect();
    setters.extend(optional_body(operation, types));
    if setters.is_empty() {
        return None;
    }
    types.runtime("setters");
    let ident = &names.operation;
    Some(CodeItem::Macro {
        name: "setters",
        body: quote! { #ident { #(#setters)* } },
    })
}

fn head(
    group: &GroupNames,
    operation: &Operation,
    names: &OperationNames,
    types: &mut TypePrinter<'_>,
) -> TokenStream {
    let (module, handle, method) = (&group.module, &group.handle, &names.method);
    let summary = format!("Request of [`{method}`](crate::{module}::{handle}::{method}).");
    let docs = docs::text(&summary, 4);
    let ident = &names.operation;
    let mut fields: Vec<TokenStream> = Vec::new();
    for (argument, field) in operation.arguments.iter().zip(&names.arguments) {
        let ty = types.print(&argument.ty);
        let wire = &argument.wire;
        let kind = format_ident!("{}", macro_words::argument(argument));
        fields.push(match argument.location {
            ArgumentLocation::Url => quote! { #field: #kind #ty },
            _ => {
                let renamed = (field != wire).then(|| quote! { = #wire });
                quote! { #field: #kind #ty #renamed }
            }
        });
    }
    fields.extend(operation.body.as_ref().and_then(|own| body(own, types)));
    if fields.is_empty() {
        quote! { #docs pub struct #ident; }
    } else {
        quote! { #docs pub struct #ident { #(#fields),* } }
    }
}

/// The field of a body that callers must give.
fn body(body: &Body, types: &mut TypePrinter<'_>) -> Option<TokenStream> {
    let kind = format_ident!("{}", macro_words::body(body));
    Some(match (&body.kind, &body.format, body.required) {
        (BodyKind::Octets, BodyFormat::Typed(media_type), _) => {
            types.runtime("Payload");
            quote! { body: #kind Payload = #media_type }
        }
        (BodyKind::Octets, _, _) => {
            types.runtime("Payload");
            quote! { body: #kind Payload }
        }
        (BodyKind::Json(ty), _, true) => {
            let ty = types.print(ty);
            quote! { body: #kind #ty }
        }
        (BodyKind::Json(_), _, false) => return None,
    })
}

/// A body that is set on the request, so that no field of the struct holds it.
fn optional_body(operation: &Operation, types: &mut TypePrinter<'_>) -> Option<TokenStream> {
    match operation.body.as_ref() {
        Some(Body {
            kind: BodyKind::Json(ty),
            required: false,
            ..
        }) => {
            let about = match ty {
                TypeRef::Named(id) | TypeRef::Boxed(id) => {
                    item_text::summary(&types.context().ty(*id).docs)
                }
                _ => String::new(),
            };
            let ty = types.print(ty);
            let text = format!("Sets the body, which is optional. {about}");
            let docs = docs::text(text.trim_end(), 8);
            Some(quote! { #docs body: body #ty, })
        }
        _ => None,
    }
}

fn facts(operation: &Operation) -> TokenStream {
    let idempotent = operation
        .idempotent
        .map(|idempotent| quote! { idempotent #idempotent; });
    let security = operation.security.as_ref().map(|requirements| {
        let sets = requirements.iter().map(|names| quote! { [#(#names),*] });
        quote! { security [#(#sets),*]; }
    });
    let server = match &operation.server {
        Server::Api => None,
        Server::Named(name) => Some(quote! { server named #name; }),
        Server::Upload => Some(quote! { server upload; }),
        Server::At(url) => Some(quote! { server at #url; }),
    };
    let body = operation.body.as_ref();
    let sends = body.and_then(|body| body.media_type.as_ref());
    let sends = sends.map(|media_type| quote! { sends #media_type; });
    let accepts = operation.accepts.as_ref();
    let accepts = accepts.map(|media_type| quote! { accepts #media_type; });
    let encoded = body.map(encodings);
    let arguments = operation.arguments.iter();
    let minima = arguments.filter_map(|argument| {
        let minimum = Literal::i64_unsuffixed(argument.minimum?);
        let name = &argument.wire;
        Some(quote! { #name #minimum })
    });
    let minima: Vec<_> = minima.collect();
    let minima = (!minima.is_empty()).then(|| quote! { minima [#(#minima),*]; });
    quote! { #idempotent #server #security #sends #accepts #encoded #minima }
}

/// Returns how the members of a form and the parts of a body are written.
fn encodings(body: &Body) -> TokenStream {
    let styles = body.styles.iter().map(|(name, style)| {
        let style = format_ident!("{}", macro_words::styled(*style));
        quote! { #name #style }
    });
    let styles = (!body.styles.is_empty()).then(|| quote! { styles [#(#styles),*]; });
    let types = body.part_types.iter();
    let types = types.map(|(name, media_type)| quote! { #name #media_type });
    let types = (!body.part_types.is_empty()).then(|| quote! { part_types [#(#types),*]; });
    quote! { #styles #types }
}

fn query_parameter(
    parameter: &QueryParameter,
    setter: &Name,
    types: &mut TypePrinter<'_>,
) -> TokenStream {
    let wire = &parameter.wire;
    let docs = item_text::item(&parameter.docs, 8);
    let deprecated = deprecated(parameter.deprecated);
    let (mode, ty) = match (ArgumentForm::of(&parameter.ty), &parameter.ty) {
        _ if parameter.header || parameter.style != ValueStyle::Plain => {
            (macro_words::setter(parameter), types.print(&parameter.ty))
        }
        (ArgumentForm::All, TypeRef::List(item)) => ("all", types.print(item)),
        (ArgumentForm::Each, TypeRef::List(item)) => ("each", types.print(item)),
        (_, ty) => ("nullable", types.print(ty)),
    };
    let mode = format_ident!("{mode}");
    let renamed = (setter != wire).then(|| quote! { = #wire });
    quote! { #docs #deprecated #setter: #mode #ty #renamed, }
}

fn output(output: &Output, types: &mut TypePrinter<'_>) -> TokenStream {
    match output {
        Output::Empty => quote! { empty },
        Output::Json { ty, resource } => {
            let ty = types.print(ty);
            let needs = resource.as_ref().map(|name| quote! { needs #name });
            quote! { json(#ty) #needs }
        }
        Output::Member { at, ty } => {
            let ty = types.print(ty);
            let at = location(at);
            quote! { member(#ty) #at }
        }
        Output::Page(page) => page_output(page, types),
        Output::File { .. } => quote! { file },
        Output::Text { secret: true, .. } => quote! { secret_text },
        Output::Text { media_type, .. } if media_type.starts_with("text/html") => quote! { html },
        Output::Text { secret: false, .. } => quote! { text },
    }
}

fn location(at: &Location) -> TokenStream {
    let path = &at.path;
    let others = at.others.iter().map(|path| quote! { or [#(#path),*] });
    let optional = at.optional.then(|| quote! { optional true });
    quote! { at [#(#path),*] #(#others)* #optional }
}

fn page_output(page: &Page, types: &mut TypePrinter<'_>) -> TokenStream {
    let keyword = if page.map {
        format_ident!("page_map")
    } else {
        format_ident!("page")
    };
    let item = types.print(&page.item);
    let extra = page.extra.as_ref().map(|extra| {
        let extra = types.print(extra);
        quote! { , #extra }
    });
    let at = location(&page.at);
    let style = format_ident!("{}", page.style.name());
    let largest = page.largest.map(|largest| {
        let largest = Literal::u32_unsuffixed(largest);
        quote! { max #largest }
    });
    quote! { #keyword(#item #extra) #at by #style #largest }
}
