//! Unions: the selected variant, the kept fields, the cost of nesting.

use std::time::{Duration, Instant};

use serde_json::{Value, json};

use crate::drift::DriftKind;
use crate::runtime::codec::param::Param;
use crate::runtime::codec::{decode, encode, when};

use super::models::{Image, Network, Tree};

fn read(value: &Value) -> Image {
    decode("op", value.to_string().as_bytes()).unwrap().0
}

#[test]
fn the_first_variant_that_fits_is_used_and_anything_else_is_kept() {
    assert_eq!(read(&json!("ubuntu")), Image::Slug("ubuntu".to_owned()));
    assert_eq!(read(&json!(7)), Image::Id(7));
    assert_eq!(read(&json!(7.0)), Image::Id(7));
    assert!(matches!(
        read(&json!({"type": "private"})),
        Image::Network(_)
    ));
    for value in [
        json!({"type": "x"}),
        json!([1]),
        json!(7.5),
        json!(true),
        json!({"type": 3}),
    ] {
        let image = read(&value);
        assert_eq!(image, Image::Unknown(value.clone()));
        assert_eq!(encode(&image).unwrap(), value.to_string().into_bytes());
    }
}

#[test]
fn a_variant_that_cannot_be_read_is_skipped_with_its_reports() {
    let value = json!({"x": "not a number", "y": 3, "child": {"x": 7}});
    let (tree, drifts) = decode::<Tree>("op", value.to_string().as_bytes()).unwrap();
    let Tree::Y(tree) = tree else {
        panic!("{tree:?}")
    };
    assert_eq!(tree.y, 3);
    assert_eq!(tree.unknown_fields().get("x"), Some(&json!("not a number")));
    let kinds: Vec<_> = drifts.iter().map(|drift| drift.kind).collect();
    assert_eq!(kinds, [DriftKind::UnknownField], "only what was kept");
}

#[test]
fn after_a_variant_that_fails_none_is_used_that_needs_a_correction() {
    let value = json!({"x": "not a number", "y": 3, "child": {"name": 7}});
    let (tree, drifts) = decode::<Tree>("op", value.to_string().as_bytes()).unwrap();
    assert_eq!(tree, Tree::Unknown(value));
    assert!(drifts.is_empty(), "{drifts:?}");
}

#[test]
fn paths_go_through_unions() {
    let body = br#"[{"child": {"child": {"x": 1}, "x": 1}, "x": 1}, {"x": 1, "child": {"x": 2, "child": {}}}]"#;
    let (_, drifts) = decode::<Vec<Tree>>("op", body).unwrap();
    assert_eq!(drifts[0].path, "[1].child.child.x");
    assert_eq!(drifts.len(), 1);
}

#[test]
fn unions_convert_and_can_be_path_arguments() {
    assert_eq!(Image::from("ubuntu"), Image::from("ubuntu".to_owned()));
    assert_eq!(Image::from(7), Image::Id(7));
    assert!(matches!(Image::from(Network::default()), Image::Network(_)));
    assert_eq!(Image::default(), Image::Unknown(Value::Null));
    assert_eq!(Image::from("a/b").to_param(), "a/b");
    assert_eq!(Image::from(7).to_param(), "7");
    assert_eq!(Image::default().to_param(), "");
    assert_eq!(serde_json::from_str::<Image>("7").unwrap(), Image::Id(7));
    assert_eq!(serde_json::to_string(&Image::Id(7)).unwrap(), "7");
}

#[test]
fn null_is_not_a_variant() {
    let (images, drifts) = decode::<Vec<Image>>("op", b"[null]").unwrap();
    assert_eq!(images, [Image::default()]);
    assert_eq!(drifts[0].path, "[0]");
}

/// Each level rejects its first two variants only after it has read its child.
#[test]
fn nested_unions_take_polynomial_time() {
    let mut value = json!({"x": "bad", "y": "bad"});
    for _ in 0..100 {
        value = json!({"child": value, "x": "bad", "y": "bad"});
    }
    let start = Instant::now();
    let (tree, drifts) = decode::<Tree>("op", value.to_string().as_bytes()).unwrap();
    assert!(start.elapsed() < Duration::from_secs(10));
    assert_eq!(tree, Tree::Unknown(value));
    assert_eq!(drifts, []);
}

/// The same where the second variant fits at every level.
#[test]
fn nested_unions_that_fit_late_take_polynomial_time() {
    let mut value = json!({"x": "bad", "y": 0});
    for level in 0..100 {
        value = json!({"child": value, "x": "bad", "y": level});
    }
    let (mut tree, _) = decode::<Tree>("op", value.to_string().as_bytes()).unwrap();
    let mut depth = 0;
    while let Tree::Y(inner) = tree {
        depth += 1;
        tree = inner.child.unwrap_or_default();
    }
    assert_eq!(depth, 101);
}

#[test]
fn many_elements_that_fail_a_variant_take_linear_time() {
    let value = json!({"x": "bad", "y": 1});
    let list = Value::Array(vec![value; 20_000]);
    let start = Instant::now();
    let (trees, _) = decode::<Vec<Tree>>("op", list.to_string().as_bytes()).unwrap();
    assert_eq!(trees.len(), 20_000);
    assert!(start.elapsed() < Duration::from_secs(10));
}

#[test]
fn a_tag_takes_precedence_over_members() {
    let custom = &["type", "custom", "|", "key", "leaf"];
    for (value, fits) in [
        (json!({"type": "custom", "names": [], "key": "k"}), true),
        (json!({"type": "custom", "names": []}), true),
        (json!({"names": [], "leaf": "l"}), true),
        (json!({"type": null, "key": "k"}), true),
        (json!({"type": "issued", "key": "k", "leaf": "l"}), false),
        (json!({"type": "new", "key": "k"}), false),
        (json!({"type": 1, "key": "k"}), false),
        (json!({"names": []}), false),
        (json!({}), false),
        (json!([]), false),
    ] {
        assert_eq!(when::tag_or(&value, custom), fits, "{value}");
    }
}

#[test]
fn matchers_look_at_kind_tags_and_members() {
    let value = json!({"type": "a", "server": null});
    assert!(when::object(&value, &[]) && when::any(&value, &[]));
    assert!(
        when::tag(&value, &["type", "b", "a"]) && when::tag(&json!({"on": true}), &["on", "true"])
    );
    assert!(
        when::tag(&json!({"n": 1}), &["n", "1"]) && !when::tag(&json!({"n": "2"}), &["n", "1"])
    );
    assert!(!when::tag(&value, &["type", "b"]) && !when::tag(&json!("a"), &["type", "a"]));
    assert!(when::has(&value, &["type", "server"]) && !when::has(&value, &["type", "port"]));
    assert!(when::some(&value, &["port", "type"]) && !when::some(&value, &["port"]));
    assert!(!when::has(&json!([]), &[]));
    assert!(
        when::items(&json!([1, 2]), &["integer"]) && !when::items(&json!([1, "a"]), &["integer"])
    );
    assert!(when::items(&json!([]), &["string"]) && !when::items(&json!("a"), &["string"]));
    assert!(when::integer(&json!(3.0), &[]) && !when::integer(&json!(3.5), &[]));
    assert!(when::number(&json!(3.5), &[]) && when::boolean(&json!(true), &[]));
    assert!(when::array(&json!([]), &[]) && when::string(&json!(""), &[]));
}

#[test]
fn debug_shows_the_structure_of_what_is_unknown() {
    for (value, shown) in [
        (
            json!({"password": "hunter2"}),
            r#"Unknown({"password": string(7)})"#,
        ),
        (
            json!([{"a": 7, "b": [true, null]}]),
            r#"Unknown([{"a": number, "b": [boolean, Null]}])"#,
        ),
        (json!(7.5), "Unknown(number)"),
        (json!({"hunter 2": []}), "Unknown({key(8): []})"),
    ] {
        assert_eq!(format!("{:?}", read(&value)), shown);
    }
}
