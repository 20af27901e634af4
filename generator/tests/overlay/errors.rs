//! Stale actions and broken overlays: each names file, line, action and target.

use generator::overlay::{Applied, OverlayError, apply};
use serde_json::{Value, json};

use crate::try_apply;

/// Applies actions that must fail and returns the message.
fn refused(document: Value, actions: &str) -> String {
    message(try_apply(document, actions))
}

fn refused_overlay(text: &str) -> String {
    message(apply(json!({}), &[("10-fixes.yaml", text)]))
}

fn message(result: Result<Applied, OverlayError>) -> String {
    match result {
        Ok(applied) => format!("not refused, but made into {}", applied.document),
        Err(error) => error.to_string(),
    }
}

#[test]
fn an_action_that_matches_nothing_is_stale() {
    let message = refused(json!({"a": {}}), "- target: $.b\n  update: {x: 1}");
    assert_eq!(
        message,
        "10-fixes.yaml:4: #/actions/0 ($.b): stale: the target matches nothing; upstream changed the place, \
         so correct or remove the action"
    );
}

#[test]
fn an_action_that_changes_nothing_is_stale() {
    let message = refused(
        json!({"a": {"x": {"y": 1}}}),
        "- target: $.a\n  update: {x: {y: 1}}",
    );
    assert_eq!(
        message,
        "10-fixes.yaml:4: #/actions/0 ($.a): stale: the action changes nothing; upstream has taken it over, \
         so remove it"
    );
}

#[test]
fn an_item_that_is_listed_already_is_stale() {
    let document = json!({"a": {"enum": ["x"]}});
    let message = refused(document, "- target: $.a\n  update: {enum: [y, x]}");
    assert!(
        message.contains(r#"stale: the list at /a/enum already holds "x""#),
        "{message}"
    );
}

#[test]
fn every_stale_action_is_reported_at_once() {
    let actions = "- target: $.b\n  remove: true\n- target: $.a\n  update: {x: 1}\n- target: $.c\n  remove: true";
    let error = try_apply(json!({"a": {}}), actions).expect_err("must be refused");
    let stale: Vec<_> = error
        .problems()
        .iter()
        .map(|problem| problem.action)
        .collect();
    assert_eq!(stale, [Some(0), Some(2)]);
    assert_eq!(error.to_string().lines().count(), 2);
}

#[test]
fn values_of_different_shape_are_not_merged() {
    let document = json!({"a": {"additionalProperties": true}});
    let message = refused(
        document,
        "- target: $.a\n  update: {additionalProperties: {type: string}}",
    );
    assert!(
        message.contains(
            "/a/additionalProperties holds a boolean and cannot be merged with an object"
        ),
        "{message}"
    );
    let message = refused(
        json!({"a": {"type": []}}),
        "- target: $.a\n  update: {type: string}",
    );
    assert!(
        message.contains("/a/type holds a list and cannot be merged with a string"),
        "{message}"
    );
}

#[test]
fn a_primitive_is_updated_through_its_object() {
    let message = refused(
        json!({"a": {"type": "string"}}),
        "- target: $.a.type\n  update: integer",
    );
    assert!(
        message.contains("the target selects a string at /a/type; select the object"),
        "{message}"
    );
}

#[test]
fn the_document_itself_stays() {
    let message = refused(json!({}), "- target: $\n  remove: true");
    assert!(
        message.contains("the document as a whole cannot be removed"),
        "{message}"
    );
}

#[test]
fn an_action_has_exactly_one_change() {
    for action in [
        "- target: $",
        "- target: $\n  update: {a: 1}\n  remove: true",
        "- target: $\n  remove: false",
    ] {
        let message = refused(json!({}), action);
        assert!(
            message.contains("an action needs either `update` or `remove: true`"),
            "{message}"
        );
    }
}

#[test]
fn a_target_must_be_a_json_path() {
    for target in ["paths.get", "$.a[", "'$.a b'", "$..[?@.x = 1]"] {
        let message = refused(json!({}), &format!("- target: {target}\n  remove: true"));
        assert!(
            message.contains("#/actions/0") && message.contains("not a JSONPath of RFC 9535"),
            "{message}"
        );
    }
}

#[test]
fn unknown_and_missing_members_are_refused() {
    let cases = [
        ("- target: $\n  updates: {a: 1}", "no member `updates`"),
        ("- update: {a: 1}", "required member `target` is missing"),
        ("- target: 1\n  remove: true", "`target` must be a string"),
        ("- target: $\n  remove: yes", "`remove` must be a boolean"),
        (
            "- target: $\n  description: [a]\n  remove: true",
            "`description` must be a string",
        ),
        ("- $.a", "`actions` must be a mapping"),
    ];
    for (actions, expected) in cases {
        let message = refused(json!({}), actions);
        assert!(
            message.starts_with("10-fixes.yaml:4: #/actions/0"),
            "{message}"
        );
        assert!(message.contains(expected), "{message}");
    }
}

#[test]
fn the_frame_of_an_overlay_is_checked() {
    let cases = [
        (
            "overlay: 1.0.0\ninfo: {title: T, version: '1'}",
            "required member `actions` is missing",
        ),
        (
            "overlay: 1.0.0\ninfo: {title: T, version: '1'}\nactions: []",
            "a list of at least one action",
        ),
        (
            "overlay: 1.0.0\ninfo: {title: T}\nactions: [{target: $}]",
            "required member `version` is missing",
        ),
        (
            "overlay: 1.0.0\nactions: [{target: $}]",
            "required member `info` is missing",
        ),
        (
            "overlay: 2.0.0\ninfo: {title: T, version: '1'}\nactions: []",
            "`overlay: 2.0.0` is not supported",
        ),
        ("overlay: 1.0.0\naction: []", "no member `action`"),
        (
            "overlay: 1.0.0\ninfo: {title: T, version: '1', url: x}\nactions: []",
            "no member `url`",
        ),
        (
            "overlay: 1.0.0\ninfo: {title: T, version: '1'}\nextends: []\nactions: []",
            "`extends` must be a string",
        ),
        ("[]", "`the overlay` must be a mapping"),
    ];
    for (text, expected) in cases {
        let message = refused_overlay(text);
        assert!(message.starts_with("10-fixes.yaml:1: "), "{message}");
        assert!(message.contains(expected), "{message}");
    }
}

#[test]
fn an_overlay_that_is_not_yaml_is_an_error_with_its_line() {
    let message = refused_overlay("overlay: 1.0.0\ninfo: {title: 'T");
    assert!(
        message.starts_with("10-fixes.yaml:2: #/info/title: this is not valid YAML"),
        "{message}"
    );
    let message = refused_overlay("overlay: 1.0.0\noverlay: 1.0.0\n");
    assert!(
        message.starts_with("10-fixes.yaml:2: #: the key `overlay` is defined twice"),
        "{message}"
    );
    assert!(refused_overlay("").contains("the file is empty"));
}
