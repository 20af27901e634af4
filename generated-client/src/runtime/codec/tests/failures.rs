//! Wrong shapes: where they are found, what is shown, what is not.

use crate::runtime::codec::excerpt::is_telling;
use crate::runtime::codec::{DecodeError, Wire, decode, decode_envelope, decode_strict};

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
    assert!(error.excerpt().contains("[7]"));
    assert_eq!(
        error.to_string(),
        format!(
            "the answer of `op` does not fit the client's model at `networks.v4[1].type`: \
             invalid type: sequence, expected a string, near `{body}`"
        )
    );
}

#[test]
fn every_wrong_shape_fails_at_its_path() {
    for (body, path, expected) in [
        (r#"{"id": {}}"#, "id", "an integer"),
        (r#"{"id": true}"#, "id", "an integer"),
        (r#"{"id": 1.5}"#, "id", "an integer"),
        (r#"{"id": "one"}"#, "id", "an integer"),
        (r#"{"name": 7}"#, "name", "a string"),
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
            r#"{"created_at": "soon"}"#,
            "created_at",
            "a date and time (RFC 3339)",
        ),
        (
            r#"{"created_at": 7}"#,
            "created_at",
            "a date and time (RFC 3339)",
        ),
        (r#"{"tags": [[]]}"#, "tags[0]", "a string"),
        (r#"{"labels": []}"#, "labels", "an object (map)"),
        (r#"{"labels": {"a.b": 1}}"#, r#"labels["a.b"]"#, "a string"),
        (r#"{"price": "free"}"#, "price", "a number"),
        (r#"{"locked": "yes"}"#, "locked", "a boolean"),
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
    let error = decode_envelope::<Networks>("op", body, &["a", "b"])
        .err()
        .unwrap();
    assert_eq!(error.path(), "a.b.v4[0]");
    let error = decode_envelope::<Networks>("op", b"null", &["a"])
        .err()
        .unwrap();
    assert_eq!(
        error.reason(),
        "invalid type: null, expected an object with the member `a`"
    );
}

#[test]
fn what_is_not_json_fails_and_is_shown() {
    for body in [
        "",
        "<html><body>502</body></html>",
        r#"{"id": 1, "name": "#,
        "{} {}",
        "null",
    ] {
        let error = error::<Droplet>(body);
        assert!(body.contains(error.excerpt()), "{body}: {error}");
    }
    let error = decode::<Droplet>("op", b"{\"name\": \"\xff\"}").unwrap_err();
    assert!(error.reason().contains("utf-8"), "{error}");
}

#[test]
fn an_excerpt_is_short_and_ends_between_characters() {
    let filler = "ä".repeat(5_000);
    let body = format!(r#"{{"name": "{filler}", "id": [], "zone": "{filler}"}}"#);
    let error = error::<Droplet>(&body);
    assert!(error.excerpt().len() <= 200);
    assert!(error.excerpt().contains(r#""id": []"#), "{error}");
}

#[test]
fn the_value_that_was_found_is_cut_when_it_is_long() {
    let body = format!(r#"{{"id": "{}"}}"#, "ä".repeat(5_000));
    let error = error::<Droplet>(&body);
    assert!(error.reason().len() < 150, "{error}");
    assert!(
        error.reason().ends_with("…\", expected an integer"),
        "{error}"
    );
}

/// What models mark as secret stands unmarked in an excerpt.
#[test]
fn every_secret_member_has_a_telling_name() {
    let config = concat!(env!("CARGO_MANIFEST_DIR"), "/../spec/codegen.toml");
    let config = std::fs::read_to_string(config).unwrap();
    let (_, after) = config.split_once("\nsecrets = [").unwrap();
    let (marks, _) = after.split_once("\n]").unwrap();
    let names: Vec<_> = marks
        .split('"')
        .filter_map(|mark| mark.rsplit_once('.').map(|(_, name)| name))
        .collect();
    assert!(names.contains(&"upload_url"), "{names:?}");
    let shown: Vec<_> = names.iter().filter(|name| !is_telling(name)).collect();
    assert!(shown.is_empty(), "{shown:?}");
}

#[test]
fn neither_excerpt_nor_reason_shows_secrets() {
    let body = r#"{"password": ["hunter2"], "id": 1}"#;
    let error = error::<Droplet>(body);
    assert_eq!(error.path(), "password");
    assert!(!format!("{error} {error:?}").contains("hunter2"));

    let body = r#"{"access_token": "s3cret", "db_password":"s3\"cret", "keys": ["s3cret", "s3cret"],
                   "zone": "nyc3", "id": []}"#;
    let error = self::error::<Droplet>(body);
    assert!(!error.excerpt().contains("cret"), "{error}");
    assert!(error.excerpt().contains("nyc3"), "{error}");
    assert!(
        error.excerpt().contains(r#""access_token": "…""#),
        "{error}"
    );

    let error = self::error::<Keyed>(r#"{"key_id": "s3cret"}"#);
    assert_eq!(
        error.reason(),
        "invalid type: string \"…\", expected an integer"
    );
    assert!(!error.excerpt().contains("s3cret"));

    let truncated = r#"{"id": 1, "password": "hunt"#;
    assert!(!self::error::<Droplet>(truncated).excerpt().contains("hunt"));
}

#[test]
fn strict_reading_takes_no_correction() {
    assert!(decode_strict::<Droplet>("op", WHOLE.as_bytes()).is_ok());
    let error = decode_strict::<Network>("op", br#"{"ip": "x"}"#).unwrap_err();
    assert_eq!(error.path(), "type");
    assert_eq!(error.reason(), "missing member `type` of Network");
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
