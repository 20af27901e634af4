//! Values that setters accept, and the resulting JSON. Each form that users write is compiled here.

use std::collections::BTreeMap;

use serde_json::{Map, Value, json};

use crate::runtime::codec::{
    IntegerString, Nullable, Secret, Timestamp, Wire, encode, record, string_enum, union,
};

string_enum! {
    /// Protocol.
    pub enum Protocol {
        Tcp = "tcp",
        Udp = "udp",
    }
}

union! {
    /// A key, by ID or name.
    pub enum Key {
        /// An ID.
        Id(i64) = integer,
        /// A name.
        Name(String) = string,
    }
    from { Id: i64, Name: String, Name: &str }
}

record! {
    pub struct Rule {
        pub port: Option<i64> [plain i64],
    }
    new();
}

record! {
    /// All conversions.
    pub struct Body {
        pub count: Option<i64> [plain i64],
        pub enabled: Option<bool> [plain bool],
        pub name: Option<String> [into String],
        pub protocol: Option<Protocol> [into Protocol],
        pub rules: Option<Vec<Rule>> [all Rule],
        pub ports: Option<Vec<i64>> [all i64],
        pub tags: Option<Vec<String>> [each String, clear_tags],
        pub keys: Option<Vec<Key>> [each Key, clear_keys],
        pub labels: Option<BTreeMap<String, String>> [entries String, clear_labels],
        pub schema: Option<BTreeMap<String, Value>> [object Value],
        pub models: Option<Vec<BTreeMap<String, Value>>> [objects Value],
        pub anything: Option<Value> [into Value],
        pub things: Option<Vec<Value>> [each Value, clear_things],
        pub n_count: Nullable<i64> [nullable i64],
        pub n_share: Nullable<f64> [nullable f64],
        pub n_enabled: Nullable<bool> [nullable bool],
        pub n_name: Nullable<String> [nullable String],
        pub n_protocol: Nullable<Protocol> [nullable Protocol],
        pub n_size: Nullable<IntegerString> [nullable IntegerString],
        pub n_password: Nullable<Secret> [nullable Secret],
        pub n_since: Nullable<Timestamp> [nullable Timestamp],
        pub n_rule: Nullable<Rule> [nullable Rule],
        pub n_rules: Nullable<Vec<Rule>> [nullable Vec<Rule>],
        pub n_tags: Nullable<Vec<String>> [nullable Vec<String>, clear_n_tags],
        pub n_protocols: Nullable<Vec<Protocol>> [nullable Vec<Protocol>, clear_n_protocols],
        pub n_labels: Nullable<BTreeMap<String, String>>
            [nullable BTreeMap<String, String>, clear_n_labels],
        pub n_schema: Nullable<BTreeMap<String, Value>> [object Value],
        pub n_anything: Nullable<Value> [nullable Value],
    }
    new();
}

fn new() -> Body {
    Body::new()
}

#[track_caller]
fn assert_sent(body: &Body, expected: &Value) {
    let sent: Value = serde_json::from_slice(&encode(body).unwrap()).unwrap();
    assert_eq!(sent, *expected);
}

#[test]
fn empty_values_are_sent() {
    assert_sent(&new().count(0), &json!({"count": 0}));
    assert_sent(&new().enabled(false), &json!({"enabled": false}));
    assert_sent(&new().name(""), &json!({"name": ""}));
    assert_sent(&new().rules([]), &json!({"rules": []}));
    assert_sent(&new().ports([]), &json!({"ports": []}));
    assert_sent(&new().schema(json!({})), &json!({"schema": {}}));
    assert_sent(&new().anything(Value::Null), &json!({"anything": null}));
    assert_sent(&new().n_count(0), &json!({"n_count": 0}));
    assert_sent(&new().n_enabled(false), &json!({"n_enabled": false}));
    assert_sent(&new().n_name(""), &json!({"n_name": ""}));
    assert_sent(&new().n_rules([]), &json!({"n_rules": []}));
    assert_sent(&new(), &json!({}));
}

#[test]
fn lists_of_what_converts_are_emptied_by_methods() {
    let body = new()
        .tags(["web"])
        .keys([1])
        .labels([("a", "b")])
        .things([1]);
    let body = body.clear_tags().clear_keys().clear_labels().clear_things();
    let empty = json!({"tags": [], "keys": [], "labels": {}, "things": []});
    assert_sent(&body, &empty);
    let body = new().clear_n_tags().clear_n_protocols().clear_n_labels();
    let empty = json!({"n_tags": [], "n_protocols": [], "n_labels": {}});
    assert_sent(&body, &empty);
}

#[test]
fn lists_take_what_converts() {
    let web = json!({"tags": ["web"]});
    let text = String::from("web");
    assert_sent(&new().tags(["web"]), &web);
    assert_sent(&new().tags(vec!["web"]), &web);
    assert_sent(&new().tags([&text]), &web);
    assert_sent(&new().tags(Some("web")), &web);
    assert_sent(&new().tags(["w"].iter().map(|w| format!("{w}eb"))), &web);
    assert_sent(&new().keys([1, 2]), &json!({"keys": [1, 2]}));
    assert_sent(&new().keys(["a"]), &json!({"keys": ["a"]}));
    assert_sent(
        &new().rules([Rule::new().port(1)]),
        &json!({"rules": [{"port": 1}]}),
    );
    assert_sent(
        &new().labels(BTreeMap::from([("a", "b")])),
        &json!({"labels": {"a": "b"}}),
    );
}

#[test]
fn nullable_fields_take_values_options_and_null() {
    assert_sent(&new().n_count(7), &json!({"n_count": 7}));
    assert_sent(&new().n_count(Some(7)), &json!({"n_count": 7}));
    assert_sent(&new().n_count(None), &json!({}));
    assert_sent(&new().n_count(1).n_count(None), &json!({}));
    assert_sent(&new().n_count(Nullable::Null), &json!({"n_count": null}));
    assert_sent(&new().n_share(0.5), &json!({"n_share": 0.5}));
    assert_sent(&new().n_enabled(Some(true)), &json!({"n_enabled": true}));
    assert_sent(&new().n_rule(Rule::new()), &json!({"n_rule": {}}));
    assert_sent(&new().n_rule(Some(Rule::new())), &json!({"n_rule": {}}));
    assert_sent(&new().n_rule(None), &json!({}));
    assert_sent(&new().n_anything(json!([1])), &json!({"n_anything": [1]}));
    assert_sent(
        &new().n_anything(Nullable::Null),
        &json!({"n_anything": null}),
    );
}

#[test]
fn nullable_strings_take_all_kinds_of_strings() {
    let web = json!({"n_name": "web"});
    let text = String::from("web");
    assert_sent(&new().n_name("web"), &web);
    assert_sent(&new().n_name(&text), &web);
    assert_sent(&new().n_name(text.clone()), &web);
    assert_sent(&new().n_name(Some("web")), &web);
    assert_sent(&new().n_name(Some(&text)), &web);
    assert_sent(&new().n_name(Some(text.clone())), &web);
    assert_sent(&new().n_name(None::<String>), &json!({}));
    assert_sent(&new().n_name(Nullable::Null), &json!({"n_name": null}));

    let tcp = json!({"n_protocol": "tcp"});
    let text = String::from("tcp");
    assert_sent(&new().n_protocol(Protocol::Tcp), &tcp);
    assert_sent(&new().n_protocol(Some(Protocol::Tcp)), &tcp);
    assert_sent(&new().n_protocol("tcp"), &tcp);
    assert_sent(&new().n_protocol(&text), &tcp);
    assert_sent(&new().n_protocol(Some("tcp")), &tcp);
    assert_sent(&new().n_protocol(Some(text.clone())), &tcp);
    assert_sent(&new().n_protocol(text), &tcp);
    assert_sent(
        &new().n_password("hunter2"),
        &json!({"n_password": "hunter2"}),
    );
    assert_sent(
        &new().n_password(Some("x".to_owned())),
        &json!({"n_password": "x"}),
    );
    assert_sent(&new().n_size(7), &json!({"n_size": "7"}));
    assert_sent(&new().n_size(Some(7_u64)), &json!({"n_size": "7"}));
    assert_sent(&new().n_size("8"), &json!({"n_size": "8"}));
    let epoch = jiff::Timestamp::UNIX_EPOCH;
    let sent = json!({"n_since": "1970-01-01T00:00:00Z"});
    assert_sent(&new().n_since(epoch), &sent);
    assert_sent(&new().n_since(Some(epoch)), &sent);
    assert_sent(&new().n_since(Timestamp::default()), &sent);
}

#[test]
fn nullable_lists_and_maps_take_arrays_options_and_null() {
    let web = json!({"n_tags": ["web"]});
    let text = String::from("web");
    assert_sent(&new().n_tags(["web"]), &web);
    assert_sent(&new().n_tags([text.clone()]), &web);
    assert_sent(&new().n_tags([&text]), &web);
    assert_sent(&new().n_tags(vec!["web"]), &web);
    assert_sent(&new().n_tags(vec![text.clone()]), &web);
    assert_sent(&new().n_tags(Some(vec![text])), &web);
    assert_sent(&new().n_tags(None), &json!({}));
    assert_sent(&new().n_tags(Nullable::Null), &json!({"n_tags": null}));
    assert_sent(
        &new().n_protocols(["tcp"]),
        &json!({"n_protocols": ["tcp"]}),
    );
    assert_sent(
        &new().n_protocols([Protocol::Udp]),
        &json!({"n_protocols": ["udp"]}),
    );
    assert_sent(&new().n_rules([Rule::new()]), &json!({"n_rules": [{}]}));
    assert_sent(&new().n_rules(Nullable::Null), &json!({"n_rules": null}));
    assert_sent(
        &new().n_labels([("a", "b")]),
        &json!({"n_labels": {"a": "b"}}),
    );
    assert_sent(&new().n_labels(Nullable::Null), &json!({"n_labels": null}));
}

#[test]
fn free_json_takes_the_macro_of_serde_json() {
    let schema = json!({"type": "object", "deep": [{"a": null}]});
    assert_sent(&new().schema(schema.clone()), &json!({ "schema": schema }));
    assert_sent(&new().schema(Map::new()), &json!({"schema": {}}));
    assert_sent(
        &new().models([json!({"id": 1})]),
        &json!({"models": [{"id": 1}]}),
    );
    assert_sent(&new().models([]), &json!({"models": []}));
    assert_sent(
        &new().anything(json!([1, "a"])),
        &json!({"anything": [1, "a"]}),
    );
    assert_sent(&new().anything("a"), &json!({"anything": "a"}));
    assert_sent(
        &new().things([json!({}), json!(1)]),
        &json!({"things": [{}, 1]}),
    );
    assert_sent(
        &new().n_schema(json!({"a": 1})),
        &json!({"n_schema": {"a": 1}}),
    );
    assert_sent(&new().n_schema(Value::Null), &json!({"n_schema": null}));
}

#[test]
fn a_value_that_is_not_an_object_is_an_error_where_one_is_required() {
    let message = |body: Body| encode(&body).unwrap_err().to_string();
    let text = "`schema` of Body must be a JSON object";
    assert_eq!(message(new().schema(json!([1]))), text);
    assert_eq!(message(new().schema(Value::Null)), text);
    assert_eq!(
        message(new().models([json!({}), json!("x")])),
        "`models` of Body must be a JSON object"
    );
    assert_eq!(
        message(new().n_schema("x")),
        "`n_schema` of Body must be a JSON object"
    );
}

#[test]
fn nullable_values_are_values_of_their_own() {
    assert_eq!(Nullable::from(Some(1)), Nullable::Value(1));
    assert_eq!(Nullable::<i64>::from(None), Nullable::Absent);
    assert_eq!(Nullable::<i64>::empty(), Nullable::Absent);
}
