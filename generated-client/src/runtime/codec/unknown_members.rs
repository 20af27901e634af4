use serde_json::{Map, Value};

use super::drift::Drift;
use super::json_path::JsonPath;
use super::location::Location;
use super::paths::EACH;
use super::sink::Sink;

/// Returns the members of an envelope next to the requested value, unless they are known.
pub(crate) fn unknown_members(
    location: Location,
    rest: &Map<String, Value>,
    known: &[&str],
) -> Vec<Drift> {
    if rest.keys().all(|name| known.contains(&name.as_str())) {
        return Vec::new();
    }
    let mut sink = Sink::default();
    let paths = std::iter::once(location.at).chain(location.or_at.iter().copied());
    let paths: Vec<_> = paths.collect();
    let operation = location.operation;
    report(&JsonPath::root(&sink), (operation, known), &paths, rest);
    sink.take_drifts()
}

/// Reports the members of one object, those of inner envelopes, and those of elements that hold the values.
fn report(
    json_path: &JsonPath<'_>,
    (operation, known): (&'static str, &[&str]),
    paths: &[&'static [&'static str]],
    members: &Map<String, Value>,
) {
    for (name, value) in members {
        let inside: Vec<_> = paths
            .iter()
            .filter_map(|path| path.split_first())
            .filter(|(first, _)| first.trim_end_matches(EACH) == name)
            .collect();
        let Some((first, _)) = inside.first() else {
            if !known.contains(&name.as_str()) {
                json_path.member(operation, "").unknown_field(name);
            }
            continue;
        };
        let paths: Vec<_> = inside.iter().map(|(_, rest)| *rest).collect();
        if paths.iter().any(|rest| rest.is_empty()) {
            continue;
        }
        let json_path = json_path.member(operation, first.trim_end_matches(EACH));
        let is_each = inside.iter().all(|(first, _)| first.ends_with(EACH));
        let is_one = inside.iter().all(|(first, _)| !first.ends_with(EACH));
        match value {
            Value::Object(members) if is_one => {
                report(&json_path, (operation, known), &paths, members);
            }
            Value::Array(elements) if is_each => {
                for (index, members) in elements.iter().map(Value::as_object).enumerate() {
                    let members = members.into_iter().filter(|members| !members.is_empty());
                    for members in members {
                        report(
                            &json_path.element(index),
                            (operation, known),
                            &paths,
                            members,
                        );
                    }
                }
            }
            _ => {}
        }
    }
}
