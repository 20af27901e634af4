//! Setters of lists and maps, as the generated files declare them.

use std::collections::BTreeSet;
use std::fs;

use anyhow::ensure;
use tests::files_below;
use tests::second_reader::root;

/// The words for conversions of lists and maps, and of lists that may be null.
const WORDS: [&str; 5] = [
    "all ",
    "each ",
    "entries ",
    "nullable Vec<",
    "nullable BTreeMap<",
];

/// Types of numbers and booleans.
const PLAIN: [&str; 4] = ["bool", "f64", "i64", "u64"];

/// An empty array has a type where its items do not convert: records, numbers and booleans. All other lists, and maps, are
/// emptied by a method.
#[test]
fn every_list_of_a_body_can_be_emptied() -> anyhow::Result<()> {
    let mut text = String::new();
    for path in files_below(&root().join("generated-client/src/generated"))? {
        text.push_str(&fs::read_to_string(path)?);
    }
    let declared = |keyword: &str| -> BTreeSet<&str> {
        let names = text
            .lines()
            .filter_map(|line| line.trim().strip_prefix(keyword));
        names.filter_map(|name| name.split(' ').next()).collect()
    };
    let records = declared("pub struct ");
    let (mut lists, mut faults) = (0, Vec::new());
    for line in text.lines() {
        let Some(setter) = setter(line) else { continue };
        lists += 1;
        let (ty, clear) = setter.split_once(", ").unwrap_or((setter, ""));
        let item = ty.split(['<', ' ']).next_back().unwrap_or(ty);
        let item = item.trim_end_matches('>');
        let has_type = records.contains(item) || PLAIN.contains(&item);
        let is_map = ty.contains("BTreeMap<") || ty.starts_with("entries ");
        if clear.starts_with("clear_") == (has_type && !is_map) {
            faults.push(setter);
        }
    }
    ensure!(lists > 150, "only {lists} lists");
    ensure!(faults.is_empty(), "{faults:#?}");
    Ok(())
}

/// Returns what is between the brackets of a field's declaration, if it is the setter of a list or map.
fn setter(line: &str) -> Option<&str> {
    let (_, setter) = line.trim_end().strip_suffix("],")?.rsplit_once(" [")?;
    let setter = setter
        .rsplit_once("] ")
        .map_or(setter, |(_, setter)| setter);
    let is_list = WORDS.iter().any(|word| setter.starts_with(word));
    is_list.then_some(setter)
}
