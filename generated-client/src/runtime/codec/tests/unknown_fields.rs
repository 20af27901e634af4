//! Fields that a record does not declare: kept, written back, reported, not shown.

use serde_json::{Value, json};

use crate::drift::DriftKind;
use crate::runtime::codec::{Drift, Wire, decode, encode};

use super::models::{Chain, Droplet, Network, Networks, Open};

fn read<T: Wire>(value: &Value) -> (T, Vec<Drift>) {
    decode("op", value.to_string().as_bytes()).unwrap()
}

fn written(value: &impl Wire) -> Value {
    serde_json::from_slice(&encode(value).unwrap()).unwrap()
}

#[test]
fn unknown_fields_are_kept_and_written_back() {
    let original = json!({
        "type": "public", "mtu": 1500, "ip": "192.0.2.1",
        "peers": [{"id": 1, "since": null}], "gateway": {"type": "x"},
    });
    let (network, _) = read::<Network>(&original);
    let unknown = network.unknown_fields();
    assert_eq!((unknown.len(), unknown.is_empty()), (3, false));
    assert_eq!(unknown.get("mtu"), Some(&json!(1500)));
    assert_eq!(unknown.get("type"), None);
    let names: Vec<_> = unknown.iter().map(|(name, _)| name).collect();
    assert_eq!(names, ["gateway", "mtu", "peers"]);
    assert_eq!(unknown.into_iter().len(), 3);
    assert_eq!(written(&network), original);
    assert_eq!(serde_json::to_value(&network).unwrap(), original);
    assert_eq!(
        serde_json::from_value::<Network>(original).unwrap(),
        network
    );
}

#[test]
fn nested_records_keep_their_own() {
    let original = json!({"v4": [{"type": "a", "x": 1}, {"type": "b"}], "x": 2});
    let (networks, _) = read::<Networks>(&original);
    assert!(networks.v4.as_ref().unwrap()[1].unknown_fields().is_empty());
    assert_eq!(written(&networks), original);
}

#[test]
fn changing_a_declared_field_leaves_unknown_ones_alone() {
    let (network, _) = read::<Network>(&json!({"type": "a", "x": [1]}));
    let network = network.ip("192.0.2.7");
    assert_eq!(
        written(&network),
        json!({"type": "a", "x": [1], "ip": "192.0.2.7"})
    );
}

#[test]
fn unknown_fields_can_be_set() {
    let network = Network::new()
        .ip("192.0.2.1")
        .set_unknown_field("mtu", 1500)
        .set_unknown_field("tags", vec!["a"])
        .set_unknown_field("mtu", json!(null));
    assert_eq!(
        written(&network),
        json!({"ip": "192.0.2.1", "type": "", "mtu": null, "tags": ["a"]})
    );
}

#[test]
fn setting_a_declared_field_as_unknown_fails_when_it_is_written() {
    let network = Network::new().set_unknown_field("type", "public");
    let message = "`type` is a declared field of Network: set it directly, not as an unknown field";
    assert_eq!(encode(&network).unwrap_err().to_string(), message);
    assert_eq!(
        serde_json::to_value(&network).unwrap_err().to_string(),
        message
    );
    let networks = Networks::new().v4([Network::new(), network]);
    assert_eq!(encode(&networks).unwrap_err().to_string(), message);
    // The field need not have a value.
    let network = Network::new().set_unknown_field("ip", Value::Null);
    assert!(encode(&network).is_err());
}

#[test]
fn unknown_fields_are_drift_and_not_corrections() {
    let (_, drifts) = read::<Vec<Network>>(&json!([
        {"type": "a"},
        {"type": "b", "a.b": 2, "mtu": 1},
        {"type": "c", "mtu": 1},
    ]));
    let found: Vec<_> = drifts
        .iter()
        .map(|drift| (drift.kind, drift.owner, &*drift.member, &*drift.path))
        .collect();
    let unknown = DriftKind::UnknownField;
    assert_eq!(
        found,
        [
            (unknown, "Network", "a.b", r#"[1]["a.b"]"#),
            (unknown, "Network", "mtu", "[1].mtu"),
        ]
    );
}

#[test]
fn many_unknown_fields_are_kept_and_some_of_them_reported() {
    let mut object = json!({"type": "a"});
    for number in 0..2_000 {
        object[format!("field_{number}")] = json!(number);
    }
    let (network, drifts) = read::<Network>(&object);
    assert_eq!(network.unknown_fields().len(), 2_000);
    assert_eq!(drifts.len(), 256);
    assert_eq!(written(&network), object);
}

#[test]
fn debug_shows_their_names_and_not_their_values() {
    let (network, _) = read::<Network>(&json!({"type": "a", "api_key": "hunter2"}));
    let shown = format!("{network:?} {:?}", network.unknown_fields().iter());
    assert_eq!(
        shown,
        r#"Network { ip: None, type: "a", unknown_fields: ["api_key"] } ["api_key"]"#
    );
    assert!(!format!("{:?}", Network::new()).contains("unknown"));
}

#[test]
fn they_count_when_records_are_compared() {
    let (one, _) = read::<Network>(&json!({"type": "a", "x": 1}));
    let (other, _) = read::<Network>(&json!({"type": "a", "x": 2}));
    assert_eq!(one, one.clone());
    assert_ne!(one, other);
}

#[test]
fn errors_inside_of_them_have_a_path() {
    let error = decode::<Networks>("op", br#"{"v4": [{"type": "a", "x": {"y": tru}}]}"#);
    assert_eq!(error.unwrap_err().path(), "v4[0].x");
}

#[test]
fn a_record_without_unknown_fields_pays_one_pointer() {
    struct Without {
        _next: Option<Box<u8>>,
        _all: Vec<u8>,
        _by_name: std::collections::BTreeMap<String, i64>,
    }
    assert_eq!(
        size_of::<Chain>(),
        size_of::<Without>() + size_of::<usize>()
    );
    assert!(encode(&Droplet::new("a", "new")).is_ok());
}

#[test]
fn a_map_of_all_other_fields_takes_them() {
    let original = json!({"a": 1, "id": 7, "b": 2});
    let (open, drifts) = read::<Open>(&original);
    assert_eq!((open.additional["b"], open.additional.len()), (2, 2));
    assert!(open.unknown_fields().is_empty());
    assert_eq!(drifts, []);
    assert_eq!(written(&open), original);
    let (open, drifts) = read::<Open>(&json!({"id": 7, "c": null}));
    assert_eq!((open.additional["c"], &*drifts[0].path), (0, "c"));
    let error = decode::<Open>("op", br#"{"id": 7, "c": "x"}"#).unwrap_err();
    assert_eq!(error.path(), "c");
}
