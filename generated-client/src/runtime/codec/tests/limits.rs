//! The memory that a decoded value may take, and decoding that nobody waits for.

use std::sync::Arc;
use std::sync::atomic::AtomicBool;

use serde_json::Value;

use super::models::{Chain, Droplet, Image, Open, Tree};
use crate::runtime::codec::{
    DecodeError, DecodeLimits, Location, Wire, decode_envelope_within, decode_within, json_within,
};

/// Reads what repeats within something as large as may be for a limit of a mebibyte.
fn read<T: Wire>(start: &str, part: &str, end: &str, size: usize) -> Result<(), DecodeError> {
    let body = format!("{start}{}{end}", part.repeat(size / part.len()));
    let limits = DecodeLimits::new(1 << 20);
    decode_within::<T>("op", body.as_bytes(), &limits).map(drop)
}

fn check<T: Wire>(rows: &[(&str, &str, &str, &str)]) {
    for (start, part, end, path) in rows {
        let error = read::<T>(start, part, end, 700 << 10).unwrap_err();
        assert!(error.path().starts_with(path), "{part}: {error}");
        let expected = "takes more than 1048576 bytes; raise `ClientBuilder::max_response_bytes`";
        assert!(error.reason().contains(expected), "{part}: {error}");
        assert!(error.excerpt().len() <= 200, "{part}: {error}");
        // A small part of it is as honest as any other.
        read::<T>(start, part, end, 1 << 10).unwrap();
    }
}

#[test]
fn a_value_that_takes_too_much_memory_is_an_error_of_its_path() {
    check::<Vec<Droplet>>(&[
        ("[", r#"{"id":1},"#, r#"{"id":1}]"#, ""),
        (r#"[{"id":1,"tags":["#, r#""a","#, r#""a"]}]"#, "[0].tags"),
        (
            r#"[{"id":1,"networks":{"v4":["#,
            "{},",
            "{}]}}]",
            "[0].networks.v4",
        ),
        (r#"[{"id":1,"new":["#, "0,", "0]}]", "[0].new"),
        (r#"[{"id":1,"new":["#, r#"{"a":0},"#, "{}]}]", "[0].new"),
        (
            r#"[{"id":1,"labels":{"#,
            r#""":"","a":"","#,
            r#""b":""}}]"#,
            "[0].labels",
        ),
    ]);
    check::<Vec<Chain>>(&[
        ("[", r#"{"all":[{}]},"#, r#"{"all":[]}]"#, ""),
        ("[", r#"{"by.name":{"a":1}},"#, r#"{"all":[]}]"#, "["),
    ]);
    check::<Vec<Image>>(&[
        ("[", r#"{"type":"public"},"#, "1]", ""),
        ("[", "[],", "1]", ""),
        (r#"[["#, r#""a","#, "1]]", "[0]"),
    ]);
    check::<Open>(&[(r#"{"id":1,"#, r#""a":1,"#, r#""b":1}"#, "a")]);
    check::<Value>(&[
        ("[", "[],", "0]", ""),
        ("[", r#"{"a":0},"#, "0]", ""),
        ("[", r#""a","#, "0]", ""),
    ]);
}

#[test]
fn variants_that_do_not_fit_take_no_memory() {
    let tree = r#"{"x":"a","y":"b","name":"c","child":{"x":"a","name":"c"}},"#;
    let end = r#"{"x":"a","y":"b","name":"c"}]"#;
    read::<Vec<Tree>>("[", tree, end, 10 << 10).unwrap();
}

#[test]
fn members_next_to_the_value_count_too() {
    for (part, name) in [
        ("[],", "new"),
        (r#"{"a":1},"#, "links"),
        (r#""a","#, "meta"),
    ] {
        let parts = part.repeat((700 << 10) / part.len());
        let body = format!(r#"{{"{name}":[{parts}0],"droplets":[{{"id":1}}]}}"#);
        let location = Location::new("op", &["droplets"]);
        let limits = DecodeLimits::new(1 << 20);
        let read = decode_envelope_within::<Vec<Droplet>>(location, body.as_bytes(), &limits);
        let error = read.map(drop).unwrap_err();
        assert_eq!(error.path(), name);
        assert!(error.reason().contains("takes more than"), "{error}");
    }
}

#[test]
fn a_limit_below_a_mebibyte_counts_as_a_mebibyte() {
    for limit in [0, 1, 1 << 10] {
        let limits = DecodeLimits::new(limit);
        let body = format!("[{}0]", "{},".repeat(100));
        assert!(json_within(body.as_bytes(), &limits).is_ok());
        let body = format!("[{}0]", "{},".repeat(100_000));
        assert!(json_within(body.as_bytes(), &limits).is_err());
    }
}

#[test]
fn decoding_ends_when_it_is_cancelled() {
    let flag = Arc::new(AtomicBool::new(true));
    let mut limits = DecodeLimits::default();
    limits.cancel_by(flag);
    let long = "a".repeat(100_000);
    for part in [
        r#"{"id":1},"#.to_owned(),
        r#"{"id":1,"new":[1]},"#.to_owned(),
        r#"{"id":1,"tags":["a"]},"#.to_owned(),
        // Nothing is allocated for fields that occur again.
        format!("{{{}\"id\":2}},", r#""id":1,"#.repeat(2_000)),
        format!("{{{}\"id\":2}},", r#""price":"x","#.repeat(2_000)),
    ] {
        let body = format!("[{}{{}}]", part.repeat(5_000 * 10 / part.len().max(10)));
        let read = decode_within::<Vec<Droplet>>("op", body.as_bytes(), &limits);
        let error = read.map(drop).unwrap_err();
        assert!(error.reason().contains("cancelled"), "{error}");
    }
    // A few long values take as long as many short ones.
    let body = format!(
        "[{}{{}}]",
        format!("{{\"id\":1,\"name\":\"{long}\"}},").repeat(20)
    );
    let read = decode_within::<Vec<Droplet>>("op", body.as_bytes(), &limits);
    assert!(read.map(drop).unwrap_err().reason().contains("cancelled"));
}

#[test]
fn json_without_a_model_is_read_as_serde_json_reads_it() {
    for text in [
        "null",
        "true",
        "-1",
        "18446744073709551615",
        "1.5e300",
        r#""a\u00e4""#,
        "[]",
        "{}",
        r#"[1,[2,{"a":[null,false]}],"b"]"#,
        r#"{"a":1,"a":2,"b":{"":{}}}"#,
    ] {
        let value = json_within(text.as_bytes(), &DecodeLimits::default()).unwrap();
        assert_eq!(
            value,
            serde_json::from_str::<Value>(text).unwrap(),
            "{text}"
        );
    }
    for text in ["", "[1", "{\"a\"}", "1 2", "[1,]"] {
        assert!(
            json_within(text.as_bytes(), &DecodeLimits::default()).is_err(),
            "{text}"
        );
    }
}
