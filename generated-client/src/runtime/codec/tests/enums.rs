//! Open enums.

use crate::runtime::Param;
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
    assert_eq!(status, Status::Unknown("resting é".to_owned()));
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
    assert_eq!(Status::default(), Status::Unknown(String::new()));
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

#[test]
fn enums_go_through_serde() {
    assert_eq!(serde_json::to_string(&Status::New).unwrap(), "\"new\"");
    assert_eq!(
        serde_json::from_str::<Status>("\"new\"").unwrap(),
        Status::New
    );
}
