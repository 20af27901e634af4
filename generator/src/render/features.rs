//! The part of `[features]` that lists the groups.

use std::fmt::Write as _;

use crate::ir::Api;

/// Returns the lines of `[features]` for the groups: one feature each, and `full` with all of them.
pub fn features(api: &Api) -> String {
    let mut text = String::from("full = [\n");
    for group in &api.groups {
        // Writing into a string does not fail.
        let _ = writeln!(text, "    \"{}\",", group.key);
    }
    text.push_str("]\n");
    for group in &api.groups {
        let requires: Vec<String> = group
            .requires
            .iter()
            .map(|feature| format!("\"{feature}\""))
            .collect();
        let _ = writeln!(text, "{} = [{}]", group.key, requires.join(", "));
    }
    text
}
