//! A PUT is `replace_…` in addition to a PATCH, which is `update_…`; otherwise each is `update_…`.

use std::collections::{BTreeMap, BTreeSet};

use crate::lower::{Decision, LowerError};
use crate::surface::{Group, Method, Surface};

/// Returns the methods with other names, and the reasons that no method needs, by `operationId`.
pub(super) fn errors(surface: &Surface, reasons: &BTreeMap<String, String>) -> Vec<LowerError> {
    let mut errors = Vec::new();
    let mut needed = BTreeSet::new();
    for (key, group) in &surface.groups {
        for (name, method) in &group.methods {
            let Some(first) = first_word(group, method).filter(|word| !begins_with(name, word))
            else {
                continue;
            };
            needed.insert(method.id.as_str());
            if reasons.contains_key(&method.id) {
                continue;
            }
            let message = format!(
                "`{key}().{name}()` is a {} and should begin with `{first}`; name the method, or give a reason in [update_names]",
                method.http_method
            );
            let decision = Decision::UpdateName {
                group: key.clone(),
                operation: method.id.clone(),
                verb: first,
            };
            errors.push(LowerError::new(&method.pointer, message).deciding(decision));
        }
    }
    let unused = reasons.keys().filter(|id| !needed.contains(id.as_str()));
    errors.extend(unused.map(|id| LowerError::unused("update_names", id)));
    errors
}

/// Returns the first word that the name of a method must have; none for methods that may have any name.
fn first_word(group: &Group, method: &Method) -> Option<&'static str> {
    let has_patch = || {
        let mut others = group.methods.values();
        others.any(|other| other.path == method.path && other.http_method == "PATCH")
    };
    match method.http_method.as_str() {
        "PUT" if has_patch() => Some("replace"),
        "PUT" | "PATCH" => Some("update"),
        _ => None,
    }
}

fn begins_with(name: &str, word: &str) -> bool {
    let rest = name.strip_prefix(word);
    rest.is_some_and(|rest| rest.is_empty() || rest.starts_with('_'))
}
