//! The order of the arguments of `new`: recorded, so that it never changes unnoticed.
//!
//! Arguments of one type can change places without an error of the compiler. The order follows the document, which may
//! list required members in another order tomorrow. So `spec/argument-order.toml` records it, and a person accepts a
//! change.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write as _;

use crate::ir::{Api, Build, Home, Shape};
use crate::lines::lines;
use crate::names::NameTable;
use crate::toml_text;

/// Where the order is recorded, for messages.
pub const FILE: &str = "spec/argument-order.toml";

const HEAD: &str = "\
# The arguments of `new`, in order, by the module that holds the type. Written by `cargo xtask codegen`.
# A change is an error until it is accepted with `cargo xtask codegen --accept-order TYPE`.
";

/// Arguments of `new` by module and type.
type Orders = BTreeMap<String, BTreeMap<String, Vec<String>>>;

/// Why the order cannot be recorded.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum OrderError {
    /// The file cannot be read.
    #[error("{FILE}: {0}")]
    File(String),
    /// Orders that would change, or acceptances of nothing.
    #[error("{}", lines(.0))]
    Changes(Vec<String>),
}

/// Returns the new content of the file that records the order; `accepted` are types whose order may change.
///
/// # Errors
///
/// Returns every type whose recorded order would change without being accepted, and every accepted type whose order
/// does not change.
pub fn record(
    api: &Api,
    names: &NameTable,
    recorded: &str,
    accepted: &[String],
) -> Result<String, OrderError> {
    let recorded: Orders = toml_text::read(recorded)
        .map_err(|error| OrderError::File(error.to_string().trim_end().to_owned()))?;
    let current = orders(api, names);
    let mut unused: BTreeSet<&str> = accepted.iter().map(String::as_str).collect();
    let mut errors = Vec::new();
    for (module, types) in &current {
        for (name, arguments) in types {
            let known = known(&recorded, &current, module, name);
            let Some(known) = known.filter(|known| *known != arguments) else {
                continue;
            };
            let path = format!("{module}.{name}");
            let is_accepted = unused.remove(path.as_str()) | unused.remove(name.as_str());
            if !is_accepted && !accepted.iter().any(|accepted| accepted == name) {
                errors.push(change(&path, name, known, arguments));
            }
        }
    }
    errors.extend(unused.into_iter().map(|name| {
        format!("--accept-order {name}: the order of no such type changes; remove the option")
    }));
    if errors.is_empty() {
        Ok(text(&current))
    } else {
        Err(OrderError::Changes(errors))
    }
}

/// A type whose arguments of `new` change.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Changed {
    /// Module and name of the type.
    pub path: String,
    /// Name of the type.
    pub name: String,
    /// The arguments as they were.
    pub before: Vec<String>,
    /// The arguments as they are.
    pub after: Vec<String>,
}

/// Returns the types of both versions whose arguments of `new` differ.
pub fn changed(old: (&Api, &NameTable), new: (&Api, &NameTable)) -> Vec<Changed> {
    let (recorded, current) = (orders(old.0, old.1), orders(new.0, new.1));
    let mut changed = Vec::new();
    for (module, types) in &current {
        for (name, arguments) in types {
            let known = known(&recorded, &current, module, name);
            // A type without arguments is not recorded.
            let known = known.filter(|known| *known != arguments && !known.is_empty());
            changed.extend(known.map(|known| Changed {
                path: format!("{module}.{name}"),
                name: name.clone(),
                before: known.clone(),
                after: arguments.clone(),
            }));
        }
    }
    changed
}

fn change(path: &str, name: &str, known: &[String], arguments: &[String]) -> String {
    format!(
        "{FILE}: {path}: the arguments of `new` would change from ({}) to ({}); restore the order of `required` in an \
         overlay, or accept it: cargo xtask codegen --accept-order {name}",
        known.join(", "),
        arguments.join(", ")
    )
}

/// The arguments of `new` of every type that callers build.
fn orders(api: &Api, names: &NameTable) -> Orders {
    let mut orders = Orders::new();
    for (id, def) in api.types.iter() {
        let Shape::Record(record) = &def.shape else {
            continue;
        };
        if !record.buildable {
            continue;
        }
        let own = names.ty(id);
        let fields = record.fields.iter().zip(&own.members);
        let arguments = fields.filter(|(field, _)| field.build == Build::Argument);
        let module = match def.home {
            Home::Shared => "shared".to_owned(),
            Home::Group(group) => names.group(group.0).module.to_string(),
        };
        orders.entry(module).or_default().insert(
            own.ident.to_string(),
            arguments.map(|(_, name)| name.to_string()).collect(),
        );
    }
    orders
}

/// The recorded order of a type, also of one that has moved from another module.
fn known<'r>(
    recorded: &'r Orders,
    current: &Orders,
    module: &str,
    name: &str,
) -> Option<&'r Vec<String>> {
    let own = recorded.get(module).and_then(|types| types.get(name));
    own.or_else(|| {
        let is_gone = |module: &String| {
            let types = current.get(module);
            types.is_none_or(|types| !types.contains_key(name))
        };
        let mut moved = recorded.iter().filter(|(module, _)| is_gone(module));
        moved.find_map(|(_, types)| types.get(name))
    })
}

/// Writes the orders down; types without arguments have none.
fn text(orders: &Orders) -> String {
    let mut toml = HEAD.to_owned();
    for (module, types) in orders {
        let mut types = types
            .iter()
            .filter(|(_, arguments)| !arguments.is_empty())
            .peekable();
        if types.peek().is_none() {
            continue;
        }
        // Writing into a string does not fail.
        let _ = writeln!(toml, "\n[{module}]");
        for (name, arguments) in types {
            let arguments: Vec<_> = arguments.iter().map(|name| format!("\"{name}\"")).collect();
            let _ = writeln!(toml, "{name} = [{}]", arguments.join(", "));
        }
    }
    toml
}
