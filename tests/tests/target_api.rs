//! The lines of the target API are in code that is compiled: in the documentation of the crate, or in its examples.

use std::fs;

use anyhow::ensure;
use tests::second_reader::root;
use tests::{files_below, shared};

/// The folders whose code blocks and programs are compiled by the tests.
const COMPILED: [&str; 3] = [
    "generated-client/src/front.md",
    "generated-client/src/guide",
    "generated-client/examples",
];

#[test]
fn every_line_of_the_target_api_is_compiled() -> anyhow::Result<()> {
    let Some(folder) = shared("design").map_err(anyhow::Error::msg)? else {
        return Ok(());
    };
    let text = fs::read_to_string(folder.join("client.md"))?;
    let target: Vec<&str> = code_blocks(&text).collect();
    ensure!(target.len() > 25, "only {} lines", target.len());
    let mut compiled = String::new();
    for path in COMPILED {
        let path = root().join(path);
        let files = match path.is_file() {
            true => vec![path],
            false => files_below(&path)?,
        };
        for file in files {
            let text = fs::read_to_string(&file)?;
            let is_program = file.extension().is_some_and(|kind| kind == "rs");
            match is_program {
                true => compiled.extend(text.lines().filter_map(line).map(without_layout)),
                false => compiled.extend(code_blocks(&text).map(without_layout)),
            }
        }
    }
    let target = target.into_iter();
    let missing: Vec<_> = target
        .filter(|line| !compiled.contains(&without_layout(line)))
        .collect();
    ensure!(
        missing.is_empty(),
        "in no code that is compiled: {missing:#?}"
    );
    Ok(())
}

/// Returns the lines of all blocks of Rust that the tests compile.
fn code_blocks(text: &str) -> impl Iterator<Item = &str> {
    let mut fence = None;
    let lines = text.lines().filter(move |line| {
        if let Some(words) = line.strip_prefix("```") {
            fence = match fence {
                Some(_) => None,
                None => Some(matches!(words, "" | "rust" | "no_run" | "should_panic")),
            };
            return false;
        }
        fence == Some(true)
    });
    lines.filter_map(line)
}

/// Returns the code of a line, without a comment, if it has any.
fn line(line: &str) -> Option<&str> {
    let line = line.trim();
    let line = line.strip_prefix("# ").unwrap_or(line);
    let code = match line.split_once(" //") {
        Some((code, _)) => code,
        None if line.starts_with("//") => "",
        None => line,
    };
    Some(code.trim()).filter(|code| !code.is_empty())
}

/// Returns a line without blanks and commas, so that a statement may be on several lines. String literals are empty: the names of fields in them may have been declared since.
fn without_layout(line: &str) -> String {
    let parts = line.split('"').enumerate();
    let kept: Vec<_> = parts
        .map(|(index, part)| if index % 2 == 0 { part } else { "" })
        .collect();
    let is_layout = |sign: char| sign.is_whitespace() || sign == ',';
    kept.join("\"").replace(is_layout, "")
}
