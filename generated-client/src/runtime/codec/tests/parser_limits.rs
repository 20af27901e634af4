//! Documents that the parser rejects although what they mean is known.

use std::collections::BTreeMap;

use serde_json::{Value, json};

use super::models::{Droplet, Image};
use crate::drift::DriftKind;
use crate::runtime::codec::{
    DecodeLimits, Drift, Location, Wire, check_json, decode, decode_envelope, json_within, read_as,
    rewritten,
};

fn read_bytes<T: Wire>(document: &[u8]) -> (T, Vec<Drift>) {
    let text = String::from_utf8_lossy(document);
    decode("op", document).unwrap_or_else(|error| panic!("{text}: {error}"))
}

fn read<T: Wire>(document: &str) -> (T, Vec<Drift>) {
    read_bytes(document.as_bytes())
}

fn kinds(drift: &[Drift], path: &str) -> Vec<DriftKind> {
    let at_path = drift.iter().filter(|drift| drift.path == path);
    at_path.map(|drift| drift.kind).collect()
}

#[test]
fn numbers_beyond_floats_are_kept_as_text() {
    for number in [
        "1e400",
        "-1e400",
        "1E+309",
        "123.456e99999999999",
        &"9".repeat(400),
        &format!("-{}.5e1", "9".repeat(330)),
    ] {
        let (droplet, drift) = read::<Droplet>(&format!(
            r#"{{"id":{number},"name":{number},"price":{number},"size":{number},"new":[{number},{{"{number}":{number}}}],"tags":["\"{number}\\","a,{number},b"],"labels":{{"a\\":{number}}}}}"#
        ));
        let text = json!(number);
        assert_eq!((droplet.id, droplet.price), (0, 0.0));
        assert_eq!((&*droplet.name, droplet.size.as_str()), (number, number));
        let unknown = droplet.unknown_fields();
        assert_eq!(unknown.get("id"), Some(&text));
        assert_eq!(unknown.get("price"), Some(&text));
        assert_eq!(
            unknown.get("new"),
            Some(&json!([number, { (number): number }]))
        );
        let tags = [format!("\"{number}\\"), format!("a,{number},b")];
        assert_eq!(droplet.tags.into_option().unwrap()[..], tags);
        assert_eq!(droplet.labels.unwrap()["a\\"], number);
        assert_eq!(kinds(&drift, "price")[0], DriftKind::UnreadableValue);
        let found = json_within(format!("[{number}]").as_bytes(), &DecodeLimits::default());
        assert_eq!(found.unwrap(), json!([number]));
    }
    // Those within their range stay numbers.
    for (number, value) in [
        ("1e308", 1e308),
        ("-1.5e300", -1.5e300),
        ("1e-400", 0.0),
        ("0e9999999999", 0.0),
    ] {
        let (value_of, drift) = read::<Vec<f64>>(&format!("[{number}]"));
        assert_eq!((value_of, drift.len()), (vec![value], 0));
    }
    // A document that is invalid for another reason stays so.
    for document in [
        "[1e400",
        "[1e400,]",
        "{\"a\":1e400 1}",
        "[1e400e]",
        "[-]",
        "[1e400, \"a]",
    ] {
        assert!(
            decode::<Vec<Value>>("op", document.as_bytes()).is_err(),
            "{document}"
        );
    }
}

#[test]
fn halves_of_surrogate_pairs_are_replaced() {
    for (string, expected) in [
        (r#""\ud83d""#, "\u{fffd}"),
        (r#""a\ud83d b""#, "a\u{fffd} b"),
        (r#""\uDE00\uD83D""#, "\u{fffd}\u{fffd}"),
        (r#""\ud83d\ud83d\ude00""#, "\u{fffd}\u{1f600}"),
        (
            r#""\\ud83d \\\ud83d\n\u00e4""#,
            "\\ud83d \\\u{fffd}\n\u{e4}",
        ),
        (r#""ä\ud83d\"1e400\"""#, "\u{e4}\u{fffd}\"1e400\""),
    ] {
        let body = format!(r#"{{"name": {string}, "new": [{string}, 1e400], {string}: 1}}"#);
        let (droplet, drift) = read::<Droplet>(&body);
        assert_eq!(droplet.name, expected, "{string}");
        let unknown = droplet.unknown_fields();
        assert_eq!(unknown.get("new"), Some(&json!([expected, "1e400"])));
        assert_eq!(unknown.get(expected), Some(&json!(1)), "{string}");
        assert_eq!(kinds(&drift, ""), [DriftKind::ConvertedValue], "{string}");
        let location = Location::new("op", &["droplets"]);
        let page = format!(r#"{{"x": {string}, "droplets": [{body}]}}"#);
        let page = decode_envelope::<Vec<Droplet>>(location, page.as_bytes()).unwrap();
        assert_eq!(
            (&*page.value[0].name, &page.rest["x"]),
            (expected, &json!(expected))
        );
    }
    for string in [
        r#""\ud83""#,
        r#""\ud83x""#,
        r#""\ud83d"#,
        r#""\ud83d\"#,
        r#""\x\ud83d""#,
        r#""\ud83d\u12""#,
    ] {
        let document = format!("[{string}]");
        assert!(
            decode::<Vec<String>>("op", document.as_bytes()).is_err(),
            "{string}"
        );
    }
}

#[test]
fn numbers_that_json_lacks_are_kept_as_text() {
    for number in [
        "NaN",
        "Infinity",
        "-Infinity",
        "nan",
        "-nan",
        "inf",
        "-inf",
        "INF",
    ] {
        let body = format!(
            r#"{{"id":{number},"name":{number}, "price" : {number} ,"size":{number},"new":[{number},{{"{number}":{number}}}],"tags":["\"{number}\\","a,{number},b"],"labels":{{"a":{number}
}}}}"#
        );
        let (droplet, drift) = read::<Droplet>(&body);
        assert_eq!((droplet.id, droplet.price), (0, 0.0), "{number}");
        assert_eq!((&*droplet.name, droplet.size.as_str()), (number, number));
        let unknown = droplet.unknown_fields();
        assert_eq!(unknown.get("price"), Some(&json!(number)));
        let new = json!([number, { (number): number }]);
        assert_eq!(unknown.get("new"), Some(&new));
        let tags = [format!("\"{number}\\"), format!("a,{number},b")];
        assert_eq!(droplet.tags.into_option().unwrap()[..], tags);
        assert_eq!(droplet.labels.unwrap()["a"], number);
        assert_eq!(kinds(&drift, ""), [DriftKind::ConvertedValue]);
        assert_eq!(kinds(&drift, "price")[0], DriftKind::UnreadableValue);
        let (images, _) = read::<Vec<Image>>(&format!(r#"[{number}, {{"type":{number}}}]"#));
        assert_eq!(images.len(), 2, "{number}");
        let found = json_within(body.as_bytes(), &DecodeLimits::default()).unwrap();
        assert_eq!(found["new"], new);
    }
    for document in [
        "[NaN",
        "[NaN,]",
        "[NaN 1]",
        "[NaNa]",
        "[aNaN]",
        "[NaN.]",
        "[--inf]",
        "[+Infinity]",
        "[Nan-]",
        "[undefined]",
        "NaN NaN",
    ] {
        let read = decode::<Vec<Value>>("op", document.as_bytes());
        assert!(read.is_err(), "{document}");
        assert!(check_json(document).is_err(), "{document}");
    }
}

#[test]
fn bytes_that_are_not_utf_8_are_replaced() {
    for (string, expected) in [
        (&b"K\xe4se"[..], "K\u{fffd}se"),
        (b"\xff\xfe", "\u{fffd}\u{fffd}"),
        (b"a\xe2\x82", "a\u{fffd}"),
        (
            b"\xed\xa0\xbd\xed\xb8\x80",
            "\u{fffd}\u{fffd}\u{fffd}\u{fffd}\u{fffd}\u{fffd}",
        ),
        (b"\\\"\xc0\x80", "\"\u{fffd}\u{fffd}"),
        (b"\xff\\ud83d\n\x1b[0m", "\u{fffd}\u{fffd}\n\u{1b}[0m"),
    ] {
        let parts: [&[u8]; 7] = [
            b"{\"name\":\"",
            string,
            b"\",\"new\":[NaN,1e400],\"",
            string,
            b"\":\"",
            string,
            b"\",\"id\":7}",
        ];
        let body = parts.concat();
        let (droplet, drift) = read_bytes::<Droplet>(&body);
        assert_eq!((droplet.id, &*droplet.name), (7, expected));
        assert_eq!(
            droplet.unknown_fields().get(expected),
            Some(&json!(expected))
        );
        assert_eq!(kinds(&drift, ""), [DriftKind::ConvertedValue]);
        let page = [b"{\"x\":[", &body[..], b"],\"droplets\":[", &body, b"]}"].concat();
        let location = Location::new("op", &["droplets"]);
        let page = decode_envelope::<Vec<Droplet>>(location, &page).unwrap();
        assert_eq!(page.value[0].name, expected);
        assert_eq!(page.rest["x"][0]["name"], expected);
        let own: Value = read_as(&body).unwrap();
        assert_eq!(own["new"], json!(["NaN", "1e400"]));
    }
    // Text that is not JSON stays an error about its text.
    let utf_16: Vec<u8> = "{\"id\":1}"
        .encode_utf16()
        .flat_map(u16::to_le_bytes)
        .collect();
    for body in [
        &b"\xff"[..],
        b"[1,\xff]",
        b"{\"a\xff\":1",
        b"\x1f\x8b\x08",
        b"\xff\xfe[\0]\0",
    ] {
        let error = decode::<Vec<Value>>("op", body).unwrap_err();
        assert!(error.reason().contains("utf-8"), "{error}");
        assert!(json_within(body, &DecodeLimits::default()).is_err());
        assert_eq!(rewritten(body), None);
    }
    assert!(decode::<Droplet>("op", &utf_16).is_err());
}

#[test]
fn control_characters_in_strings_are_kept() {
    for control in ('\0'..' ').chain(['\u{7f}', '\u{85}']) {
        let text = format!("a{control}\"b");
        let body = format!("{{\"id\": 3, \"name\": \"a{control}\\\"b\", \"a{control}\": 1}}");
        let (droplet, drift) = read::<Droplet>(&body);
        assert_eq!((droplet.id, &droplet.name), (3, &text), "{control:?}");
        assert_eq!(
            droplet.unknown_fields().get(&format!("a{control}")),
            Some(&json!(1))
        );
        let is_corrected = kinds(&drift, "") == [DriftKind::ConvertedValue];
        assert_eq!(is_corrected, control < ' ', "{control:?}");
    }
    // Outside of strings, and after a backslash, they are invalid.
    for document in ["[1\u{1}]", "[\"a\\\n\"]", "[\"\u{1}\\\u{1}\"]", "[\"\u{1}"] {
        assert!(
            decode::<Vec<Value>>("op", document.as_bytes()).is_err(),
            "{document}"
        );
    }
}

#[test]
fn a_type_of_the_caller_is_read_in_the_same_way() {
    let (name, price): (String, Value) = read_as(br#"["a\ud83d",1e400]"#).unwrap();
    assert_eq!((&*name, price), ("a\u{fffd}", json!("1e400")));
    let own: BTreeMap<String, Value> = read_as(b"{\"a\xff\":NaN,\"b\":1}").unwrap();
    assert_eq!(json!(own), json!({ "a\u{fffd}": "NaN", "b": 1 }));
    // A type that has to have a number: the error is about the number.
    let error = read_as::<Vec<f64>>(b"[1, 1e400]").unwrap_err();
    assert!(
        error.to_string().starts_with("number out of range"),
        "{error}"
    );
    let error = read_as::<Vec<f64>>(b"[1, NaN]").unwrap_err();
    assert_eq!((error.line(), error.column()), (1, 5), "{error}");
    assert!(read_as::<Vec<f64>>(b"[1, x]").is_err());
}
