//! Open enums.

use std::collections::BTreeSet;
use std::hash::{DefaultHasher, Hash as _, Hasher as _};

use serde_json::Value;

use crate::runtime::codec::param::Param;
use crate::runtime::codec::{Wire, decode, encode};

use super::models::Status;

fn read<T: Wire>(text: &str) -> T {
    decode("op", text.as_bytes()).unwrap().0
}

#[test]
fn known_values_are_variants_and_unknown_ones_are_kept() {
    let status: Status = read("\"new\"");
    assert_eq!(status, Status::New);
    let status: Status = read("\"resting \\u00e9\"");
    let Status::Unknown(value) = &status else {
        panic!("{status:?}")
    };
    assert_eq!(value.as_str(), "resting é");
    assert_eq!(
        (value.to_string().as_str(), value.as_ref()),
        ("resting é", "resting é")
    );
    assert!(*value == "resting é" && *value == *"resting é");
    assert_eq!(format!("{value:?}"), r#""resting é""#);
    assert_eq!(encode(&status).unwrap(), "\"resting é\"".as_bytes());
}

#[test]
fn every_conversion_finds_the_variant() {
    assert_eq!(Status::from("new"), Status::New);
    assert_eq!(Status::from("new".to_owned()), Status::New);
    assert_eq!("new".parse(), Ok(Status::New));
    assert_eq!(Status::New.as_str(), "new");
    assert_eq!(Status::New.to_string(), "new");
    assert_eq!(Status::New.to_param(), "new");
    assert_eq!(Status::default().as_str(), "");
    assert_eq!(Status::KNOWN, ["new", "old"]);
    assert_eq!(Status::from("other").to_string(), "other");
    assert_eq!(String::from(Status::New), "new");
    assert_eq!(String::from(Status::from("other")), "other");
    assert_eq!(Status::New.as_ref(), "new");
}

#[test]
fn values_compare_with_text() {
    assert!(Status::New == "new");
    assert!(Status::New == *"new");
    assert!(Status::New != "old");
    let unknown = Status::from("other");
    assert!(unknown == "other");
}

/// However a value is created, it is the known variant if there is one.
#[test]
fn no_value_is_both_known_and_unknown() {
    for known in Status::KNOWN {
        for status in [
            Status::from(*known),
            Status::from((*known).to_owned()),
            known.parse().unwrap(),
            read(&format!("{known:?}")),
            serde_json::from_value(Value::from(*known)).unwrap(),
        ] {
            assert!(!matches!(status, Status::Unknown(_)), "{known}");
        }
    }
}

#[test]
fn equality_order_and_hash_are_those_of_the_strings() {
    let texts = ["new", "old", "", "medium", "zero"];
    let hash = |value: &dyn Fn(&mut DefaultHasher)| {
        let mut hasher = DefaultHasher::new();
        value(&mut hasher);
        hasher.finish()
    };
    for one in texts {
        for other in texts {
            let (left, right) = (Status::from(one), Status::from(other));
            assert_eq!(left == right, one == other, "{one} {other}");
            assert_eq!(left.cmp(&right), one.cmp(other), "{one} {other}");
            assert_eq!(left.partial_cmp(&right), Some(one.cmp(other)));
        }
        let status = Status::from(one);
        assert_eq!(hash(&|to| status.hash(to)), hash(&|to| one.hash(to)));
    }
    let set: BTreeSet<_> = texts.map(Status::from).into();
    let sorted: Vec<_> = set.iter().map(Status::as_str).collect();
    assert_eq!(sorted, ["", "medium", "new", "old", "zero"]);
}

#[test]
fn debug_shows_the_string() {
    assert_eq!(format!("{:?}", Status::New), r#""new""#);
    assert_eq!(format!("{:?}", Status::from("x")), r#""x""#);
    assert_eq!(format!("{:>5}", Status::New), "  new");
}

#[test]
fn enums_go_through_serde() {
    assert_eq!(serde_json::to_string(&Status::New).unwrap(), "\"new\"");
    assert_eq!(
        serde_json::from_str::<Status>("\"new\"").unwrap(),
        Status::New
    );
}
