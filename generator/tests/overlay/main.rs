//! The effects of overlays on a document, and the overlays that are rejected.

mod errors;
mod queries;

use generator::overlay::{Applied, OverlayError, apply};
use serde_json::{Value, json};

/// Wraps the YAML text of actions into an overlay document.
fn overlay(actions: &str) -> String {
    format!("overlay: 1.0.0\ninfo: {{title: Test, version: '1'}}\nactions:\n{actions}\n")
}

fn try_apply(document: Value, actions: &str) -> Result<Applied, OverlayError> {
    apply(document, &[("10-fixes.yaml", &overlay(actions))])
}

fn applied(document: Value, actions: &str) -> Result<Value, String> {
    match try_apply(document, actions) {
        Ok(applied) => Ok(applied.document),
        Err(error) => Err(error.to_string()),
    }
}

#[test]
fn merges_objects_and_replaces_primitives() {
    let document = json!({"a": {"type": "string", "x": {"deep": 1}}});
    let result = applied(
        document,
        "- target: $.a\n  update: {type: integer, x: {other: 2}, new: null}",
    );
    assert_eq!(
        result,
        Ok(json!({"a": {"type": "integer", "x": {"deep": 1, "other": 2}, "new": null}}))
    );
}

#[test]
fn appends_to_lists_inside_an_update_and_as_target() {
    let document = json!({"enum": ["a"], "required": ["a"], "allOf": []});
    let actions = "\
- target: $
  update: {enum: [b, c]}
- target: $.required
  update: b
- target: $.allOf
  update: [{type: object}]";
    let expected =
        json!({"enum": ["a", "b", "c"], "required": ["a", "b"], "allOf": [{"type": "object"}]});
    assert_eq!(applied(document, actions), Ok(expected));
}

#[test]
fn null_means_no_value_when_merging() {
    let document = json!({"a": {"default": null, "example": {"x": 1}}});
    let result = applied(
        document,
        "- target: $.a\n  update: {default: [], example: null}",
    );
    assert_eq!(result, Ok(json!({"a": {"default": [], "example": null}})));
}

#[test]
fn removes_members_and_items_of_lists() {
    let document = json!({"a": {"format": "uuid", "type": "string"}, "enum": ["a", "b", "c", "b"]});
    let actions = "\
- target: $.a.format
  remove: true
- target: $.enum[?@ == 'b']
  remove: true";
    assert_eq!(
        applied(document, actions),
        Ok(json!({"a": {"type": "string"}, "enum": ["a", "c"]}))
    );
}

#[test]
fn removes_many_items_by_index_at_once() {
    let document = json!({"list": [0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11]});
    let result = applied(document, "- target: $.list[11,2,0,2,-2]\n  remove: true");
    assert_eq!(result, Ok(json!({"list": [1, 3, 4, 5, 6, 7, 8, 9]})));
}

#[test]
fn removes_a_value_and_its_ancestor_in_one_action() {
    let document = json!({"a": {"x": {"x": 1}}, "b": {"x": 2}});
    assert_eq!(
        applied(document, "- target: $..x\n  remove: true"),
        Ok(json!({"a": {}, "b": {}}))
    );
}

#[test]
fn later_actions_see_what_earlier_ones_did() {
    let document = json!({"a": true});
    let actions = "\
- target: $.a
  remove: true
- target: $
  update: {a: {type: string}}
- target: $.a
  update: {nullable: true}";
    assert_eq!(
        applied(document, actions),
        Ok(json!({"a": {"type": "string", "nullable": true}}))
    );
}

#[test]
fn applies_overlays_in_the_given_order() {
    let first = overlay("- target: $.a\n  update: {x: 1}");
    let second = overlay("- target: $.a\n  update: {x: 2}");
    let result = apply(
        json!({"a": {}}),
        &[("10.yaml", &first), ("20.yaml", &second)],
    );
    assert_eq!(
        result.map(|applied| applied.document),
        Ok(json!({"a": {"x": 2}}))
    );
}

#[test]
fn accepts_everything_the_specification_allows() {
    let text = "\
overlay: 1.0.1
info: {title: Test, version: 1.0.0, x-owner: somebody}
extends: ../digitalocean.yaml
x-more: [1]
actions:
  - target: $
    description: A reason.
    x-evidence: link
    remove: false
    update: {a: 1}
";
    let result = apply(json!({}), &[("10-fixes.yaml", text)]);
    assert_eq!(result.map(|applied| applied.document), Ok(json!({"a": 1})));
}
