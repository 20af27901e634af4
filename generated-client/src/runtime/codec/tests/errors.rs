//! Wrong shapes: where they are found, what is shown, what is not.

use crate::runtime::codec::{DecodeError, Location, Wire, decode, decode_envelope};

use super::models::{Chain, Droplet, Keyed, Network, Networks};
use super::reading::WHOLE;

fn error<T: Wire + std::fmt::Debug>(body: &str) -> DecodeError {
    decode::<T>("op", body.as_bytes()).unwrap_err()
}

#[test]
fn a_wrong_shape_names_operation_path_and_types() {
    let body = r#"{"networks": {"v4": [{"type": "public"}, {"type": [7]}]}}"#;
    let error = error::<Droplet>(body);
    assert_eq!(error.operation(), "op");
    assert_eq!(error.path(), "networks.v4[1].type");
    assert_eq!(error.reason(), "invalid type: sequence, expected a string");
    let excerpt = body.replace(' ', "");
    assert_eq!(error.excerpt(), excerpt);
    assert_eq!(
        error.to_string(),
        format!(
            "the response of `op` does not match the client's model at `networks.v4[1].type`: \
             invalid type: sequence, expected a string, near `{excerpt}`"
        )
    );
}

#[test]
fn every_wrong_shape_fails_at_its_path() {
    for (body, path, expected) in [
        (r#"{"id": {}}"#, "id", "an integer"),
        (r#"{"id": []}"#, "id", "an integer"),
        (r#"{"name": [7]}"#, "name", "a string"),
        (r#"{"status": {}}"#, "status", "a string"),
        (r#"{"networks": []}"#, "networks", "an object (Networks)"),
        (r#"{"networks": "x"}"#, "networks", "an object (Networks)"),
        (r#"{"networks": {"v4": {}}}"#, "networks.v4", "a list"),
        (
            r#"{"networks": {"v4": [3]}}"#,
            "networks.v4[0]",
            "an object (Network)",
        ),
        (
            r#"{"created_at": []}"#,
            "created_at",
            "a date and time (RFC 3339)",
        ),
        (
            r#"{"created_at": {}}"#,
            "created_at",
            "a date and time (RFC 3339)",
        ),
        (r#"{"tags": [[]]}"#, "tags[0]", "a string"),
        (r#"{"labels": []}"#, "labels", "an object (map)"),
        (r#"{"labels": {"a.b": []}}"#, r#"labels["a.b"]"#, "a string"),
        (r#"{"price": {}}"#, "price", "a number"),
        (r#"{"locked": []}"#, "locked", "a boolean"),
        (r#"{"size": []}"#, "size", "an integer in a string"),
    ] {
        let error = error::<Droplet>(body);
        assert_eq!(error.path(), path, "{body}");
        assert!(
            error.reason().ends_with(expected),
            "{body}: {}",
            error.reason()
        );
    }
}

#[test]
fn the_path_of_an_envelope_is_part_of_the_path() {
    let body = br#"{"a": {"b": {"v4": [true]}}}"#;
    let error = decode_envelope::<Networks>(Location::new("op", &["a", "b"]), body)
        .err()
        .unwrap();
    assert_eq!(error.path(), "a.b.v4[0]");
    let error = decode_envelope::<Networks>(Location::new("op", &["a"]), b"null")
        .err()
        .unwrap();
    assert_eq!(
        error.reason(),
        "invalid type: null, expected an object with the member `a`"
    );
}

#[test]
fn invalid_json_is_an_error_with_a_description() {
    for (body, excerpt) in [
        ("", ""),
        (
            "<html><body>502</body></html>",
            "29 bytes that are not JSON",
        ),
        (r#"{"id": 1, "name": "#, r#"{"id":1,"name":… (0 bytes)"#),
        ("{} {}", "{}… (2 bytes)"),
        ("null", "null"),
    ] {
        assert_eq!(error::<Droplet>(body).excerpt(), excerpt, "{body}");
    }
    let error = decode::<Droplet>("op", b"{\"name\": \"\xff\"").unwrap_err();
    assert!(error.reason().contains("utf-8"), "{error}");
}

#[test]
fn an_excerpt_is_short_and_around_the_path() {
    let filler = r#"{"zone": "ä"},"#.repeat(5_000);
    let body = format!(r#"{{"other": [{filler} 0], "id": [], "more": [{filler} 0]}}"#);
    let error = error::<Droplet>(&body);
    assert!(error.excerpt().len() <= 200);
    assert!(
        error
            .excerpt()
            .contains(r#"},number],"id":[],"more":[{"zone":string(1)}"#),
        "{error}"
    );
}

#[test]
fn the_found_value_is_shown_unless_it_is_secret() {
    let body = format!(r#"{{"id": "{}"}}"#, "ä".repeat(5_000));
    let read = decode_envelope::<i64>(Location::new("op", &["id"]), body.as_bytes());
    let error = read.err().unwrap();
    assert!(error.reason().len() < 150, "{error}");
    assert!(
        error.reason().ends_with("…\", expected an integer"),
        "{error}"
    );
    let read = decode_envelope::<f64>(Location::new("op", &["price"]), br#"{"price": "free"}"#);
    let reason = read.err().unwrap();
    assert_eq!(reason.reason(), "invalid type: string, expected a number");
    let error = self::error::<Droplet>(r#"{"price": [12]}"#);
    assert_eq!(error.reason(), "invalid type: sequence, expected a number");
}

const HOSTILE: [&str; 30] = [
    r#"{"pwd": {"id": "hunter2"}, "id": []}"#,
    r#"{"data": {"status": "hunter2"}, "id": []}"#,
    r#"{"s\u0065cret": {"type": "hunter2"}, "id": []}"#,
    r#"{"\u0064ata": [{"message": "hunter2"}], "id": []}"#,
    r#"{"pass_phrase": {"slug": "hunter2"}, "id": []}"#,
    r#"{"p-w-d": {"state": "hunter2"}, "id": []}"#,
    r#"{"\u017fecret": {"phase": "hunter2"}, "id": []}"#,
    r#"{"a\x": {"id": "hunter2"}, "id": []}"#,
    r#"{"password": "hunter2", "id": []}"#,
    r#"{"password": ["hunter2"], "id": 1}"#,
    r#"{"secret": {"a": "hunter2"}, "id": []}"#,
    r#"{"secret": {"id": "hunter2", "status": "hunter2"}, "id": []}"#,
    r#"{"credentials": [{"type": "hunter2"}], "id": []}"#,
    r#"{"env": ["PASSWORD=hunter2"], "id": []}"#,
    r#"{"env": {"id": "hunter2"}, "id": []}"#,
    r#"{"environment": [{"name": "A", "value": "hunter2"}], "id": []}"#,
    r#"{"user_data": "hunter2", "id": []}"#,
    r#"{"note": "the password is hunter2", "id": []}"#,
    r#"{"networks": "hunter2"}"#,
    r#"{"networks": ["hunter2"]}"#,
    r#"{"labels": {"a": ["hunter2"]}}"#,
    r#"{"price": "hunter2"}"#,
    r#"{"locked": ["hunter2"]}"#,
    r#"{"password": "hunt" hunter2", "id": 1}"#,
    r#"{""password": "hunter2"}"#,
    r#"{"name": "a, "password": "hunter2"}"#,
    r#"{"password: "hunter2", "id": 1}"#,
    r#"{"id": 1, "password": "hunter2"#,
    r#"{"dop_v1_0123456789abcdef0123456789abcdef_hunter2": 1, "id": []}"#,
    "PASSWORD=hunter2\n{}",
];

#[test]
fn no_error_shows_a_secret() {
    for body in HOSTILE {
        let error = error::<Droplet>(body);
        let shown = format!("{error} {error:?}");
        assert!(!shown.contains("hunter2"), "{body}: {shown}");
    }
}

#[test]
fn deep_nesting_fails_without_overflow() {
    let deep = |open: &str, close: &str| {
        let depth = 50_000;
        format!("{}0{}", open.repeat(depth), close.repeat(depth))
    };
    for body in [
        deep(r#"{"next":"#, "}"),
        deep(r#"{"all":["#, "]}"),
        format!(r#"{{"by.name": {}}}"#, deep("[", "]")),
    ] {
        assert!(decode::<Chain>("op", body.as_bytes()).is_err());
    }
    let unknown = format!(r#"{{"unknown": {}, "type": "a"}}"#, deep("[", "]"));
    let error = decode::<Network>("op", unknown.as_bytes()).unwrap_err();
    assert_eq!(error.path(), "unknown");
}

#[test]
fn nesting_within_the_limit_reads() {
    let body = format!("{}{{}}{}", r#"{"next":"#.repeat(126), "}".repeat(126));
    let (chain, _) = decode::<Chain>("op", body.as_bytes()).unwrap();
    assert!(chain.next.is_some());
}
