//! The forms in which the API writes instants, and others.

use crate::drift::DriftKind;
use crate::runtime::codec::{Timestamp, decode, encode};

use super::models::Droplet;

fn read(text: &str) -> Option<Timestamp> {
    let body = format!("\"{text}\"");
    decode("op", body.as_bytes()).ok().map(|(value, _)| value)
}

#[test]
fn every_form_reads_and_is_written_back_unchanged() {
    for (text, instant) in [
        ("2020-11-14T16:29:21Z", "2020-11-14T16:29:21Z"),
        (
            "2020-12-01T00:40:11.979305214Z",
            "2020-12-01T00:40:11.979305214Z",
        ),
        (
            "2023-01-30T15:42:28.50752065Z",
            "2023-01-30T15:42:28.50752065Z",
        ),
        ("2020-10-30T21:03:24.000Z", "2020-10-30T21:03:24Z"),
        ("2020-10-30T21:03:24.120Z", "2020-10-30T21:03:24.12Z"),
        ("2019-09-03T16:34:46.000+00:00", "2019-09-03T16:34:46Z"),
        ("2019-09-03T16:34:46+02:00", "2019-09-03T14:34:46Z"),
        ("2019-09-03 16:34:46Z", "2019-09-03T16:34:46Z"),
        ("2019-09-03t16:34:46z", "2019-09-03T16:34:46Z"),
        ("2019-09-03 16:34:46", "2019-09-03T16:34:46Z"),
        ("2019-09-03T16:34:46", "2019-09-03T16:34:46Z"),
        ("2019-09-03T16:34:46.5", "2019-09-03T16:34:46.5Z"),
        ("2025-01-01", "2025-01-01T00:00:00Z"),
        ("0001-01-01T00:00:00Z", "0001-01-01T00:00:00Z"),
        ("0001-01-01T00:00:00", "0001-01-01T00:00:00Z"),
        ("2016-12-31T23:59:60Z", "2016-12-31T23:59:59Z"),
        ("2019-09-03T16:34Z", "2019-09-03T16:34:00Z"),
    ] {
        let timestamp = read(text).unwrap_or_else(|| panic!("{text}"));
        let expected: jiff::Timestamp = instant.parse().unwrap();
        assert_eq!(timestamp, expected, "{text}");
        assert_eq!(
            encode(&timestamp).unwrap(),
            format!("\"{text}\"").as_bytes()
        );
        assert_eq!(timestamp.to_string(), text);
        assert_eq!(text.parse::<Timestamp>().unwrap(), timestamp);
    }
}

#[test]
fn other_texts_are_kept_and_reported() {
    for (text, instant) in [
        // More than nine digits of a second.
        (
            "2020-01-01T00:00:00.1234567891Z",
            "2020-01-01T00:00:00.123456789Z",
        ),
        (
            "2020-01-01 00:00:00.00000000009+02:00",
            "2019-12-31T22:00:00Z",
        ),
        // Go's `Time.String`.
        ("2020-01-01 00:00:00 +0000 UTC", "2020-01-01T00:00:00Z"),
        (
            "2020-01-01 00:00:00.5 -0700 MST m=+0.000000001",
            "2020-01-01T07:00:00.5Z",
        ),
        // Outside of the range.
        ("9999-12-31T23:59:59Z", "9999-12-30T22:00:00.999999999Z"),
        ("9999-12-31 23:59:59", "9999-12-30T22:00:00.999999999Z"),
        (
            "9999-12-31T23:59:59.999-11:00",
            "9999-12-30T22:00:00.999999999Z",
        ),
        (
            "+275760-09-13T00:00:00.000Z",
            "9999-12-30T22:00:00.999999999Z",
        ),
        (
            "292278994-08-17T07:12:55.807Z",
            "9999-12-30T22:00:00.999999999Z",
        ),
        ("-292275055-05-16T16:47:04Z", "-009999-01-02T01:59:59Z"),
        // No instant.
        ("10000", "1970-01-01T00:00:00Z"),
        ("12345-67-89T00:00:00Z", "1970-01-01T00:00:00Z"),
        ("soon", "1970-01-01T00:00:00Z"),
        ("2020-13-01T00:00:00Z", "1970-01-01T00:00:00Z"),
        ("1605371361", "1970-01-01T00:00:00Z"),
        ("…. é", "1970-01-01T00:00:00Z"),
    ] {
        let body = format!("\"{text}\"");
        let (timestamp, drifts) = decode::<Timestamp>("op", body.as_bytes()).unwrap();
        let expected: jiff::Timestamp = instant.parse().unwrap();
        assert_eq!(timestamp, expected, "{text}");
        assert_eq!(encode(&timestamp).unwrap(), body.as_bytes());
        assert_eq!(drifts.len(), 1, "{text}");
        assert_eq!(drifts[0].kind, DriftKind::InexactTimestamp);
        let is_instant = expected != jiff::Timestamp::UNIX_EPOCH;
        assert_eq!(text.parse::<Timestamp>().is_ok(), is_instant, "{text}");
    }
    let (droplet, drifts) =
        decode::<Droplet>("op", br#"{"id": 7, "ended_at": 1605371361}"#).unwrap();
    assert_eq!(droplet.id, 7);
    assert_eq!(droplet.ended_at.unwrap().to_string(), "1605371361");
    assert!(drifts.iter().any(|drift| drift.path == "ended_at"));
    assert_eq!(format!("{:?}", read("\\u001b[2J").unwrap()), "\\u{1b}[2J");
}

#[test]
fn the_empty_string_is_absence() {
    let (droplet, drifts) =
        decode::<Droplet>("op", br#"{"ended_at": "", "created_at": ""}"#).unwrap();
    assert_eq!(droplet.ended_at, None);
    assert_eq!(droplet.created_at, Timestamp::default());
    let paths: Vec<&str> = drifts.iter().map(|drift| drift.path.as_str()).collect();
    assert!(paths.contains(&"created_at"));
    assert!(!paths.contains(&"ended_at"));
}

#[test]
fn timestamps_compare_by_instant_and_convert() {
    let one: Timestamp = "2019-09-03T16:34:46Z".parse().unwrap();
    let same: Timestamp = "2019-09-03T18:34:46+02:00".parse().unwrap();
    let later: Timestamp = jiff::Timestamp::MAX.into();
    assert_eq!(one, same);
    assert!(one < later);
    assert_eq!(jiff::Timestamp::from(later), jiff::Timestamp::MAX);
    assert_eq!(one.as_second(), 1_567_528_486);
    assert_eq!(Timestamp::default().to_string(), "1970-01-01T00:00:00Z");
}
