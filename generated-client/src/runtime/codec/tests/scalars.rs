//! Numbers, strings of digits, secrets.

use crate::drift::DriftKind;
use crate::runtime::codec::{
    IntegerString, Location, Secret, Wire, decode, decode_envelope, encode, record,
};

fn read<T: Wire>(text: &str) -> Option<T> {
    decode("op", text.as_bytes()).ok().map(|(value, _)| value)
}

fn written<T: Wire>(value: &T) -> String {
    String::from_utf8(encode(value).unwrap()).unwrap()
}

#[test]
fn integers_read_what_is_one() {
    for (text, expected) in [
        ("7", Some(7)),
        ("-7", Some(-7)),
        ("7.0", Some(7)),
        ("1e3", Some(1000)),
        ("\"7\"", Some(7)),
        ("\"-7\"", Some(-7)),
        ("9223372036854775807", Some(i64::MAX)),
        ("-9223372036854775808", Some(i64::MIN)),
        ("9223372036854775808", None),
        ("9223372036854775807.0", None),
        ("1e300", None),
        ("7.5", None),
        ("\"7.0\"", Some(7)),
        ("\"-7.000\"", Some(-7)),
        ("\" 7\"", Some(7)),
        ("\"7.5\"", None),
        ("\"seven\"", None),
        ("\"1e3\"", None),
        ("true", None),
    ] {
        assert_eq!(read::<i64>(text), expected, "{text}");
    }
}

#[test]
fn unsigned_integers_reach_further_and_are_not_negative() {
    for (text, expected) in [
        ("18446744073709551615", Some(u64::MAX)),
        ("\"18446744073709551615\"", Some(u64::MAX)),
        ("18446744073709551616", None),
        ("9223372036854775808.0", Some(1 << 63)),
        ("-1", None),
        ("-0", Some(0)),
        ("\"-1\"", None),
    ] {
        assert_eq!(read::<u64>(text), expected, "{text}");
    }
}

#[test]
fn numbers_are_written_as_they_were() {
    for (text, expected) in [
        ("5", "5"),
        ("5.0", "5"),
        ("\"5.5\"", "5.5"),
        ("-0.0", "-0.0"),
        ("0.00743999984115362", "0.00743999984115362"),
        ("9007199254740993", "9007199254740992"),
        ("1e300", "1e+300"),
        ("18446744073709552000", "1.8446744073709552e+19"),
    ] {
        let number = read::<f64>(text).unwrap();
        assert_eq!(written(&number), expected, "{text}");
        assert_eq!(read::<f64>(expected), Some(number), "{text}");
    }
    for text in ["\"NaN\"", "\"inf\"", "\"1,5\"", "[]", "{}"] {
        assert_eq!(read::<f64>(text), None, "{text}");
    }
}

#[test]
fn numbers_that_are_not_finite_are_not_sent() {
    for number in [f64::NAN, f64::INFINITY, f64::NEG_INFINITY] {
        let error = encode(&number).unwrap_err();
        assert_eq!(error.to_string(), "a number must be finite to be sent");
    }
}

#[test]
fn integers_in_strings_keep_their_text() {
    for (text, kept) in [
        ("\"0012\"", "0012"),
        ("12", "12"),
        ("-3", "-3"),
        ("\"\"", ""),
    ] {
        assert_eq!(read::<IntegerString>(text).unwrap().as_str(), kept);
    }
    assert_eq!(
        written(&IntegerString::from(u64::MAX)),
        "\"18446744073709551615\""
    );
    assert_eq!(IntegerString::from(-5).to_i64(), Some(-5));
    assert_eq!(IntegerString::from(-5).to_u64(), None);
    assert_eq!(IntegerString::from("many").to_i64(), None);
    assert_eq!(read::<IntegerString>("[]"), None);
}

#[test]
fn integers_in_strings_are_ordered_by_number() {
    let ordered = [
        "-100000000000000000000000000000000000000000",
        "-10",
        "-9",
        "-0",
        "0",
        "00",
        "1",
        "9",
        "10",
        "18446744073709551616",
        "100000000000000000000000000000000000000000",
        "",
        "-",
        "ten",
    ];
    let mut sorted = ordered.map(IntegerString::from);
    sorted.reverse();
    sorted.sort();
    assert_eq!(sorted, ordered.map(IntegerString::from));
    assert!(IntegerString::from(9) < IntegerString::from(10));
    assert!(IntegerString::from("7") != IntegerString::from("07"));
}

#[test]
fn secrets_are_written_and_not_shown() {
    let secret: Secret = read("\"hunter2\"").unwrap();
    assert_eq!(secret, "hunter2".into());
    assert_eq!(secret.expose(), "hunter2");
    assert_eq!(written(&secret), "\"hunter2\"");
    assert_eq!(format!("{secret:?}"), "Secret(..)");
}

#[test]
fn any_json_is_a_value_and_null_is_not_corrected() {
    let (value, drift) = decode::<serde_json::Value>("op", b"[1, {\"a\": null}]").unwrap();
    assert_eq!(written(&value), "[1,{\"a\":null}]");
    assert_eq!(drift, []);
    let (values, drift) = decode::<Vec<serde_json::Value>>("op", b"[null]").unwrap();
    assert_eq!((values.len(), drift.len()), (1, 0));
}

#[test]
fn numbers_and_booleans_become_strings() {
    for (text, expected) in [
        ("7", "7"),
        ("-7", "-7"),
        ("18446744073709551615", "18446744073709551615"),
        ("7.5", "7.5"),
        ("7.0", "7.0"),
        ("true", "true"),
        ("false", "false"),
    ] {
        let (value, drift) = decode::<String>("op", text.as_bytes()).unwrap();
        assert_eq!(value, expected);
        assert_eq!(drift.len(), 1, "{text}");
        assert_eq!(drift[0].kind, DriftKind::ConvertedValue);
        assert_eq!(read::<Secret>(text).unwrap().expose(), expected);
        let optional = read::<Option<String>>(text).unwrap();
        assert_eq!(optional.as_deref(), Some(expected));
    }
    let (values, drift) = decode::<Vec<String>>("op", br#"["a", 1, true]"#).unwrap();
    assert_eq!(values, ["a", "1", "true"]);
    assert_eq!(drift[0].path, "[1]");
    for text in ["[]", "{}", r#"{"a": 1}"#] {
        assert_eq!(read::<String>(text), None, "{text}");
        assert_eq!(read::<Secret>(text), None, "{text}");
    }
}

#[test]
fn strings_become_booleans() {
    for (text, expected) in [
        ("\"true\"", true),
        ("\"false\"", false),
        ("\"True\"", true),
        ("\"FALSE\"", false),
        ("\"1\"", true),
        ("1", true),
        ("0", false),
    ] {
        let (value, drift) = decode::<bool>("op", text.as_bytes()).unwrap();
        assert_eq!(value, expected);
        assert_eq!(drift.len(), 1, "{text}");
        assert_eq!(drift[0].kind, DriftKind::ConvertedValue);
    }
    assert_eq!(decode::<bool>("op", b"true").unwrap(), (true, Vec::new()));
    for text in ["\"yes\"", "\"t\"", "2", "-1", "1.0", "[]", "{}"] {
        assert_eq!(read::<bool>(text), None, "{text}");
    }
}

#[test]
fn an_empty_string_is_neither_a_number_nor_a_boolean() {
    fn check<T: Wire + PartialEq + std::fmt::Debug>() {
        let (value, drift) = decode::<Vec<T>>("op", br#"[""]"#).unwrap();
        assert_eq!(value, [T::empty()]);
        let kinds: Vec<_> = drift.iter().map(|drift| drift.kind).collect();
        assert_eq!(kinds, [DriftKind::ConvertedValue, DriftKind::MissingMember]);
        let (value, drift) = decode::<Vec<Option<T>>>("op", br#"[""]"#).unwrap();
        assert_eq!((value, drift.len()), (vec![None], 1));
    }
    check::<i64>();
    check::<u64>();
    check::<f64>();
    check::<bool>();
}

#[test]
fn a_number_at_a_string_keeps_its_digits() {
    for digits in [
        "123456789012345678901234567890",
        "-123456789012345678901234567890",
        "0.1000000000000000055511151231257827",
        "1.10",
        "18446744073709551616",
    ] {
        let body = format!(r#"["a\u0062", {digits}, "12.50", null]"#);
        let (values, drift) = decode::<Vec<Option<String>>>("op", body.as_bytes()).unwrap();
        let expected = ["ab", digits, "12.50"].map(|text| Some(text.to_owned()));
        assert_eq!(values[..3], expected);
        assert_eq!((values.len(), drift.len()), (4, 1), "{drift:?}");
        let envelope = format!(r#"{{"a": {{"id": {digits}, "key": {digits}}}}}"#);
        let location = Location::new("op", &["a"]);
        let read = decode_envelope::<Ids>(location, envelope.as_bytes()).unwrap();
        assert_eq!((&*read.value.id, read.value.key.as_str()), (digits, digits));
        assert_eq!(read.drift.len(), 2);
    }
    for body in [r#"[1.5, {}]"#, r#"[1.5, []]"#, r#"[1.5, "a"#] {
        let error = decode::<Vec<String>>("op", body.as_bytes()).unwrap_err();
        assert!(error.path().is_empty() || error.path() == "[1]", "{error}");
    }
}

record! {
    pub struct Ids {
        pub id: String,
        pub key: IntegerString [into IntegerString],
    }
    new();
}

#[test]
fn strings_become_numbers_and_numbers_strings_of_digits() {
    fn drift_of<T: Wire>(text: &str) -> Vec<DriftKind> {
        let (_, drift) = decode::<T>("op", text.as_bytes()).unwrap();
        drift.into_iter().map(|drift| drift.kind).collect()
    }
    for text in ["\"7\"", "\"0\"", "\"9223372036854775807\""] {
        assert_eq!(drift_of::<i64>(text), [DriftKind::ConvertedValue], "{text}");
        assert_eq!(drift_of::<u64>(text), [DriftKind::ConvertedValue], "{text}");
        assert_eq!(drift_of::<f64>(text), [DriftKind::ConvertedValue], "{text}");
        assert_eq!(drift_of::<IntegerString>(text), [], "{text}");
    }
    for text in ["7", "0", "9223372036854775807"] {
        assert_eq!(drift_of::<i64>(text), [], "{text}");
        assert_eq!(drift_of::<u64>(text), [], "{text}");
        assert_eq!(drift_of::<f64>(text), [], "{text}");
        assert_eq!(
            drift_of::<IntegerString>(text),
            [DriftKind::ConvertedValue],
            "{text}"
        );
    }
}
