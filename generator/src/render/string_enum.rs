//! Open sets of strings: `string_enum!`.

use quote::quote;

use super::{
    context::Context,
    docs::{self, item_text},
    module::{CodeItem, Unit},
    type_printer::TypePrinter,
};
use crate::ir::{EnumValue, TypeDef, TypeId};

pub(super) fn render(context: Context<'_>, id: TypeId, ty: &TypeDef, values: &[EnumValue]) -> Unit {
    let names = context.names.ty(id);
    let mut types = TypePrinter::new(context);
    types.codec("string_enum");

    let ident = &names.ident;
    let docs = item_text::item(&ty.docs, 4);
    let values = values.iter().zip(&names.members).map(|(value, variant)| {
        let wire = &value.wire;
        let docs = value
            .docs
            .iter()
            .map(|text| docs::blocks(&item_text::parse(text), 8));
        quote! { #(#docs)* #variant = #wire, }
    });
    let body = quote! { #docs pub enum #ident { #(#values)* } };
    Unit {
        part: Vec::new(),
        defines: vec![ident.to_string()],
        uses: types.uses,
        code_items: vec![CodeItem::Macro {
            name: "string_enum",
            body,
        }],
    }
}
