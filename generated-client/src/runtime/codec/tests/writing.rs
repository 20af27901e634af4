//! Exact writing: nothing is lost, nothing is added.

use serde_json::{Value, json};

use crate::runtime::codec::{Nullable, decode, encode};

use super::models::{Chain, Droplet, Network};

fn written(value: &Droplet) -> Value {
    serde_json::from_slice(&encode(value).unwrap()).unwrap()
}

#[test]
fn read_values_are_written_back() {
    let original = json!({
        "id": 3, "name": "web", "status": "unheard-of",
        "networks": {"v4": [{"ip": "192.0.2.1", "type": "public"}, {"type": "private"}]},
        "kernel": {}, "created_at": "2019-09-03 16:34:46", "ended_at": "2020-10-30T21:03:24.000Z",
        "tags": null, "next": null, "price": 5, "size": "12", "password": "hunter2",
        "labels": {"b": "2", "a": "1"}, "locked": true,
    });
    let (droplet, _) = decode::<Droplet>("op", original.to_string().as_bytes()).unwrap();
    assert_eq!(written(&droplet), original);
    assert_eq!(serde_json::to_value(&droplet).unwrap(), original);
}

#[test]
fn absent_null_and_value_are_three_things() {
    let written = |tags| {
        written(&Droplet {
            tags,
            ..Droplet::default()
        })
    };
    assert_eq!(written(Nullable::Absent).get("tags"), None);
    assert_eq!(written(Nullable::Null)["tags"], Value::Null);
    assert_eq!(written(Nullable::Value(vec![]))["tags"], json!([]));
}

#[test]
fn members_are_in_declared_order() {
    let network = Network {
        ip: Some("a".to_owned()),
        type_: "b".to_owned(),
        ..Network::default()
    };
    assert_eq!(encode(&network).unwrap(), br#"{"ip":"a","type":"b"}"#);
    let chain = Chain {
        next: Some(Box::default()),
        ..Chain::default()
    };
    assert_eq!(
        encode(&chain).unwrap(),
        br#"{"next":{"next":null,"all":[],"by.name":{}},"all":[],"by.name":{}}"#
    );
}

#[test]
fn the_first_member_that_cannot_be_written_fails_the_whole() {
    let droplet = Droplet {
        price: f64::NAN,
        ..Droplet::default()
    };
    assert!(encode(&droplet).is_err());
    assert!(encode(&vec![droplet]).is_err());
}
