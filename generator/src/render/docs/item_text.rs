//! Texts of `spec/docs`: Markdown of several blocks.

use proc_macro2::TokenStream;

use super::{Block, blocks, markdown};
use crate::ir::Docs;

/// Returns `#[doc]` attributes of an item: its text, then what the document states about it.
pub(in crate::render) fn item(docs: &Docs, indent: usize) -> TokenStream {
    blocks(&of_item(docs), indent)
}

/// Returns the text of an item and, in the same paragraph where there is only one, the notes about it.
pub(in crate::render) fn of_item(docs: &Docs) -> Vec<Block> {
    let mut blocks = parse(docs.first());
    let notes = docs.notes_not_in_text();
    if notes.is_empty() {
        return blocks;
    }
    let notes = markdown(&notes);
    match blocks.as_mut_slice() {
        [Block::Paragraph(only)] => {
            only.push(' ');
            only.push_str(&notes);
        }
        _ => blocks.push(Block::Paragraph(notes)),
    }
    blocks
}

/// Divides a text at its blank lines. Lists, tables and code keep their lines.
pub(in crate::render) fn parse(text: &str) -> Vec<Block> {
    let mut blocks = Vec::new();
    let mut open: Vec<&str> = Vec::new();
    let mut is_code = false;
    for line in text.trim().lines() {
        let is_fence = line.trim_start().starts_with("```");
        if line.trim().is_empty() && !is_code {
            blocks.extend(block(&std::mem::take(&mut open)));
            continue;
        }
        is_code ^= is_fence;
        open.push(line.trim_end());
    }
    blocks.extend(block(&open));
    blocks
}

fn block(lines: &[&str]) -> Option<Block> {
    let first = lines.first()?;
    let is_verbatim = ["- ", "* ", "| ", "|-", "```", "# ", "## ", "1. "]
        .iter()
        .any(|begin| first.starts_with(begin));
    Some(if is_verbatim {
        Block::Verbatim(lines.iter().map(|&line| line.to_owned()).collect())
    } else {
        Block::Paragraph(markdown(&[lines.join(" ")]))
    })
}

/// Returns the first sentence of a text as Markdown in one line.
pub(in crate::render) fn summary(docs: &Docs) -> String {
    first_sentence(docs.text.as_deref().unwrap_or(&docs.derived))
}

/// Returns the first sentence of a text as Markdown in one line.
fn first_sentence(text: &str) -> String {
    let paragraph = text.trim().split("\n\n").next().unwrap_or_default();
    let paragraph = paragraph.replace('\n', " ");
    let ends = paragraph.match_indices(". ").map(|(at, _)| at);
    let mut ends = ends.filter(|&at| {
        let before = &paragraph[..at];
        let is_abbreviation = before.ends_with("e.g") || before.ends_with("i.e");
        let is_code = before.matches('`').count() % 2 == 1;
        !is_abbreviation && !is_code
    });
    let sentence = ends.next().map_or(&*paragraph, |at| &paragraph[..=at]);
    markdown(&[sentence.to_owned()])
}
