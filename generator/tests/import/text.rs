//! The canonical text: what is written is read back, by anybody.

use generator::import::Document;
use serde_json::{Value, json};

fn document(text: &str) -> Document {
    match Document::parse("a.yaml", text.as_bytes()) {
        Ok(document) => document,
        Err(error) => unreachable!("{error}"),
    }
}

/// Strings that some reader of YAML reads as another type, or that need quotes.
const STRANGE: &[&str] = &[
    "",
    " ",
    "a ",
    " a",
    "null",
    "Null",
    "~",
    "true",
    "True",
    "FALSE",
    "yes",
    "No",
    "on",
    "OFF",
    "y",
    "N",
    "n",
    "1",
    "1.5",
    "-1",
    "+1",
    "0x1f",
    "0o17",
    "017",
    "1_000",
    "1e3",
    "1:20",
    "190:20:30",
    ".5",
    ".inf",
    "-.inf",
    ".nan",
    "2026-08-07",
    "2026-08-07T10:00:00Z",
    "=",
    "<<",
    "-",
    "- a",
    "--- a",
    "...",
    "?",
    "? a",
    ":",
    "a: b",
    "a:",
    "a #b",
    "#a",
    "&a",
    "*a",
    "!a",
    "|",
    ">",
    "%a",
    "@a",
    "`a",
    "\"a\"",
    "'a'",
    "it's",
    "\\",
    "a\\n",
    "{a}",
    "[a]",
    "a, b",
    "a]",
    "a\nb",
    "a\n",
    "\ta",
    "a\tb",
    "\r\n",
    "\u{0}",
    "\u{7f}",
    "\u{85}",
    "\u{a0}",
    "\u{2028}",
    "\u{feff}",
    "é",
    "日本",
    "🦀",
    "/v2/droplets/{droplet_id}",
    "droplet:read",
    "application/json; charset=utf-8",
    "^[a-z]+$",
    "$ref",
    "a-b",
    "a.b",
];

#[test]
fn strings_round_trip_as_keys_and_values() {
    for text in STRANGE {
        let value = json!({"value": text, (*text): [text, {(*text): {}}]});
        let written = document(&value.to_string()).to_yaml();
        assert_eq!(document(&written).to_value(), value, "{written}");
        assert_eq!(document(&written).to_yaml(), written);
    }
}

#[test]
fn another_yaml_reader_reads_the_same() -> Result<(), Box<dyn std::error::Error>> {
    for text in STRANGE {
        let value = json!({"value": text, (*text): [text, {(*text): {}}]});
        let written = document(&value.to_string()).to_yaml();
        let read: Value =
            serde_yaml::from_str(&written).map_err(|error| format!("{error}: {written}"))?;
        assert_eq!(read, value, "{written}");
    }
    Ok(())
}

#[test]
fn only_plain_words_are_written_without_quotes() {
    let text =
        document("type: string\n'n': 'on'\n'200': {'no': 'y'}\na b: /v2/{id}\nx: '1.5'").to_yaml();
    assert_eq!(
        text,
        "\"200\":\n  \"no\": \"y\"\na b: /v2/{id}\n\"n\": \"on\"\ntype: string\nx: \"1.5\"\n"
    );
}

#[test]
fn keys_are_sorted_and_lists_are_not() {
    let text = document("b: [2, 1, {d: [[], {}, [1, [2]]], c: null}]\na: {}").to_yaml();
    let expected = "\
a: {}
b:
  - 2
  - 1
  - c: null
    d:
      - []
      - {}
      - - 1
        - - 2
";
    assert_eq!(text, expected);
    assert_eq!(document(&text).to_yaml(), text);
}

#[test]
fn a_very_long_key_is_written_so_that_it_can_be_read() {
    let value = json!({"a": [{("k".repeat(2000)): {"x": 1}}, {("k ".repeat(600) + ":"): 1}]});
    let written = document(&value.to_string()).to_yaml();
    assert_eq!(document(&written).to_value(), value);
}

#[test]
fn documents_that_are_not_collections_are_written() {
    for (text, expected) in [
        ("a", "a\n"),
        ("[]", "[]\n"),
        ("{}", "{}\n"),
        ("~", "null\n"),
        ("- 1", "- 1\n"),
    ] {
        assert_eq!(document(text).to_yaml(), expected);
    }
}

#[test]
fn all_styles_of_strings_are_read() {
    let text = "a: |\n  x\n  y\nb: >-\n  x\n  y\nc: \"x\\ty\"\nd: 'it''s'\ne: x\n  y\n";
    let expected = json!({"a": "x\ny\n", "b": "x y", "c": "x\ty", "d": "it's", "e": "x y"});
    assert_eq!(document(text).to_value(), expected);
    assert_eq!(
        document("\u{feff}a: 1\r\nb: 2\r\n").to_value(),
        json!({"a": 1, "b": 2})
    );
}
