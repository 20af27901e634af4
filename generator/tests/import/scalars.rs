//! Numbers, booleans and null: YAML 1.2 on the way in, every digit kept on the way out.

use generator::import::Document;
use serde_json::{Value, json};

fn read(text: &str) -> Result<(Value, String), String> {
    let document = Document::parse("a.yaml", text.as_bytes()).map_err(|error| error.to_string())?;
    Ok((
        document.to_value(),
        document.to_yaml().trim_end().to_owned(),
    ))
}

#[test]
fn integers_keep_every_digit() {
    for integer in [
        "18446744073709552000",
        "-9223372036854775809",
        "340282366920938463463374607431768211456000",
    ] {
        let (value, text) = read(integer).expect("a number");
        assert_eq!(text, integer);
        assert_eq!(value, json!(integer.parse::<f64>().expect("a float")));
    }
    assert_eq!(
        read("18446744073709551615"),
        Ok((json!(u64::MAX), "18446744073709551615".into()))
    );
    assert_eq!(
        read("9223372036854776000"),
        Ok((
            json!(9_223_372_036_854_776_000_u64),
            "9223372036854776000".into()
        ))
    );
    assert_eq!(
        read("-9223372036854775808"),
        Ok((json!(i64::MIN), "-9223372036854775808".into()))
    );
}

#[test]
fn one_number_has_one_text() {
    let cases = [
        (
            &[
                "60", "60.0", "60.", "+60", "6e1", "060", "0.6e2", "600e-1", "0x3C", "0o74",
            ][..],
            "60",
        ),
        (&["0", "-0", "0.0", "-0.0", "00", "0e5", ".0"], "0"),
        (&["0.5", ".5", "0.50", "5e-1", "+.5", "00.5"], "0.5"),
        (&["-1.25", "-125e-2", "-01.250"], "-1.25"),
        (&["0.00001", "1e-5"], "0.00001"),
        (&["1e300"], "0.1e+301"),
        (&["1.5e-300"], "0.15e-299"),
        (&["12345678901234567890.5"], "12345678901234567890.5"),
    ];
    for (forms, expected) in cases {
        for form in forms {
            assert_eq!(
                read(form).map(|(_, text)| text).as_deref(),
                Ok(expected),
                "{form}"
            );
        }
        assert_eq!(
            read(expected).map(|(_, text)| text).as_deref(),
            Ok(expected)
        );
    }
    assert_eq!(read("1e300").map(|(value, _)| value), Ok(json!(1e300)));
    assert_eq!(
        read("1.5e-300").map(|(value, _)| value),
        Ok(json!(1.5e-300))
    );
}

#[test]
fn only_the_words_of_yaml_1_2_are_booleans_and_null() {
    for text in ["true", "True", "TRUE"] {
        assert_eq!(read(text), Ok((json!(true), "true".into())));
    }
    for text in ["null", "Null", "NULL", "~", "---\n"] {
        assert_eq!(read(text), Ok((Value::Null, "null".into())), "{text}");
    }
    for text in [
        "yes",
        "no",
        "on",
        "off",
        "y",
        "n",
        "tRUE",
        "1_000",
        "1:20",
        "0x",
        "0xg",
        "0b1",
        "1e",
        "+",
        ".",
        "--1",
        "1.2.3",
        "2026-08-07",
        "1-2",
    ] {
        assert_eq!(read(text).map(|(value, _)| value), Ok(json!(text)));
    }
    assert_eq!(read("'1'"), Ok((json!("1"), "\"1\"".into())));
}

#[test]
fn numbers_that_json_cannot_hold_are_refused() {
    for text in [".inf", "-.Inf", ".nan", "1e999", "1e99999999999999999999"] {
        let message =
            format!("a.yaml:1: #: `{text}` is not a finite number; quote it if it is a string");
        assert_eq!(read(text), Err(message));
    }
}
