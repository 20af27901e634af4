//! Scalars that are not values of the declared types: they do not fail the rest of the document.

use serde_json::{Value, json};

use super::models::{Droplet, Image, Keyed};
use crate::drift::DriftKind;
use crate::runtime::codec::{
    Drift, IntegerString, Location, Nullable, Wire, conversion, decode, decode_envelope, encode,
    record,
};

fn read<T: Wire>(document: &str) -> (T, Vec<Drift>) {
    decode("op", document.as_bytes()).unwrap_or_else(|error| panic!("{document}: {error}"))
}

fn written(value: &impl Wire) -> Value {
    serde_json::from_slice(&encode(value).unwrap()).unwrap()
}

fn kinds(drift: &[Drift], path: &str) -> Vec<DriftKind> {
    let at_path = drift.iter().filter(|drift| drift.path == path);
    at_path.map(|drift| drift.kind).collect()
}

record! {
    /// Scalars of all types, required and not.
    pub struct Scalars {
        pub id: i64,
        pub size: u64,
        pub price: f64,
        pub locked: bool,
        pub count: Option<i64> [plain i64],
        pub weight: Option<f64> [plain f64],
        pub open: Option<bool> [plain bool],
        pub ready: Nullable<bool> [nullable bool],
        pub depth: Option<i64> as or_null,
        pub inner: Option<Box<Scalars>>,
    }
    new();
}

fn unreadable_values() -> Vec<(&'static str, Value)> {
    vec![
        ("id", json!("many")),
        ("id", json!(1.5)),
        ("id", json!(true)),
        ("id", json!(1e300)),
        ("id", json!(u64::MAX)),
        ("size", json!(-1)),
        ("size", json!("-1")),
        ("size", json!(false)),
        ("price", json!("free")),
        ("price", json!("NaN")),
        ("price", json!(true)),
        ("locked", json!("yes")),
        ("locked", json!(2)),
        ("locked", json!(-1)),
        ("locked", json!(0.5)),
        ("count", json!("1,000")),
        ("count", json!(false)),
        ("weight", json!("1 kg")),
        ("weight", json!("inf")),
        ("open", json!("ajar")),
        ("open", json!(7)),
        ("ready", json!("soon")),
        ("ready", json!(-7)),
        ("depth", json!("deep")),
        ("depth", json!(0.5)),
    ]
}

#[test]
fn the_field_counts_as_missing_and_its_value_is_kept() {
    for (field, value) in unreadable_values() {
        let mut whole = json!({ "id": 1, "size": 2, "price": 3, "locked": true, "depth": 4 });
        whole[field] = value.clone();
        for document in [
            whole.clone(),
            json!({ "inner": whole, "id": 5, "size": 6, "price": 7, "locked": false, "depth": 8 }),
        ] {
            let (scalars, drift) = read::<Scalars>(&document.to_string());
            let is_inner = document.get("inner").is_some();
            let path = if is_inner {
                format!("inner.{field}")
            } else {
                field.to_owned()
            };
            let found = kinds(&drift, &path);
            assert_eq!(found[0], DriftKind::UnreadableValue, "{document}");
            let is_required = !["count", "weight", "open", "ready", "depth"].contains(&field);
            assert_eq!(found.contains(&DriftKind::MissingMember), is_required);
            assert_eq!(drift.len(), found.len(), "{drift:?}");
            let owner = if is_inner {
                &**scalars.inner.as_ref().unwrap()
            } else {
                &scalars
            };
            assert_eq!(
                owner.unknown_fields().get(field),
                Some(&value),
                "{document}"
            );
            assert_eq!(owner.unknown_fields().len(), 1);
            assert_eq!(written(&scalars), document);
            let shown = format!("{scalars:?} {drift:?}");
            assert!(!value.is_string() || !shown.contains(value.as_str().unwrap_or_default()));
            assert_eq!(read::<Scalars>(&written(&scalars).to_string()).0, scalars);
        }
    }
}

#[test]
fn a_field_that_is_set_replaces_the_value() {
    let rest = r#""size":1,"price":2,"locked":true,"depth":3"#;
    let (scalars, _) = read::<Scalars>(&format!(
        r#"{{"count": "many", "open": "no", "id": "x", {rest}}}"#
    ));
    let mut scalars = scalars.count(5);
    scalars.id = 7;
    let sent = json!({ "id": 7, "count": 5, "open": "no", "size": 1, "price": 2, "locked": true, "depth": 3 });
    assert_eq!(written(&scalars), sent);
    // The last of several values counts.
    let (scalars, _) = read::<Scalars>(&format!(
        r#"{{"count": "many", "count": 3, "id": "x", "id": 4, {rest}}}"#
    ));
    assert_eq!((scalars.count, scalars.id), (Some(3), 4));
    let sent = json!({ "id": 4, "count": 3, "size": 1, "price": 2, "locked": true, "depth": 3 });
    assert_eq!(written(&scalars), sent);
}

record! {
    /// A body that declares some of the fields.
    pub struct ScalarsUpdate {
        pub count: Option<i64> [plain i64],
        pub id: Option<i64> as needed [plain i64],
    }
    new();
}

conversion! {
    Scalars => ScalarsUpdate {
        same [count];
        same always [id];
    }
}

#[test]
fn requests_send_it_where_they_have_the_field() {
    let (scalars, _) =
        read::<Scalars>(r#"{"id": "x", "size": -1, "count": "many", "open": "no", "new": 1}"#);
    let update = ScalarsUpdate::from(&scalars);
    assert_eq!(
        written(&update),
        json!({ "id": "x", "count": "many", "new": 1 })
    );
    let update = update.count(7).id(1);
    assert_eq!(written(&update), json!({ "id": 1, "count": 7, "new": 1 }));
}

#[test]
fn one_value_does_not_fail_a_page() {
    let location = Location::new("op", &["droplets"]);
    for value in [
        "\"many\"",
        "1e400",
        "-1e400",
        "18446744073709551616",
        "true",
        "7.5",
        "NaN",
        "-Infinity",
    ] {
        let body = format!(r#"{{"droplets":[{{"id":1}},{{"id":{value},"name":"a"}},{{"id":3}}]}}"#);
        let page = decode_envelope::<Vec<Droplet>>(location, body.as_bytes()).unwrap();
        let ids: Vec<_> = page.value.iter().map(|droplet| droplet.id).collect();
        assert_eq!(ids, [1, 0, 3], "{value}");
        let found = kinds(&page.drift, "droplets[1].id");
        assert_eq!(found[0], DriftKind::UnreadableValue, "{value}");
    }
    // Nothing is left of a page of numbers, or of a number, that is not one.
    for (body, path) in [
        (r#"{"droplets":[1,"many"]}"#, "droplets[1]"),
        (r#"{"droplets":[1,2.5]}"#, "droplets[1]"),
        (r#"{"droplets":[true]}"#, "droplets[0]"),
    ] {
        let read = decode_envelope::<Vec<i64>>(location, body.as_bytes());
        assert_eq!(read.err().unwrap().path(), path);
    }
    for body in ["\"many\"", "2.5", "1e400", "true"] {
        assert!(decode::<i64>("op", body.as_bytes()).is_err(), "{body}");
    }
}

#[test]
fn lists_and_maps_have_the_default_value() {
    let (numbers, drift) =
        read::<Lists>(r#"{"all": [1, "x", 2.5, 4], "by_name": {"a": "x", "b": 1}}"#);
    assert_eq!(numbers.all, [1, 0, 0, 4]);
    let values: Vec<_> = numbers.by_name.values().copied().collect();
    assert_eq!(values, [0, 1]);
    assert_eq!(kinds(&drift, "all[1]")[0], DriftKind::UnreadableValue);
    assert_eq!(kinds(&drift, "by_name.a")[0], DriftKind::UnreadableValue);
    assert!(numbers.unknown_fields().is_empty());
}

record! {
    /// Lists of scalars.
    pub struct Lists {
        pub all: Vec<i64>,
        pub by_name: std::collections::BTreeMap<String, i64>,
    }
}

#[test]
fn unions_keep_the_whole_value() {
    for value in [
        "1.5",
        "true",
        "18446744073709551616",
        r#"{"type":"private","ip":[]}"#,
    ] {
        let (images, drift) = read::<Vec<Image>>(&format!("[{value}, 7]"));
        assert!(matches!(images[0], Image::Unknown(_)), "{images:?}");
        assert_eq!(drift, []);
        let expected: Value = serde_json::from_str(value).unwrap();
        assert_eq!(written(&images)[0], expected);
    }
}

#[test]
fn numbers_without_a_record_are_errors_with_a_path() {
    let error = decode::<Keyed>("op", br#"{"key_id": [1]}"#).unwrap_err();
    assert_eq!(error.path(), "key_id");
    let (size, drift) = read::<Vec<IntegerString>>("[true, 7, 1.5, \"x\"]");
    let texts: Vec<_> = size.iter().map(IntegerString::as_str).collect();
    assert_eq!(texts, ["true", "7", "1.5", "x"]);
    assert_eq!(drift.len(), 1);
}
