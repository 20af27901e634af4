//! Values of the constructs are read as exactly one type, and written back as they were.

#![allow(clippy::unwrap_used, clippy::panic, reason = "tests fail by panicking")]

use constructs::clients::{
    all_of_narrowing, discriminated_parent, extended_unions, free_form, member_methods,
    narrowed_unions, nullable_bodies, strange_names, union_after_strings, union_by_constants,
    union_of_anything, union_of_lookalikes, union_of_maps, union_with_members,
};
use serde_core::{Deserialize, Serialize};
use serde_json::{Value, json};

/// Reads a value and writes it back.
#[track_caller]
fn round_trip<T: Serialize + for<'de> Deserialize<'de>>(value: &Value) -> T {
    let read = T::deserialize(value).unwrap();
    assert_eq!(&serde_json::to_value(&read).unwrap(), value);
    read
}

#[test]
fn members_of_several_schemas() {
    use all_of_narrowing::all_of_narrowing_widgets::FastCreate;
    let value = json!({
        "limits": {"cpu": 5, "memory": 7},
        "grades": ["b"],
        "state": "new",
        "parent": {"since": "May", "limits": {"cpu": 9}, "parent": {"state": "gone"}},
    });
    let fast: FastCreate = round_trip(&value);
    let limits = fast.limits.unwrap();
    assert_eq!((limits.cpu, limits.memory), (Some(5), Some(7)));
    assert_eq!(fast.parent.unwrap().limits.unwrap().cpu, Some(9));
}

#[test]
fn branches_extend_their_own_union() {
    use extended_unions::extended_unions_widgets::{Bare, ExtendedUnionsWidgetsBox, Pet, Plain};
    let value = json!({
        "pet": {"kind": "cat", "name": "Tom", "lives": 9},
        "cat": {"kind": "cat", "lives": 8},
        "bare": {"kind": "bare_two", "two": 2},
        "plain": {"id": "a", "one": 1},
        "inline": {"id": "b", "right": 1},
        "group": {"far": 3},
    });
    let read: ExtendedUnionsWidgetsBox = round_trip(&value);
    assert!(matches!(read.pet, Some(Pet::Cat(_))), "{:?}", read.pet);
    assert_eq!(read.cat.unwrap().lives, Some(8));
    assert!(
        matches!(read.bare, Some(Bare::BareTwo(_))),
        "{:?}",
        read.bare
    );
    assert!(
        matches!(read.plain, Some(Plain::PlainOne(_))),
        "{:?}",
        read.plain
    );
}

#[test]
fn maps_of_several_types() {
    use union_of_maps::union_of_maps_widgets::UnionOfMapsWidgetsBox;
    let value = json!({
        "labels": {"a": 1},
        "same": {"b": "c"},
        "either": {"a": "x", "d": 4},
        "tree": ["a", ["b", ["c"], []]],
    });
    let read: UnionOfMapsWidgetsBox = round_trip(&value);
    assert!(read.unknown_fields().is_empty());
}

#[test]
fn constants_of_branches_without_a_name() {
    use union_by_constants::union_by_constants_widgets::UnionByConstantsWidgetsBox;
    let variant = |kind: &str| {
        let value = json!({"mixed": {"kind": kind, "a": "b"}});
        let read: UnionByConstantsWidgetsBox = round_trip(&value);
        format!("{:?}", std::mem::discriminant(&read.mixed.unwrap()))
    };
    assert_eq!(variant("y"), variant("w"));
    assert_ne!(variant("x"), variant("y"));
}

#[test]
fn a_parent_schema_means_any_of_its_children() {
    use discriminated_parent::discriminated_parent_widgets::{
        DiscriminatedParentWidgetsBox, Pet, Puppy,
    };
    let pet =
        |value: &Value| round_trip::<DiscriminatedParentWidgetsBox>(&json!({ "pet": value })).pet;
    assert!(matches!(
        pet(&json!({"kind": "tabby", "name": "Tom", "lives": 9})),
        Pet::Cat(_)
    ));
    assert!(matches!(
        pet(&json!({"kind": "dog", "name": "Rex"})),
        Pet::Dog(_)
    ));
    assert!(matches!(
        pet(&json!({"kind": "puppy", "name": "Rex", "weeks": 3})),
        Pet::Puppy(_)
    ));
    assert!(matches!(
        pet(&json!({"kind": "plain", "name": "Ann"})),
        Pet::Pet(_)
    ));
    assert!(matches!(
        pet(&json!({"kind": "bird", "name": "Tweety"})),
        Pet::Unknown(_)
    ));
    let built = serde_json::to_value(Pet::from(Puppy::new("Rex", 3))).unwrap();
    assert_eq!(built, json!({"kind": "puppy", "name": "Rex", "weeks": 3}));
}

#[test]
fn recursive_maps_and_typed_members_next_to_typed_maps() {
    use free_form::free_form_widgets::WidgetCreate;
    let value = json!({
        "mixed": {"a": "known", "b": "other", "c": "more"},
        "tree": {"left": {"leaf": {}}, "right": {}},
    });
    let widget: WidgetCreate = round_trip(&value);
    let mixed = widget.mixed.unwrap();
    assert_eq!(mixed.a.as_deref(), Some("known"));
    assert_eq!(mixed.additional.len(), 2);
    assert!(
        widget.tree.unwrap().additional["left"]
            .additional
            .contains_key("leaf")
    );
}

#[test]
fn bodies_that_may_be_null() {
    use nullable_bodies::nullable_bodies_widgets::{Widget, WidgetKind, WidgetReplace};
    round_trip::<Option<Widget>>(&Value::Null);
    round_trip::<Option<WidgetReplace>>(&Value::Null);
    // A constant that may be null is the caller's choice.
    let built = serde_json::to_value(WidgetReplace::new(WidgetKind::Widget, "a")).unwrap();
    assert_eq!(built, json!({"kind": "widget", "name": "a"}));
}

#[test]
fn names_with_spaces_and_non_latin_letters() {
    use strange_names::strange_names_widgets::WidgetCreate;
    let value = json!({" ": "a", "   ": "b", "naïve": 1, "naive": 2, "größe": 3, "名前": "c", "🦀": "d", "unit": "µs"});
    let widget: WidgetCreate = round_trip(&value);
    assert_eq!(
        (
            widget.blank.as_deref().unwrap_or_default(),
            widget.naive,
            widget.naive_
        ),
        ("a", Some(2), Some(1))
    );
}

#[test]
fn branches_that_allow_anything_or_null() {
    use union_of_anything::union_of_anything_widgets::{
        Widget, WidgetCreate, WidgetMust, WidgetNested,
    };
    let must = |value: &Value| round_trip::<Widget>(&json!({ "must": value })).must;
    assert!(matches!(must(&json!({"size": 1})), WidgetMust::Part(_)));
    assert!(matches!(must(&json!({"width": 1})), WidgetMust::Any(_)));
    assert!(matches!(must(&json!("text")), WidgetMust::Any(_)));
    let widget: WidgetCreate =
        round_trip(&json!({"must": 1, "maybe": null, "typed_null": null, "nested": true}));
    assert!(
        widget.maybe.is_null() && widget.typed_null.is_null() && widget.listed_null.is_absent()
    );
    assert_eq!(widget.nested, Some(WidgetNested::Boolean(true)));
}

#[test]
fn unions_are_never_read_as_another_branch() {
    use union_of_lookalikes::union_of_lookalikes_widgets::{
        Widget, WidgetByExclusion, WidgetByFlag, WidgetByItem, WidgetByReference, WidgetByValue,
    };
    let read = |name: &str, value: Value| round_trip::<Widget>(&json!({ name: value }));
    let by_reference = |value| read("by_reference", value).by_reference.unwrap();
    assert!(matches!(
        by_reference(json!({"kind": "bolt"})),
        WidgetByReference::Bolt(_)
    ));
    assert!(matches!(
        by_reference(json!({"kind": "cog"})),
        WidgetByReference::Gear(_)
    ));
    assert!(matches!(
        by_reference(json!({"kind": "nut"})),
        WidgetByReference::Unknown(_)
    ));
    let by_flag = |value| read("by_flag", value).by_flag.unwrap();
    assert!(matches!(
        by_flag(json!({"ok": true})),
        WidgetByFlag::Done(_)
    ));
    assert!(matches!(
        by_flag(json!({"ok": false, "at": 1})),
        WidgetByFlag::Failed(_)
    ));
    let by_exclusion = |value| read("by_exclusion", value).by_exclusion.unwrap();
    assert!(matches!(
        by_exclusion(json!({"id": 1})),
        WidgetByExclusion::Plain(_)
    ));
    assert!(matches!(
        by_exclusion(json!({"id": 1, "weight": 2})),
        WidgetByExclusion::Heavy(_)
    ));
    let by_value = |value| read("by_value", value).by_value.unwrap();
    assert!(matches!(
        by_value(json!({"value": "a"})),
        WidgetByValue::Word(_)
    ));
    assert!(matches!(
        by_value(json!({"value": 1})),
        WidgetByValue::Number(_)
    ));
    assert!(matches!(by_value(json!({})), WidgetByValue::Unknown(_)));
    let by_item = |value| read("by_item", value).by_item.unwrap();
    assert_eq!(by_item(json!([1])), WidgetByItem::Array(vec![1]));
    assert_eq!(
        by_item(json!(["a"])),
        WidgetByItem::ArrayBranch(vec!["a".to_owned()])
    );
}

#[test]
fn members_next_to_a_union() {
    use union_with_members::union_with_members_widgets::{WidgetByUrl, WidgetCreate};
    let value = json!({"name": "a", "note": "b", "path": "/"});
    assert!(matches!(
        round_trip::<WidgetCreate>(&value),
        WidgetCreate::ByPath(_)
    ));
    let built =
        serde_json::to_value(WidgetCreate::from(WidgetByUrl::new("a", "http://x"))).unwrap();
    assert_eq!(built, json!({"name": "a", "url": "http://x"}));
}

#[test]
fn unions_that_other_schemas_narrow() {
    use narrowed_unions::narrowed_unions_widgets::{Whole, WholePart, WholeResult};
    let value = json!({
        "ok": true,
        "result": {"type": "MX", "priority": 1},
        "size": 4,
        "part": {"id": "p", "b": 2},
        "ttl": 1.5,
    });
    let whole: Whole = round_trip(&value);
    assert!(matches!(whole.result, Some(WholeResult::MxRecord(_))));
    assert_eq!((whole.size, whole.ttl), (Some(4), Some(1.5)));
    assert!(
        matches!(whole.part, Some(WholePart::ObjectBranch(_))),
        "{:?}",
        whole.part
    );
}

#[test]
fn objects_after_strings_are_read_as_their_own_branch() {
    use union_after_strings::union_after_strings_widgets::{Widget, WidgetChoice, WidgetState};
    let choice = |value: Value| {
        round_trip::<Widget>(&json!({ "choice": value }))
            .choice
            .unwrap()
    };
    assert!(matches!(choice(json!("auto")), WidgetChoice::String(_)));
    let bolt = choice(json!({"kind": "bolt", "size": 1}));
    assert!(matches!(bolt, WidgetChoice::Bolt(_)), "{bolt:?}");
    let gear = choice(json!({"kind": "gear", "size": 1}));
    assert!(matches!(gear, WidgetChoice::Gear(_)), "{gear:?}");
    let new = choice(json!({"kind": "nut"}));
    assert!(matches!(new, WidgetChoice::Unknown(_)), "{new:?}");

    let state = |value: &str| {
        let value = json!({ "state": { "state": value } });
        round_trip::<Widget>(&value).state.unwrap()
    };
    assert!(matches!(state("running"), WidgetState::Running(_)));
    assert!(matches!(state("stopped"), WidgetState::Stopped(_)));
    assert!(matches!(state("resuming"), WidgetState::Running(_)));
    assert!(matches!(state("melting"), WidgetState::Unknown(_)));
}

#[test]
fn members_with_the_names_of_methods() {
    use member_methods::member_methods_widgets::Widget;
    let value = json!({
        "into": "a", "try_into": "b", "clone": "c", "": 1, "from": "d", "next": {"into": "e"},
    });
    let widget: Widget = round_trip(&value);
    assert_eq!(widget.empty, Some(1));
    assert_eq!(widget.next.unwrap().into_, "e");
}
