//! The forms in which the API writes instants.

use crate::runtime::codec::{Timestamp, decode, encode};

use super::models::Droplet;

fn read(text: &str) -> Option<Timestamp> {
    let body = format!("\"{text}\"");
    decode("op", body.as_bytes()).ok().map(|(value, _)| value)
}

#[test]
fn every_form_reads_and_is_written_back_as_it_stood() {
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
fn what_is_no_instant_fails() {
    for text in [
        "soon",
        "2020-13-01T00:00:00Z",
        "2020-11-14T16:29:21Z ",
        "1605371361",
        "null",
    ] {
        assert_eq!(read(text), None, "{text}");
        assert!(text.parse::<Timestamp>().is_err(), "{text}");
    }
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
