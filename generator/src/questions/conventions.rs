//! Reasons for names and types that are unlike the rest.

use std::collections::BTreeMap;

use super::choice::Choice;
use super::question::Topic;

/// Returns the question about the name of a PUT or a PATCH.
pub(super) fn update_name(
    config: &str,
    (group, operation): (&str, &str),
    verb: &str,
    what: &str,
) -> (Topic, String, Vec<Choice>) {
    let reason = Choice::config(
        "it does something else; say what",
        "[update_names]",
        format!("{operation} = \"…\""),
    );
    let named = Choice::method(config, group, operation, &format!("{verb}_…"));
    (Topic::Method, what.to_owned(), vec![reason, named])
}

/// Returns the question about a name with several types.
pub(super) fn several_types(
    config: &str,
    name: &str,
    types: &BTreeMap<String, Vec<String>>,
) -> (Topic, String, Vec<Choice>) {
    let mut what = "fields and parameters of this name have another type elsewhere than".to_owned();
    for (ty, paths) in types {
        what.push_str(&format!("\n    {ty}: {}", paths.join(", ")));
    }
    let header = format!("[several_types.{}]", key(name));
    let lines = types.keys().map(|ty| format!("{} = \"…\"", key(ty)));
    let lines = lines.collect::<Vec<_>>().join("\n");
    let meaning = "they mean different things; say what these are";
    let different = match config.lines().any(|line| line == header) {
        true => Choice::config(meaning, &header, lines),
        false => Choice::table(meaning, format!("\n{header}\n{lines}")),
    };
    let same = Choice::nothing(
        "they mean the same: give them one type under [same_types], or correct the document in an overlay",
    );
    (Topic::SeveralTypes, what, vec![different, same])
}

/// Returns a key of TOML.
fn key(text: &str) -> String {
    let is_bare = |c: char| c.is_ascii_alphanumeric() || c == '_' || c == '-';
    match !text.is_empty() && text.chars().all(is_bare) {
        true => text.to_owned(),
        false => format!("\"{text}\""),
    }
}
