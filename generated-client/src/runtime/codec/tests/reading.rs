//! Tolerant reading: what is corrected, what is reported, what is passed over.

use serde_json::json;

use crate::drift::DriftKind;
use crate::runtime::codec::{
    DecodeLimits, Drift, Location, Nullable, Wire, decode, decode_envelope, decode_value,
};

use super::models::{Chain, Droplet, Networks, Status};

pub(super) const WHOLE: &str = r#"{
    "id": 3, "name": "web", "status": "new", "unknown": {"deep": [1, {"er": null}]},
    "networks": {"v4": [{"ip": "192.0.2.1", "type": "public"}]},
    "created_at": "2020-11-14T16:29:21Z", "next": null, "price": 5.5, "size": "12"
}"#;

fn paths(drifts: &[Drift]) -> Vec<&str> {
    drifts.iter().map(|drift| drift.path.as_str()).collect()
}

fn read<T: Wire>(value: &serde_json::Value) -> (T, Vec<Drift>) {
    let read = decode("test", value.to_string().as_bytes()).unwrap();
    let (_, drifts) = decode_value::<T>("test", value, &DecodeLimits::default()).unwrap();
    assert_eq!(read.1, drifts, "text and value report the same");
    read
}

#[test]
fn a_whole_record_needs_no_correction() {
    let (droplet, drifts) = decode::<Droplet>("droplets_get", WHOLE.as_bytes()).unwrap();
    assert_eq!(paths(&drifts), ["unknown"]);
    assert_eq!(drifts[0].kind, DriftKind::UnknownField);
    assert_eq!(droplet.id, 3);
    assert_eq!(droplet.status, Status::New);
    assert_eq!(droplet.price, 5.5);
    assert_eq!(droplet.size.as_str(), "12");
    assert_eq!(droplet.networks.v4.unwrap()[0].type_, "public");
    assert_eq!(droplet.tags, Nullable::Absent);
}

#[test]
fn missing_members_read_as_default_values_and_are_reported() {
    let body = br#"{"links": {"next": "x"}, "droplets": [{"networks": {"v4": [{}, null]}}]}"#;
    let envelope =
        decode_envelope::<Vec<Droplet>>(Location::new("droplets_list", &["droplets"]), body)
            .unwrap();
    assert_eq!(
        paths(&envelope.drift),
        [
            "droplets[0].networks.v4[0].type",
            "droplets[0].networks.v4[1]",
            "droplets[0].id",
            "droplets[0].name",
            "droplets[0].status",
            "droplets[0].created_at",
            "droplets[0].next",
            "droplets[0].price",
            "droplets[0].size",
        ]
    );
    assert_eq!(envelope.drift[0].owner, "Network");
    assert_eq!(envelope.drift[0].member, "type");
    assert_eq!(envelope.drift[1].owner, "Networks");
    assert_eq!(envelope.drift[1].member, "v4");
    assert_eq!(envelope.rest["links"], json!({"next": "x"}));
    assert_eq!(envelope.value[0].created_at.as_second(), 0);
    assert_eq!(envelope.value[0].status.as_str(), "");
    assert_eq!(envelope.value[0].networks.v4.as_ref().unwrap().len(), 2);
}

#[test]
fn null_is_absence_of_an_optional_member_and_the_default_of_a_required_one() {
    let (networks, drifts) = read::<Networks>(&json!({"v4": null}));
    assert_eq!((networks, drifts), (Networks::default(), vec![]));

    let (chain, drifts) = read::<Chain>(&json!({"next": null, "all": null, "by.name": null}));
    assert_eq!(chain, Chain::default());
    assert_eq!(paths(&drifts), ["all", r#"["by.name"]"#]);
}

#[test]
fn null_in_a_map_reads_as_the_default_value_and_is_reported() {
    let (chain, drifts) =
        read::<Chain>(&json!({"next": null, "all": [], "by.name": {"a b": null, "c": 2}}));
    assert_eq!(chain.by_name["a b"], 0);
    assert_eq!(chain.by_name["c"], 2);
    assert_eq!(paths(&drifts), [r#"["by.name"]["a b"]"#]);
    assert_eq!(drifts[0].member, "by.name");
}

#[test]
fn elements_that_lack_the_same_are_reported_once() {
    let (_, drifts) = read::<Vec<Droplet>>(&json!([
        serde_json::from_str::<serde_json::Value>(WHOLE).unwrap(),
        {"id": 1},
        {"id": 2},
        {"id": 3},
    ]));
    let mut paths = paths(&drifts).into_iter().skip(1);
    assert!(paths.all(|path| path.starts_with("[1].")));
}

#[test]
fn drift_in_long_lists_is_counted_and_not_listed() {
    let things = vec![json!({"id": "1", "name": true, "later": 1}); 5000];
    let (droplets, drifts) = read::<Vec<Droplet>>(&json!(things));
    assert_eq!(
        (droplets[4999].id, droplets[4999].name.as_str()),
        (1, "true")
    );
    let of_first = drifts.iter().all(|drift| drift.path.starts_with("[0]."));
    assert!(of_first && drifts.len() < 20, "{:?}", paths(&drifts));
    // Those of other fields are still reported, as many as may be.
    let mut things = vec![json!({"v4": [{"type": 1}]}); 2000];
    things.push(json!({"v4": [{"type": "a", "ip": 7}]}));
    let (_, drifts) = read::<Vec<Networks>>(&json!(things));
    assert_eq!(paths(&drifts), ["[0].v4[0].type", "[2000].v4[0].ip"]);
    let names = (0..2000).map(|name| (format!("n{name}"), json!(1)));
    let mut names: serde_json::Map<_, _> = names.collect();
    names.insert("v4".to_owned(), json!([]));
    assert_eq!(read::<Networks>(&names.into()).1.len(), 256);
}

#[test]
fn nullable_members_know_absence_from_null() {
    let read = |tags| read::<Droplet>(&json!({"tags": tags})).0.tags;
    assert_eq!(read(json!(null)), Nullable::Null);
    assert_eq!(read(json!(["a"])), Nullable::Value(vec!["a".to_owned()]));
}

#[test]
fn members_are_found_in_any_order_and_the_last_of_equals_counts() {
    let body = br#"{"name": "a", "id": 1, "kernel": {}, "id": 2, "networks": {}, "name": "b"}"#;
    let (droplet, _) = decode::<Droplet>("test", body).unwrap();
    assert_eq!((droplet.id, droplet.name.as_str()), (2, "b"));
    assert!(droplet.kernel.is_some());
}

#[test]
fn escaped_member_names_are_recognised() {
    let (droplet, _) = decode::<Droplet>("test", br#"{"\u006eame": "\u00e9\n"}"#).unwrap();
    assert_eq!(droplet.name, "é\n");
}

#[test]
fn models_deserialize_with_serde_from_any_source() {
    let droplet: Droplet = serde_json::from_reader(WHOLE.as_bytes()).unwrap();
    assert_eq!(droplet, serde_json::from_str(WHOLE).unwrap());
    let value: serde_json::Value = serde_json::from_str(WHOLE).unwrap();
    assert_eq!(droplet, serde_json::from_value(value).unwrap());
    let error = serde_json::from_str::<Droplet>("null").unwrap_err();
    assert!(error.to_string().contains("null"), "{error}");
}
