//! The page of a group: its text, and a table of its methods.

use super::docs::{self, item_text};
use super::waiter;
use crate::{ir::Group, names::GroupNames};

/// Returns the documentation of a group's module.
pub(super) fn page(group: &Group, names: &GroupNames) -> String {
    let title = docs::markdown(std::slice::from_ref(&group.title));
    let (handle, accessor) = (&names.handle, &names.module);
    let text = group.docs.as_deref().unwrap_or(&group.title);
    let mut blocks = item_text::parse(text);
    blocks.push(docs::Block::Paragraph(format!(
        "All operations are methods of [`{handle}`], which [`Client::{accessor}`](crate::Client::{accessor}) returns."
    )));
    blocks.push(docs::Block::Verbatim(table(group, names)));
    if group.docs.is_none() {
        blocks[0] = docs::Block::Paragraph(format!("{title}."));
    }
    docs::block_lines(&blocks, 0).join("\n")
}

/// Returns a row for each method, in the order of their names.
fn table(group: &Group, names: &GroupNames) -> Vec<String> {
    let operations = group.operations.iter().zip(&names.operations);
    let mut rows: Vec<(String, String)> = operations
        .map(|(operation, own)| (own.method.to_string(), item_text::summary(&operation.docs)))
        .collect();
    let waiters = group.waiters.iter().zip(&names.waiters);
    rows.extend(waiters.map(|(wait, own)| (own.method.to_string(), waiter::summary(wait))));
    rows.sort();
    let mut lines = vec![
        "| method | description |".to_owned(),
        "|---|---|".to_owned(),
    ];
    lines.extend(rows.into_iter().map(|(method, summary)| {
        let summary = summary.replace('|', "\\|");
        format!("| [`{method}`]({}::{method}) | {summary} |", names.handle)
    }));
    lines
}
