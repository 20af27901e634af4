//! Members of a common type that have other values than the type.

use super::choice::{CONFIG, Choice, Edit};
use super::question::Topic;

/// The overlay that gives one type to what means the same.
const CONCEPTS: &str = "spec/overlays/14-concepts.yaml";

/// Returns the question about a member.
pub(super) fn question(
    config: &str,
    concept: &str,
    member: &str,
    values: &[String],
) -> (Topic, String, Vec<Choice>) {
    let what = format!("has the type `{concept}`, which lacks its values {values:?}");
    let lines = format!(
        "  - target: $.components.schemas['{concept}']\n    description: \"…\"\n    update: {{ enum: {values:?} }}"
    );
    let known = Choice::edit(
        format!("they are values of `{concept}`; say how that is known"),
        Edit::add(CONCEPTS, Vec::new(), lines),
    );
    let other = Choice {
        meaning: "the member is something else, with a type of its own".to_owned(),
        edits: except(config, concept, member),
        option: None,
    };
    (Topic::Document, what, vec![known, other])
}

/// Returns the edits that except a member from those that have a common type.
fn except(config: &str, concept: &str, member: &str) -> Vec<Edit> {
    const KEY: &str = "except = [";
    let header = format!("[same_types.{concept}]");
    let own = config.lines().skip_while(|line| *line != header).skip(1);
    let mut own = own.take_while(|line| !line.starts_with('['));
    let line = own.find(|line| line.starts_with(KEY));
    let items = line.and_then(|line| line.strip_prefix(KEY)?.strip_suffix(']'));
    match (line, items) {
        (Some(line), Some(items)) => vec![
            Edit::remove(CONFIG, vec![header.clone()], line),
            Edit::add(CONFIG, vec![header], format!("{KEY}{items}, \"{member}\"]")),
        ],
        (Some(line), None) => vec![Edit::add(
            CONFIG,
            vec![header, line.to_owned()],
            format!("    \"{member}\","),
        )],
        (None, _) => vec![Edit::add(
            CONFIG,
            vec![header],
            format!("{KEY}\"{member}\"]"),
        )],
    }
}
