//! Responses without the requested value.

use serde_json::json;

use super::models::{Keyed, Networks};
use crate::runtime::codec::{
    DecodeError, DecodeLimits, Drift, DriftKind, Location, Wire, decode, decode_envelope,
    decode_with, missing, record, unknown_members,
};

const AT: Location = Location::new("op", &["a", "b"]);

fn error<T: Wire>(location: Location, body: &str) -> DecodeError {
    let read = decode_envelope::<T>(location, body.as_bytes());
    read.err().unwrap_or_else(|| panic!("{body} is read"))
}

#[test]
fn neither_a_list_nor_a_record_may_be_missing() {
    for (body, reason) in [
        ("{}", "missing; found an empty object"),
        (r#"{"a": null}"#, "null; found the members `a`"),
        (r#"{"a": {}}"#, "missing; found an empty object"),
        (
            r#"{"a": {"b": null, "c": 1}}"#,
            "null; found the members `b`, `c`",
        ),
        (
            r#"{"id": "server_error", "message": "token abc"}"#,
            "missing; found the members `id`, `message`",
        ),
        (
            r#"{"a": {"d\n": [], "e": {}}}"#,
            "missing; found the members `d\\n`, `e`",
        ),
    ] {
        for error in [
            error::<Vec<Networks>>(AT, body),
            error::<Networks>(AT, body),
        ] {
            assert_eq!((error.path(), error.reason()), ("a.b", reason), "{body}");
        }
    }
    let found = decode_envelope::<Vec<Networks>>(AT, br#"{"a": {"b": [], "c": 1}, "d": 2}"#);
    let found = found.unwrap();
    assert_eq!((found.value.len(), found.drift.len()), (0, 0));
    assert_eq!(json!(found.rest), json!({"a": {"c": 1}, "d": 2}));
}

#[test]
fn names_of_members_are_shortened() {
    let members: String = (0..12)
        .map(|number| format!(r#""{number}{}": 0,"#, "x".repeat(50)))
        .collect();
    let body = format!("{{{}}}", members.trim_end_matches(','));
    let reason = error::<Networks>(AT, &body).reason().to_owned();
    assert!(
        reason.ends_with("… and 2 others") || reason.ends_with("` and 2 others"),
        "{reason}"
    );
    assert!(reason.len() < 600, "{reason}");
}

#[test]
fn an_optional_list_may_be_missing_in_its_object() {
    let location = Location {
        optional: true,
        ..AT
    };
    for body in [
        r#"{"a": {}}"#,
        r#"{"a": {"b": null}}"#,
        r#"{"a": {"c": 1}, "d": 2}"#,
    ] {
        let found = decode_envelope::<Vec<Networks>>(location, body.as_bytes()).unwrap();
        assert_eq!((found.value.len(), found.drift.len()), (0, 0), "{body}");
    }
    for body in ["{}", r#"{"a": null}"#, r#"{"b": []}"#] {
        assert_eq!(
            error::<Vec<Networks>>(location, body).path(),
            "a.b",
            "{body}"
        );
    }
}

#[test]
fn an_object_without_a_known_member_is_not_the_record() {
    for (body, path, reason) in [
        (
            r#"{"a": {"b": {"b": {"v4": []}}}}"#,
            "a.b",
            "no known member; found the members `b`",
        ),
        (
            r#"{"a": {"b": {"id": 1, "x": 2}}}"#,
            "a.b",
            "no known member; found the members `id`, `x`",
        ),
    ] {
        let error = error::<Networks>(AT, body);
        assert_eq!((error.path(), error.reason()), (path, reason), "{body}");
    }
    let body = r#"{"a": {"b": [{"v4": []}, {"b": {"v4": []}}]}}"#;
    let error = error::<Vec<Networks>>(AT, body);
    let reason = "no known member; found the members `b`";
    assert_eq!((error.path(), error.reason()), ("a.b[1]", reason));
    for body in [r#"{"id": 1}"#, r#"{"networks": {"v4": []}}"#] {
        assert!(decode::<Networks>("op", body.as_bytes()).is_err(), "{body}");
    }
    // One known member is enough, and what is further inside does not matter.
    for body in [r#"{"v4": null}"#, r#"{"v4": [{}], "x": 1}"#] {
        assert!(decode::<Networks>("op", body.as_bytes()).is_ok(), "{body}");
    }
}

#[test]
fn an_object_may_be_empty_if_the_operation_says_so_and_no_member_is_required() {
    let optional = Location {
        may_be_empty: true,
        ..AT
    };
    let reason = "no known member; found an empty object";
    for (body, path) in [
        (r#"{"a": {"b": {}}}"#, "a.b"),
        (r#"{"a": {"b": { }, "c": 1}}"#, "a.b"),
        (r#"{"a": {"b": {}}, "v4": []}"#, "a.b"),
    ] {
        let found = decode_envelope::<Networks>(optional, body.as_bytes()).unwrap();
        assert_eq!((found.value, found.drift), (Networks::new(), Vec::new()));
        for error in [
            error::<Networks>(AT, body),
            error::<Keyed>(AT, body),
            error::<Keyed>(optional, body),
        ] {
            assert_eq!((error.path(), error.reason()), (path, reason), "{body}");
        }
    }
    for (body, path) in [
        (r#"{"a": {"b": [{}]}}"#, "a.b[0]"),
        (r#"{"a": {"b": [{"v4": []}, {}]}}"#, "a.b[1]"),
        (r#"{"a": {"b": [{}, {"v4": []}]}}"#, "a.b[0]"),
    ] {
        assert!(decode_envelope::<Vec<Networks>>(optional, body.as_bytes()).is_ok());
        assert_eq!(error::<Vec<Networks>>(AT, body).path(), path, "{body}");
    }
    assert!(decode_with::<Networks>(optional, None, b"{}", &DecodeLimits::default()).is_ok());
    assert!(decode_with::<Networks>(AT, None, b"{}", &DecodeLimits::default()).is_err());
    // Parts of a document are not the requested value.
    assert!(decode::<Networks>("op", b"{}").is_ok());
    assert!(decode::<Keyed>("op", b"{}").is_err());
    // The value must not be there twice.
    let twice = r#"{"a": {"b": [{"v4": []}], "b": []}}"#;
    let reason = error::<Vec<Networks>>(AT, twice).reason().to_owned();
    assert!(reason.starts_with("duplicate field"), "{reason}");
    // A missing inner member is drift.
    let (whole, drift) = decode::<Vec<Networks>>("op", br#"[{"v4": [{}]}]"#).unwrap();
    assert_eq!((whole.len(), drift.len()), (1, 1));
}

#[test]
fn the_longest_known_path_is_read() {
    let location = Location {
        or_at: &[&["c"], &["a", "b", "b"], &["edges[]", "node"]],
        ..AT
    };
    for body in [
        r#"{"a": {"b": [{"v4": []}]}}"#,
        r#"{"a": {"b": {"b": [{"v4": []}]}}}"#,
        r#"{"c": [{"v4": []}], "a": {"b": null}}"#,
        r#"{"edges": [{"node": {"v4": []}, "cursor": "x"}]}"#,
    ] {
        let found = decode_envelope::<Vec<Networks>>(location, body.as_bytes()).unwrap();
        assert_eq!(found.value.len(), 1, "{body}");
    }
    assert_eq!(
        error::<Vec<Networks>>(location, r#"{"edges": {}}"#).path(),
        "a.b"
    );
    for (body, path) in [
        (r#"{"edges": [{"cursor": "x"}]}"#, "edges[0].node"),
        (r#"{"edges": [{"node": {"v4": []}}, {}]}"#, "edges[1].node"),
        (r#"{"edges": [{"node": {"v4": []}}, 7]}"#, "edges[1].node"),
    ] {
        let error = error::<Vec<Networks>>(location, body);
        assert_eq!(error.path(), path, "{body}");
        assert!(error.reason().starts_with("missing; found"), "{error}");
    }
    let first = Location {
        or_at: &[&["list[]"]],
        ..AT
    };
    assert!(decode_envelope::<Networks>(first, br#"{"list": [{"v4": []}, {}]}"#).is_ok());
    assert_eq!(error::<Networks>(first, r#"{"list": []}"#).path(), "a.b");
}

#[test]
fn of_two_known_lists_the_one_with_items_is_read() {
    let location = Location {
        at: &["data"],
        or_at: &[&["edges[]", "node"], &["other"]],
        ..AT
    };
    for body in [
        r#"{"data": [{"v4": []}], "edges": []}"#,
        r#"{"data": [{"v4": []}], "edges": null, "other": []}"#,
        r#"{"data": [], "edges": [{"node": {"v4": []}}]}"#,
        r#"{"data": [], "other": [{"v4": []}]}"#,
        r#"{"data": null, "edges": [], "other": [{"v4": []}]}"#,
        // The same items twice.
        r#"{"data": [{"v4": []}], "edges": [{"node": {"v4": []}, "cursor": "x"}]}"#,
        r#"{"data": [{"v4": []}], "other": [{"v4": []}]}"#,
    ] {
        let read = decode_envelope::<Vec<Networks>>(location, body.as_bytes()).unwrap();
        assert_eq!(read.value.len(), 1, "{body}");
    }
    for body in [
        r#"{"data": [], "edges": []}"#,
        r#"{"data": [], "other": null}"#,
        r#"{"edges": [], "other": []}"#,
    ] {
        let read = decode_envelope::<Vec<Networks>>(location, body.as_bytes()).unwrap();
        assert_eq!(read.value.len(), 0, "{body}");
    }
    for body in [
        r#"{"data": [{"v4": []}], "other": [{"v4": null}]}"#,
        r#"{"data": [{"v4": []}], "other": [{"v4": []}, {"v4": []}]}"#,
        r#"{"data": [{"v4": []}], "edges": [{"node": {"v4": [{}]}}]}"#,
    ] {
        let reason = error::<Vec<Networks>>(location, body).reason().to_owned();
        assert!(reason.ends_with("has other items"), "{body}: {reason}");
    }
}

#[test]
fn unknown_members_of_an_envelope_are_reported() {
    let location = Location {
        or_at: &[&["c"], &["edges[]", "node"]],
        ..AT
    };
    for (body, paths) in [
        (r#"{"a": {"b": []}, "links": {}, "meta": {"x": 1}}"#, vec![]),
        (
            r#"{"a": {"b": []}, "warnings": ["quota"]}"#,
            vec!["warnings"],
        ),
        (
            r#"{"a": {"b": [], "d": 1, "e f": 2}}"#,
            vec!["a.d", "a[\"e f\"]"],
        ),
        (
            r#"{"c": [{"v4": []}], "a": {"b": [], "x": {}}, "z": null}"#,
            vec!["a.x", "z"],
        ),
        (
            r#"{"edges": [{"node": {"v4": []}, "cursor": ""}], "a": null, "y": 1}"#,
            vec!["y"],
        ),
        (
            r#"{"edges": [{"node": {"v4": []}}, {"node": {"v4": []}, "role": "x"}]}"#,
            vec!["edges[1].role"],
        ),
        (
            r#"{"edges": [{"node": {"v4": []}, "a b": 1, "node2": {}}], "y": 1}"#,
            vec!["edges[0][\"a b\"]", "edges[0].node2", "y"],
        ),
    ] {
        let read = decode_envelope::<Vec<Networks>>(location, body.as_bytes()).unwrap();
        let drift = unknown_members(location, &read.rest, &["links", "meta", "cursor"]);
        let found: Vec<_> = drift.iter().map(|drift| drift.path.as_str()).collect();
        assert_eq!(found, paths, "{body}");
        let is_unknown = |drift: &Drift| drift.kind == DriftKind::UnknownField;
        assert!(
            drift
                .iter()
                .all(|drift| is_unknown(drift) && drift.owner == "op")
        );
    }
}

#[test]
fn a_needed_member_and_its_items_are_the_resource() {
    fn read(body: &str) -> Result<Created, DecodeError> {
        decode_with::<Created>(
            AT,
            Some("things"),
            body.as_bytes(),
            &DecodeLimits::default(),
        )
        .map(|(value, _)| value)
    }
    let flood: String = (0..300)
        .map(|number| format!(r#""x{number:03}": 0, "#))
        .collect();
    let flood = format!(r#"{{"links": {{}}, {flood} "z": 0}}"#);
    for (body, path) in [
        (r#"{"links": {}}"#, "things"),
        (r#"{"links": {}, "things": null}"#, "things"),
        (flood.as_str(), "things"),
        (r#"{"things": [null], "links": {}}"#, "things[0]"),
        (r#"{"things": [{"key_id": 1}, {}]}"#, "things[1]"),
        (r#"{"things": [{"thing": {"key_id": 1}}]}"#, "things[0]"),
        (r#"{"things": [{"key_id": null, "x": 1}]}"#, "things[0]"),
    ] {
        let error = read(body).err().unwrap_or_else(|| panic!("{body} is read"));
        assert_eq!(error.path(), path, "{body}");
    }
    for body in [
        r#"{"things": []}"#,
        r#"{"things": [{"key_id": 1}], "links": {"things": [{}]}}"#,
        r#"{"things": [{"key_id": 1}], "x": {"things": null}}"#,
    ] {
        assert!(read(body).is_ok(), "{body}");
    }
    let read = decode_with::<Single>(
        AT,
        Some("thing"),
        br#"{"thing": {"thing": {"key_id": 1}}}"#,
        &DecodeLimits::default(),
    );
    assert_eq!(read.unwrap_err().path(), "thing");
    let read = decode_with::<Single>(
        AT,
        Some("thing"),
        br#"{"thing": {}, "links": {}}"#,
        &DecodeLimits::default(),
    );
    assert_eq!(read.unwrap_err().path(), "thing");
}

record! {
    pub struct Created {
        pub things: Vec<Keyed> [each Keyed],
        pub links: Option<Networks> [into Networks],
    }
    new();
}

record! {
    pub struct Single {
        pub thing: Keyed [into Keyed],
    }
    new();
}

#[test]
fn the_whole_document_is_read_unless_it_is_an_error() {
    let location = Location {
        or_at: &[&[]],
        ..AT
    };
    let read = |body: &str| decode_envelope::<Networks>(location, body.as_bytes());
    assert!(read(r#"{"v4": []}"#).is_ok());
    assert!(read(r#"{"a": {"b": {"v4": []}}}"#).is_ok());
    for body in [
        "[]",
        "{}",
        r#"{"id": "server_error", "message": "Try again."}"#,
        r#"{"a": null}"#,
        r#"{"a": {"b": 1}}"#,
        r#"{"nothing": 1}"#,
    ] {
        assert!(read(body).is_err(), "{body}");
    }
    for (body, is_error) in [
        (json!({"id": "a", "message": "b"}), true),
        (json!({"id": "a", "message": "b", "request_id": "c"}), true),
        (json!({"id": "a", "message": "b", "name": "c"}), false),
        (json!({"message": "deleted"}), false),
        (json!(["id", "message"]), false),
    ] {
        let rejected = missing::reject_error_body("op", body.to_string().as_bytes());
        assert_eq!(rejected.is_err(), is_error, "{body}");
    }
    for (body, is_error) in [
        (
            json!({"id": "server_error", "message": "x", "status": 500}),
            true,
        ),
        (json!({"error": {"message": "no"}}), true),
        (
            json!({"error": "no", "timestamp": "2020-01-01T00:00:00Z"}),
            true,
        ),
        (json!({"errors": [{"message": "no"}]}), true),
        (json!({"message": "Unauthorized"}), true),
        (json!({"type": "error", "error": {"type": "x"}}), true),
        (json!({"id": "a"}), false),
        (json!({"error": null, "status": "deleted"}), false),
        (json!({"errors": [], "id": 5}), false),
        (json!({"error": "none", "name": "x"}), false),
        (json!({"message": "x", "kind": "Config"}), false),
        (json!({}), false),
    ] {
        let rejected = missing::reject_error_object("op", body.to_string().as_bytes());
        assert_eq!(rejected.is_err(), is_error, "{body}");
    }
}
