//! The surface as text: one item per line, sorted, one file per group.

use std::collections::BTreeMap;

use super::listed;
use super::model::{Group, Surface};

/// The file with what belongs to no group: features, error variants, types that several groups use.
const CLIENT: &str = "client";

/// Returns the listing by file name without extension: one file per group, and one for what belongs to no group.
pub fn listing(surface: &Surface) -> BTreeMap<String, String> {
    let mut files = BTreeMap::new();
    files.insert(CLIENT.to_owned(), text(client(surface)));
    for (key, group) in &surface.groups {
        files.insert(key.clone(), text(lines_of(key, group)));
    }
    files
}

fn text(mut lines: Vec<String>) -> String {
    lines.sort();
    lines.join("\n") + "\n"
}

fn client(surface: &Surface) -> Vec<String> {
    let features = surface.groups.keys();
    let mut lines: Vec<_> = features.map(|key| format!("feature {key}")).collect();
    let errors = surface.errors.iter();
    lines.extend(errors.map(|(name, status)| format!("enum ApiError::{name} = {status}")));
    let settings = surface.settings.iter();
    lines
        .extend(settings.map(|(name, arguments)| format!("fn ClientBuilder::{name}({arguments})")));
    for (name, ty) in &surface.shared {
        lines.extend(listed::type_and_members(name, ty));
    }
    lines
}

fn lines_of(key: &str, group: &Group) -> Vec<String> {
    let mut lines = vec![format!("group {key} -> {}", group.handle)];
    let requires = group.requires.iter();
    lines.extend(requires.map(|feature| format!("group {key} requires {feature}")));
    for (name, method) in &group.methods {
        lines.extend(listed::method_and_options(name, method));
    }
    for (name, waiter) in &group.waiters {
        lines.push(listed::waiter(name, waiter));
    }
    let exports = group.exports.iter();
    lines.extend(exports.map(|name| format!("use shared::{name}")));
    for (name, ty) in &group.types {
        lines.extend(listed::type_and_members(name, ty));
    }
    lines
}
