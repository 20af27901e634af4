//! From tokens to text.
//!
//! Items go through prettyplease; the invocations of the runtime's macros, which it leaves alone, are laid out here.
//! Every unit is formatted once; how a module is divided into files is decided by the lines that came out.

mod entries;
mod error;
mod file;
mod flat;
mod imports;
mod items;
mod layout;
mod macros;
mod parts;
mod unit;

pub use self::error::FormatError;
pub use self::layout::{MAX_LINES, ROOT};
use self::unit::FormattedUnit;
use crate::render::{CodeItem, Module};
use crate::tree::FileTree;

/// Formats modules and divides them into files.
///
/// # Errors
///
/// Fails where tokens are no Rust, and where a file would be too long and cannot be divided.
pub fn format(modules: Vec<Module>) -> Result<FileTree, FormatError> {
    let mut tree = FileTree::default();
    for mut module in modules {
        let name = module.path.join("::");
        let head = texts(std::mem::take(&mut module.head), &name)?;
        let units = texts(std::mem::take(&mut module.units), &name)?;
        for (path, text) in parts::files(&module, &head, &units)? {
            if tree.insert(path.clone(), text).is_some() {
                return Err(FormatError::Twice { path });
            }
        }
    }
    Ok(tree)
}

fn texts(units: Vec<crate::render::Unit>, module: &str) -> Result<Vec<FormattedUnit>, FormatError> {
    units
        .into_iter()
        .map(|unit| {
            let mut text = FormattedUnit {
                part: unit.part,
                defines: unit.defines,
                uses: unit.uses,
                members: Vec::new(),
                items: Vec::new(),
            };
            for piece in unit.code_items {
                match piece {
                    CodeItem::Member(member) => text.members.push(items::member(&member, module)?),
                    CodeItem::Item(tokens) => text.items.push(items::item(&tokens, module)?),
                    CodeItem::Macro { name, body } => {
                        text.items.push(macros::invocation(name, body));
                    }
                    CodeItem::List { name, entries } => {
                        text.items.push(entries::invocation(name, entries));
                    }
                }
            }
            Ok(text)
        })
        .collect()
}
