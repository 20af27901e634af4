//! Entries of the configuration that match nothing, and the lines that have them.

use super::choice::{CONFIG, Choice, Edit};
use super::question::Topic;

/// Returns the question about an entry.
pub(super) fn unused(config: &str, table: &str, entry: &str) -> (Topic, String, Vec<Choice>) {
    let what = format!("`{entry}` in [{table}] matches nothing");
    let edits = edits(config, table, entry);
    let choice = if edits.is_empty() {
        Choice::nothing(format!(
            "upstream removed it: remove it from [{table}] of {CONFIG}"
        ))
    } else {
        Choice {
            meaning: "upstream removed it".to_owned(),
            edits,
            option: None,
        }
    };
    (Topic::Configuration, what, vec![choice])
}

/// Returns the edits that remove an entry.
fn edits(config: &str, table: &str, entry: &str) -> Vec<Edit> {
    let lines: Vec<&str> = config.lines().collect();
    let blocks = match table {
        "groups" | "conversions" | "several_types" => tables(&lines, |header| {
            header == format!("[{table}.{entry}]")
                || header.starts_with(&format!("[{table}.{entry}."))
        }),
        "splits" => tables(&lines, |header| header == format!("[[splits.{entry}]]")),
        "waiters" => {
            let own = format!("operation = \"{entry}\"");
            let mut waiters = tables(&lines, |header| header == "[[waiters]]");
            waiters.retain(|lines| lines.contains(&own));
            waiters
        }
        _ => Vec::new(),
    };
    if !blocks.is_empty() {
        let blocks = blocks.into_iter();
        return blocks
            .map(|lines| Edit::remove(CONFIG, Vec::new(), lines))
            .collect();
    }
    if let Some((group, list)) = table
        .strip_prefix("groups.")
        .and_then(|rest| rest.split_once('.'))
    {
        return of_group(&lines, group, list, entry);
    }
    let (header, list) = (format!("[{table}]"), format!("{table} = ["));
    let start = lines
        .iter()
        .position(|line| *line == header || line.starts_with(&list));
    let Some((start, header)) = start.and_then(|start| Some((start, lines.get(start)?))) else {
        return Vec::new();
    };
    if header.ends_with(']') && !header.starts_with('[') {
        return vec![
            Edit::add(CONFIG, vec![(*header).to_owned()], without(header, entry)),
            Edit::remove(CONFIG, Vec::new(), *header),
        ];
    }
    let rest = lines.iter().skip(start + 1);
    let mut rest = rest.take_while(|line| !line.starts_with('['));
    let line = rest.find(|line| is_entry(line, entry) || has_item(line, entry));
    let below = vec![(*header).to_owned()];
    match line {
        Some(line) if is_entry(line, entry) => vec![Edit::remove(CONFIG, below, *line)],
        Some(line) => vec![
            Edit::remove(CONFIG, below.clone(), *line),
            Edit::add(CONFIG, below, without(line, entry)),
        ],
        None => Vec::new(),
    }
}

/// Whether a line is a list with an item.
fn has_item(line: &str, item: &str) -> bool {
    line.ends_with(']') && line.contains(&format!("\"{item}\""))
}

/// Returns a list in one line without an item.
fn without(line: &str, item: &str) -> String {
    let quoted = format!("\"{item}\"");
    line.replace(&format!("{quoted}, "), "")
        .replace(&format!(", {quoted}"), "")
        .replace(&quoted, "")
}

/// Whether a line is an entry of a table, or an item of a list with one item per line.
fn is_entry(line: &str, entry: &str) -> bool {
    let line = line.trim_start();
    let quoted = format!("\"{entry}\"");
    line == format!("{quoted},")
        || line.starts_with(&format!("{quoted} ="))
        || line.starts_with(&format!("{entry} ="))
}

/// Returns the lines of each table with a header, without the comments and blank lines behind it.
fn tables(lines: &[&str], is_header: impl Fn(&str) -> bool) -> Vec<String> {
    let mut tables = Vec::new();
    for (index, header) in lines.iter().enumerate() {
        if !is_header(header) {
            continue;
        }
        let rest = lines.get(index + 1..).unwrap_or_default();
        let own = rest.iter().take_while(|line| !line.starts_with('['));
        let mut table: Vec<&str> = std::iter::once(header).chain(own).copied().collect();
        while table
            .last()
            .is_some_and(|line| line.is_empty() || line.starts_with('#'))
        {
            table.pop();
        }
        tables.push(table.join("\n"));
    }
    tables
}

/// Edits of a group: the line of a method; or a list in one line, without the item.
fn of_group(lines: &[&str], group: &str, list: &str, entry: &str) -> Vec<Edit> {
    let methods = list == "methods";
    let header = if methods {
        format!("[groups.{group}.methods]")
    } else {
        format!("[groups.{group}]")
    };
    let Some(start) = lines.iter().position(|line| *line == header) else {
        return Vec::new();
    };
    let mut own = lines
        .iter()
        .skip(start + 1)
        .take_while(|line| !line.starts_with('['));
    let below = vec![header.clone()];
    if methods {
        let line = own.find(|line| is_entry(line, entry));
        let edit = line.map(|line| Edit::remove(CONFIG, below, *line));
        return edit.into_iter().collect();
    }
    let Some(line) = own.find(|line| line.starts_with(&format!("{list} = ["))) else {
        return Vec::new();
    };
    vec![
        Edit::remove(CONFIG, below.clone(), *line),
        Edit::add(CONFIG, below, without(line, entry)),
    ]
}

#[cfg(test)]
mod tests {
    use super::*;

    const CONFIG: &str = include_str!("unused/codegen.toml");

    fn after(table: &str, entry: &str) -> String {
        let edits = edits(CONFIG, table, entry);
        assert!(!edits.is_empty(), "{table} {entry}");
        edits
            .iter()
            .fold(CONFIG.to_owned(), |text, edit| edit.apply(&text).unwrap())
    }

    #[test]
    fn entries_are_removed_where_they_are() {
        assert_eq!(after("groups.a.tags", "A Actions"), {
            let text = CONFIG.replace("tags = [\"A\", \"A Actions\"]\n", "");
            text.replace("[groups.a]\n", "[groups.a]\ntags = [\"A\"]\n")
        });
        assert_eq!(
            after("states", "gone"),
            CONFIG.replace("[\"gone\", \"removed\"]", "[\"removed\"]")
        );
        assert_eq!(
            after("same_types.region", "b.region"),
            CONFIG.replace("[\"a.region\", \"b.region\"]", "[\"a.region\"]")
        );
        assert_eq!(
            after("groups.a.methods", "a_list"),
            CONFIG.replace("a_list = \"list\"\n", "")
        );
        assert_eq!(
            after("groups", "b"),
            CONFIG.replace("[groups.b]\ntitle = \"B\"\n", "")
        );
        assert_eq!(
            after("no_waiter", "a_get"),
            CONFIG.replace("a_get = \"no\"\n", "")
        );
        let waiter = "[[waiters]]\noperation = \"a_list\"\nmethod = \"wait\"\n";
        assert_eq!(after("waiters", "a_list"), CONFIG.replace(waiter, ""));
    }
}
