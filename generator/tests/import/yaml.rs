//! Parts of YAML that JSON does not have, and documents that other readers accept.

use generator::import::{Document, bundle};
use serde_json::{Value, json};

fn read(text: &str) -> Result<Value, String> {
    let document = Document::parse("a.yaml", text.as_bytes());
    document
        .map(|document| document.to_value())
        .map_err(|error| error.to_string())
}

#[test]
fn aliases_are_copies_of_their_anchors() {
    let text = "a: &a {b: [1, &s x]}\nc: *a\nd: [*a, *s]\n*s : 1\n";
    let value = json!({"b": [1, "x"]});
    assert_eq!(
        read(text),
        Ok(json!({"a": value, "c": value, "d": [value, "x"], "x": 1}))
    );
}

#[test]
fn own_members_win_over_merged_ones_and_earlier_mappings_over_later_ones() {
    let text =
        "a: &a {x: 1, y: 1}\nb: &b {y: 2, z: 2}\nc: {<<: *a, x: 3}\nd:\n  <<: [*b, *a]\n  w: 4\n";
    let value = read(text).unwrap_or_default();
    assert_eq!(value["c"], json!({"x": 3, "y": 1}));
    assert_eq!(value["d"], json!({"w": 4, "x": 1, "y": 2, "z": 2}));
}

#[test]
fn invalid_aliases_and_merge_keys_are_errors() {
    let message = |text: &str| read(text).err().unwrap_or_default();
    assert!(message("a: &a [*a]\n").contains("an alias refers to a value that contains it"));
    assert!(message("a: {<<: 1}\n").contains("a merge key without mappings"));
    assert!(message("? [a]\n: 1\n").contains("a mapping key must be a string"));
}

#[test]
fn aliases_that_multiply_are_an_error() {
    let mut text = String::from("a0: &a0 [1, 1]\n");
    for level in 1..40 {
        let before = level - 1;
        text.push_str(&format!("a{level}: &a{level} [*a{before}, *a{before}]\n"));
    }
    let message = read(&text).err().unwrap_or_default();
    assert!(
        message.contains("aliases repeat more than 1000000 values"),
        "{message}"
    );
}

#[test]
fn escaped_surrogates() {
    let text = r#"{"a": "\ud83d\ude00 \\ud83d", "b": "\ud83d", "c": "\"\ude00\n"}"#;
    let expected = json!({"a": "\u{1f600} \\ud83d", "b": "\u{fffd}", "c": "\"\u{fffd}\n"});
    assert_eq!(read(text), Ok(expected));
}

#[test]
fn flow_collections_that_are_not_indented() {
    let text = "a:\n  b: [\n    1, # one ]\n  '] {', 2\n  ]\n  c: {d: \"}\n  \", e: [\n]}\nf: |\n  [ {\ng: it's [ x\nh: [\n]\n";
    let expected = json!({"a": {"b": [1, "] {", 2], "c": {"d": "} ", "e": []}}, "f": "[ {\n", "g": "it's [ x", "h": []});
    assert_eq!(read(text), Ok(expected));
}

#[test]
fn json_with_tabs() {
    let text = "{\n\t\"a\": [\n\t\t1,\n\t\t\"\\ud83d\\ude00\"\n\t]\n}\n";
    assert_eq!(read(text), Ok(json!({"a": [1, "\u{1f600}"]})));
}

#[test]
fn references_in_examples_and_extensions_are_left_alone() {
    let text = "openapi: 3.0.3\ninfo: {title: T, version: '1'}\nx-a: {$ref: 'nowhere.yml'}\npaths: {}\n\
        components: {schemas: {a: {type: object, example: {$ref: '#/components'}, x-b: [{$ref: 7}]}}}\n";
    let document =
        Document::parse("a.yaml", text.as_bytes()).unwrap_or_else(|error| panic!("{error}"));
    assert!(!document.refers_to_files());
    let files = [("a.yaml".to_owned(), text.as_bytes().to_vec())].into();
    let bundled = bundle(&files, "a.yaml").unwrap_or_else(|error| panic!("{error}"));
    let schema = &bundled.to_value()["components"]["schemas"]["a"];
    assert_eq!(schema["example"], json!({"$ref": "#/components"}));
    assert_eq!(schema["x-b"], json!([{"$ref": 7}]));
}
