//! Invalid responses: each has a defined result.

use serde_json::json;

use super::sample::{Pair, Thing, ops};
use super::tracing::Notes;
use crate::drift::{Drift, DriftKind};
use crate::fake::{Fake, Fault, Reply};
use crate::operation::Meta;
use crate::runtime::codec::decode;
use crate::runtime::operation::drift_reporter::DriftReporter;
use crate::transport::TransportErrorKind;
use crate::{Client, Error, RetryPolicy};

fn setup() -> (Fake, Client) {
    let fake = Fake::new();
    let client = fake.client_builder().retry(RetryPolicy::never());
    (fake, client.build().unwrap())
}

async fn read(reply: Reply) -> Result<Thing, Error> {
    let (fake, client) = setup();
    fake.enqueue(reply);
    client.things().get(1).await
}

#[tokio::test]
async fn bodies_that_are_not_json() {
    let html = "<html><body>Bad Gateway</body></html>";
    for body in ["", html, r#"{"thing":{"id":1"#, "{\"thing\":{\"id\":1}}x"] {
        let error = read(Reply::body("application/json", body))
            .await
            .unwrap_err();
        assert!(error.is_decode(), "{body}: {error}");
        assert_eq!(error.status().unwrap(), 200);
        let text = error.to_string();
        assert!(
            text.starts_with("things_get (GET /v2/things/{key}): 200 OK: "),
            "{text}"
        );
    }
    let error = read(Reply::body("text/html", html).with_status(http::StatusCode::BAD_GATEWAY));
    let error = error.await.unwrap_err();
    assert_eq!(error.message(), Some(html));
    assert!(error.is_server_error());
}

/// The status says more than what is lost.
#[tokio::test(start_paused = true)]
async fn an_error_status_is_reported_although_its_body_is_incomplete() {
    let slow = Fault::SlowBody(std::time::Duration::from_secs(10));
    for fault in [Fault::TruncatedBody, slow] {
        let reply = Reply::json(&json!({ "id": "not_found", "message": "Gone." }));
        let reply = reply.with_status(http::StatusCode::NOT_FOUND);
        let error = read(reply.with_fault(fault)).await.unwrap_err();
        assert!(error.is_not_found(), "{error}");
        assert_eq!(error.attempts(), 1);
    }
}

#[tokio::test]
async fn a_wrong_type_is_named_with_its_path() {
    let error = read(Reply::json(&json!({ "thing": { "id": [1], "name": "x" } }))).await;
    let text = error.unwrap_err().to_string();
    assert!(text.contains("thing.id"), "{text}");
    assert!(text.contains(r#"{"id":[1]"#), "{text}");
}

#[tokio::test]
async fn absent_members_read_as_default_values_and_unknown_ones_are_kept() {
    let thing = read(Reply::json(&json!({ "thing": { "status": "brand-new" } })))
        .await
        .unwrap();
    assert_eq!(thing.id, 0);
    assert_eq!(thing.status, "brand-new");
}

#[tokio::test]
async fn drift_is_reported_once() {
    let fake = Fake::new();
    let seen = std::sync::Arc::new(std::sync::Mutex::new(Vec::new()));
    let sink = seen.clone();
    let client = fake
        .client_builder()
        .on_drift(move |meta, drift| sink.lock().unwrap().push((meta.id, drift.path.clone())))
        .build()
        .unwrap();
    for _ in 0..3 {
        fake.enqueue(Reply::json(&json!({ "thing": { "id": 1, "name": "x" } })));
        client.things().get(1).await.unwrap();
    }
    assert_eq!(
        *seen.lock().unwrap(),
        [("things_get", "thing.status".to_owned())]
    );
}

#[tokio::test(start_paused = true)]
async fn unknown_fields_are_logged_for_debugging_and_other_drift_as_warnings() {
    let notes = Notes::default();
    let guard = tracing::subscriber::set_default(notes.clone());
    let (fake, client) = setup();
    fake.enqueue(Reply::json(
        &json!({ "thing": { "id": 1, "name": "x", "since": 2 } }),
    ));
    client.things().get(1).await.unwrap();
    drop(guard);
    let text = notes.text();
    let level = |path: &str| {
        let mut events = text.split("level=").skip(1);
        let event = events.find(|event| event.contains(&format!("path=\"{path}\"")));
        event.and_then(|event| event.lines().next())
    };
    assert_eq!(level("thing.since"), Some("DEBUG"), "{text}");
    assert_eq!(level("thing.status"), Some("WARN"), "{text}");
}

#[test]
fn drift_is_reported_once_for_each_path() {
    const META: &Meta = &Meta {
        id: "pairs_get",
        path: "/v2/pairs",
        ..Meta::GET
    };
    let seen = std::sync::Arc::new(std::sync::Mutex::new(Vec::new()));
    let sink = seen.clone();
    let reporter = DriftReporter::new(Some(std::sync::Arc::new(move |_, drift: &Drift| {
        sink.lock().unwrap().push(drift.path.clone());
    })));
    let thing = r#"{"id": 1, "name": "x"}"#;
    let body = format!(r#"{{"left": [{thing}, {thing}], "right": {thing}}}"#);
    for _ in 0..2 {
        let (_, drifts) = decode::<Pair>("pairs_get", body.as_bytes()).unwrap();
        reporter.report(META, &drifts);
    }
    assert_eq!(*seen.lock().unwrap(), ["left[0].status", "right.status"]);
}

#[test]
fn drift_is_remembered_by_kind_and_within_a_limit() {
    let count = std::sync::Arc::new(std::sync::Mutex::new(0));
    let sink = count.clone();
    let reporter = DriftReporter::new(Some(std::sync::Arc::new(move |_, _: &Drift| {
        *sink.lock().unwrap() += 1;
    })));
    let drift = |kind, path_pattern: &str| Drift {
        kind,
        owner: "Thing",
        member: "member".into(),
        path: path_pattern.to_owned(),
        path_pattern: path_pattern.to_owned(),
    };
    let report = |kind, path_pattern: &str| {
        reporter.report(&Meta::GET, &[drift(kind, path_pattern)]);
        std::mem::take(&mut *count.lock().unwrap())
    };
    for kind in [
        DriftKind::MissingMember,
        DriftKind::ConvertedValue,
        DriftKind::UnreadableValue,
        DriftKind::InexactTimestamp,
        DriftKind::UnknownField,
    ] {
        assert_eq!(report(kind, "thing.at"), 1, "{kind:?}");
        assert_eq!(report(kind, "thing.at"), 0, "{kind:?}");
    }
    // A server may choose ever new names.
    for name in 0..10_000 {
        assert_eq!(report(DriftKind::UnknownField, &format!("field{name}")), 1);
    }
    assert_eq!(report(DriftKind::UnknownField, "field9999"), 0);
    assert_eq!(report(DriftKind::MissingMember, "thing.at"), 1);
}

#[tokio::test]
async fn a_success_is_any_2xx_and_nothing_else() {
    for status in [200, 201, 202, 203, 205, 226, 299] {
        let status = http::StatusCode::from_u16(status).unwrap();
        let body = json!({ "thing": { "id": 1, "name": "", "status": "" } });
        assert_eq!(
            read(Reply::json(&body).with_status(status))
                .await
                .unwrap()
                .id,
            1
        );
    }
    for status in [300, 304, 400, 418, 499, 500, 599] {
        let error = read(Reply::status(status)).await.unwrap_err();
        assert_eq!(error.status().unwrap(), status);
    }
}

#[tokio::test]
async fn an_error_body_is_kept_up_to_a_limit() {
    let huge = Reply::body("text/plain", "x".repeat(10 << 20));
    let error = read(huge.with_status(http::StatusCode::BAD_REQUEST))
        .await
        .unwrap_err();
    let Error::Api(error) = error else {
        panic!("{error}")
    };
    assert!(error.response().is_truncated());
    assert_eq!(error.response().body().len(), 64 << 10);
    assert!(error.to_string().len() < 1000);
}

#[tokio::test]
async fn responses_have_a_maximum_size() {
    let fake = Fake::new();
    let client = fake
        .client_builder()
        .max_response_bytes(1000)
        .build()
        .unwrap();
    let list = || client.things().call(ops::List);
    fake.enqueue(Reply::body(
        "application/json",
        " ".repeat(987) + r#"{"things":[]}"#,
    ));
    list().await.unwrap();
    for reply in [
        Reply::body("application/json", " ".repeat(988) + r#"{"things":[]}"#),
        Reply::status(200).with_fault(Fault::OversizedBody(1 << 40)),
    ] {
        fake.enqueue(reply);
        let Err(Error::Transport(error)) = list().await else {
            panic!("too large a response was read")
        };
        assert_eq!(error.kind(), Some(TransportErrorKind::TooLarge));
        assert!(error.to_string().contains("max_response_bytes"), "{error}");
    }
}

#[tokio::test]
async fn a_body_that_breaks_off_is_a_transport_error() {
    let reply = Reply::json(&json!({ "thing": {} })).with_fault(Fault::TruncatedBody);
    let Err(Error::Transport(error)) = read(reply).await else {
        panic!("half a response was read")
    };
    assert_eq!(error.kind(), Some(TransportErrorKind::Body));
}

#[tokio::test(start_paused = true)]
async fn a_body_that_trickles_stops_at_the_time_limit() {
    let pause = std::time::Duration::from_secs(10);
    let reply = Reply::json(&json!({ "thing": {} })).with_fault(Fault::SlowBody(pause));
    let start = tokio::time::Instant::now();
    let error = read(reply).await.unwrap_err();
    assert!(matches!(error, Error::Timeout(_)), "{error}");
    assert_eq!(start.elapsed().as_secs(), 60);
}
