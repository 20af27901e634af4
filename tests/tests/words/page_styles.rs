//! Page styles, which the generator and the runtime both list.

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;

use generator::ir::PageStyle;
use quote::ToTokens;
use syn::{Expr, ImplItem, Item, Stmt};

/// The parameter for the number of items on a page, by style.
type SizeParameters = BTreeMap<String, Option<String>>;

#[test]
fn both_tables_of_page_styles_name_the_same_parameters() {
    let known = PageStyle::ALL.map(|style| {
        let parameter = style.size_parameter().map(str::to_owned);
        (format!("{style:?}"), parameter)
    });
    assert_eq!(of_the_runtime(), known.into());
}

/// Reads the table of the runtime.
fn of_the_runtime() -> SizeParameters {
    let file = "../generated-client/src/runtime/operation/page_style.rs";
    let text = fs::read_to_string(Path::new(env!("CARGO_MANIFEST_DIR")).join(file)).expect("file");
    let mut parameters = SizeParameters::new();
    for item in syn::parse_file(&text).expect("Rust").items {
        let Item::Impl(item) = item else { continue };
        for method in item.items {
            if let ImplItem::Fn(method) = method
                && method.sig.ident == "size_parameter"
                && let Some(Stmt::Expr(Expr::Match(table), _)) = method.block.stmts.first()
            {
                for arm in &table.arms {
                    let value = arm.body.to_token_stream().to_string();
                    let value = value.split('"').nth(1).map(str::to_owned);
                    let styles = arm.pat.to_token_stream().to_string();
                    parameters.extend(styles.split('|').map(|style| {
                        let name = style.rsplit("::").next().unwrap_or(style);
                        (name.trim().to_owned(), value.clone())
                    }));
                }
            }
        }
    }
    parameters
}
