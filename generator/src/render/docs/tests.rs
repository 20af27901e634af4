use super::item_text::{of_item, summary};
use super::*;

fn one_line(text: &str) -> String {
    lines(text, 0).join("\n")
}

#[test]
fn breaks_lines_outside_code_and_links_only() {
    let code = "`a code span with blanks`";
    let link = "[a link with blanks](https://example.com/reference)";
    let text = format!("{} {code} {link}, and the rest", "word ".repeat(16).trim());
    let lines = lines(&text, 0);
    assert_eq!(
        lines,
        [
            "word ".repeat(16).trim().to_owned(),
            format!("{code} {link}, and the rest")
        ]
    );
}

#[test]
fn repairs_what_rustdoc_refuses() {
    assert_eq!(
        one_line("See https://example.com/x."),
        "See <https://example.com/x>."
    );
    assert_eq!(one_line("A list [x] of <b>."), "A list \\[x\\] of \\<b\\>.");
    assert_eq!(
        one_line("Use tag_name (or per_page)."),
        "Use `tag_name` (or `per_page`)."
    );
    assert_eq!(
        one_line("Stays [`Droplet`] and [a](b) and <https://e.org>."),
        "Stays [`Droplet`] and [a](b) and <https://e.org>."
    );
    assert_eq!(one_line("One ` alone."), "One \\` alone.");
    assert_eq!(one_line("`a`, `b`."), "`a`, `b`.");
}

#[test]
fn never_begins_a_line_with_a_list_marker() {
    let text = format!("{} - 1. # rest", "x".repeat(94));
    for line in lines(&text, 0) {
        assert!(
            !begins_block(line.split(' ').next().unwrap_or_default()),
            "{line}"
        );
    }
    assert_eq!(one_line("1. first"), "1\\. first");
}

#[test]
fn never_begins_a_line_with_a_separator() {
    let text = format!("{} [`GetError`] · end", "x".repeat(83));
    assert_eq!(
        wrap(&text, 0),
        ["x".repeat(83), "[`GetError`] · end".to_owned()]
    );
}

#[test]
fn keeps_out_what_the_compiler_refuses_in_comments() {
    assert_eq!(
        one_line("a\u{0}b\r\nc `d\re\nf` \u{202E}g"),
        "a b c `d e f` g"
    );
    assert_eq!(wrap("a `b\r\n`", 0), ["a `b  `"]);
}

fn text_of(text: &str, notes: &[&str]) -> String {
    let docs = crate::ir::Docs {
        example: None,
        text: Some(text.to_owned()),
        derived: "Unused.".to_owned(),
        notes: notes.iter().map(|&note| note.to_owned()).collect(),
    };
    block_lines(&of_item(&docs), 0).join("\n")
}

#[test]
fn notes_follow_the_only_paragraph_or_form_their_own() {
    assert_eq!(
        text_of("Size in GiB.", &["Read-only."]),
        "Size in GiB. Read-only."
    );
    assert_eq!(
        text_of("Size in GiB.\n\nPermanent.", &["Read-only."]),
        "Size in GiB.\n\nPermanent.\n\nRead-only."
    );
}

#[test]
fn lists_tables_and_code_keep_their_lines() {
    let text = "One.\nTwo.\n\n- a_b\n- c\n\n```\nx\n\ny\n```\n\n| a |\n|---|";
    assert_eq!(
        text_of(text, &[]),
        "One. Two.\n\n- a_b\n- c\n\n```\nx\n\ny\n```\n\n| a |\n|---|"
    );
}

#[test]
fn a_summary_is_the_first_sentence() {
    let summary_of = |text: &str| {
        summary(&crate::ir::Docs {
            example: None,
            text: Some(text.to_owned()),
            ..crate::ir::Docs::default()
        })
    };
    assert_eq!(
        summary_of("Lists `a. b` and\nmore. Second."),
        "Lists `a. b` and more."
    );
    assert_eq!(
        summary_of("Lists things, e.g. some. Second."),
        "Lists things, e.g. some."
    );
    assert_eq!(summary_of("Only one\n\nSecond."), "Only one");
}
