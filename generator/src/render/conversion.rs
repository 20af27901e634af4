//! Conversions: `conversion!`, for request bodies that are made from models.

use std::collections::BTreeMap;

use proc_macro2::{Ident, TokenStream};

use crate::names::Name;
use quote::{format_ident, quote};

use super::{context::Context, module::CodeItem, type_printer::TypePrinter};
use crate::ir::{
    Conversion, ConversionForm, ConversionKind, ConversionStep, ConvertedField, TypeId,
};

/// Returns the conversion of a model into the body `id`.
pub(super) fn render(
    context: Context<'_>,
    id: TypeId,
    conversion: &Conversion,
    types: &mut TypePrinter<'_>,
) -> CodeItem {
    types.codec("conversion");
    let names = context.names.ty(id);
    let model = types.named(conversion.model);
    let body = &names.ident;
    let content = match &conversion.form {
        ConversionForm::Whole { field, kind } => {
            let (kind, field) = (word(*kind), &names.members[*field]);
            quote! { whole #kind #field }
        }
        ConversionForm::Fields { fields, one_of } => {
            let lists = lists(context, fields, &names.members);
            let pairs = one_of.iter().map(|&(first, second)| {
                let (first, second) = (&names.members[first], &names.members[second]);
                quote! { #first #second }
            });
            let pairs = (!one_of.is_empty()).then(|| quote! { one_of [#(#pairs),*]; });
            quote! { #(#lists)* #pairs }
        }
    };
    CodeItem::Macro {
        name: "conversion",
        body: quote! { #model => #body { #content } },
    }
}

/// Returns the fields by how they are converted.
fn lists(context: Context<'_>, fields: &[ConvertedField], members: &[Name]) -> Vec<TokenStream> {
    let mut plain: BTreeMap<(ConversionKind, StepForm), Vec<TokenStream>> = BTreeMap::new();
    let mut other: BTreeMap<ConversionKind, Vec<TokenStream>> = BTreeMap::new();
    for converted in fields {
        let field = &members[converted.field];
        match converted.path.as_slice() {
            [step] if step_name(context, step) == field => {
                let list = plain.entry((converted.kind, step.into())).or_default();
                list.push(quote! { #field });
            }
            steps => {
                let steps = steps.iter().map(|step| {
                    let (how, name) = (StepForm::from(step).word(), step_name(context, step));
                    quote! { #how #name }
                });
                let list = other.entry(converted.kind).or_default();
                list.push(quote! { #field = #(#steps)* });
            }
        }
    }
    let plain = plain.into_iter().map(|((kind, form), fields)| {
        let (kind, how) = (word(kind), (form != StepForm::Given).then(|| form.word()));
        quote! { #kind #how [#(#fields),*]; }
    });
    let other = other.into_iter().map(|(kind, fields)| {
        let kind = word(kind);
        quote! { #kind from [#(#fields),*]; }
    });
    plain.chain(other).collect()
}

fn step_name<'a>(context: Context<'a>, step: &ConversionStep) -> &'a Name {
    &context.names.ty(step.ty).members[step.field]
}

/// How a step finds its value.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum StepForm {
    Given,
    Always,
    EvenEmpty,
}

impl From<&ConversionStep> for StepForm {
    fn from(step: &ConversionStep) -> Self {
        match (step.is_always, step.may_be_empty) {
            (false, _) => Self::Given,
            (true, false) => Self::Always,
            (true, true) => Self::EvenEmpty,
        }
    }
}

impl StepForm {
    /// The word for it in `conversion!`.
    fn word(self) -> Ident {
        match self {
            Self::Given => format_ident!("given"),
            Self::Always => format_ident!("always"),
            Self::EvenEmpty => format_ident!("even_empty"),
        }
    }
}

fn word(kind: ConversionKind) -> Ident {
    match kind {
        ConversionKind::Same => format_ident!("same"),
        ConversionKind::Nested => format_ident!("nested"),
        ConversionKind::Each => format_ident!("each"),
        ConversionKind::Text => format_ident!("text"),
    }
}
