//! `use` lines: three blocks, names in order, lines filled.

use std::collections::BTreeSet;

use crate::render::Uses;

/// The longest line.
const WIDTH: usize = 100;

/// Returns `use` declarations with a blank line between the standard library, other crates and this one.
///
/// `own` is the path of the module that contains them.
pub(super) fn imports(uses: &Uses, own: &str) -> Vec<String> {
    let mut blocks = [const { String::new() }; 3];
    let mut modules: Vec<_> = uses
        .modules()
        .map(|(module, names)| (relative(module, own), names))
        .collect();
    modules.sort();
    for (module, names) in modules {
        let block = match module.split("::").next() {
            Some("std" | "core" | "alloc") => 0,
            Some("crate" | "self" | "super") => 2,
            _ => 1,
        };
        declare("use", module, names, &mut blocks[block]);
    }
    blocks
        .into_iter()
        .filter(|block| !block.is_empty())
        .map(|block| block.trim_end().to_owned())
        .collect()
}

/// Returns `pub use` declarations; those of everything in modules of this one are one.
pub(super) fn exports(uses: &Uses) -> String {
    let mut block = String::new();
    let mut own = BTreeSet::new();
    for (module, names) in uses.modules() {
        match module.strip_prefix("self::") {
            Some(module) if names.iter().eq(["*"]) => {
                own.insert(format!("{module}::*"));
            }
            _ => declare("pub use", module, names, &mut block),
        }
    }
    if !own.is_empty() {
        declare("pub use", "self", &own, &mut block);
    }
    block.trim_end().to_owned()
}

/// Returns `super` for the module around.
fn relative<'m>(module: &'m str, own: &str) -> &'m str {
    let parent = own.rsplit_once("::").map_or("", |(parent, _)| parent);
    if module == parent { "super" } else { module }
}

fn declare(keyword: &str, module: &str, names: &BTreeSet<String>, out: &mut String) {
    let names: Vec<&str> = names.iter().map(String::as_str).collect();
    if let [name] = names[..] {
        out.push_str(&format!("{keyword} {module}::{name};\n"));
        return;
    }
    let line = format!("{keyword} {module}::{{{}}};\n", names.join(", "));
    if line.len() <= WIDTH + 1 {
        out.push_str(&line);
        return;
    }
    out.push_str(&format!("{keyword} {module}::{{\n"));
    let mut line = String::from("   ");
    for name in names {
        if line.len() + name.len() + 2 > WIDTH {
            out.push_str(&line);
            out.push('\n');
            line = String::from("   ");
        }
        line.push(' ');
        line.push_str(name);
        line.push(',');
    }
    out.push_str(&line);
    out.push_str("\n};\n");
}
