//! Failures that the API answers.

use std::time::Duration;

use serde_json::json;

use super::sample::SampleError;
use crate::fake::{Fake, Reply};
use crate::{Client, Error, RetryPolicy};

fn setup() -> (Fake, Client) {
    let fake = Fake::new();
    let client = fake.client_builder().retry(RetryPolicy::never());
    (fake, client.build().unwrap())
}

fn failure(status: u16, body: &serde_json::Value) -> Reply {
    Reply::json(body).with_status(http::StatusCode::from_u16(status).unwrap())
}

#[tokio::test]
async fn documented_failures_are_typed() {
    let (fake, client) = setup();
    fake.enqueue(failure(
        404,
        &json!({ "id": "not_found", "message": "gone", "request_id": "r-1" }),
    ));
    match client.things().get(1).await {
        Err(Error::Api(SampleError::NotFound(error))) => {
            assert_eq!(error.message, "gone");
            assert_eq!(error.id, "not_found");
            assert_eq!(error.request_id(), Some("r-1"));
        }
        other => panic!("{other:?}"),
    }
    fake.enqueue(Reply::status(403));
    let error = client.things().get(1).await.unwrap_err();
    assert!(matches!(error, Error::Api(SampleError::Forbidden(_))));
    assert!(error.is_forbidden());
    assert!(
        error
            .to_string()
            .contains("needs scope thing:read, or admin:read + thing:list"),
        "{error}"
    );
}

#[tokio::test]
async fn the_text_names_everything() {
    let (fake, client) = setup();
    fake.enqueue(failure(422, &json!({ "message": "no such size" })).header("x-request-id", "r-2"));
    let error = client.things().get(1).await.unwrap_err();
    assert_eq!(
        error.to_string(),
        "things_get (GET /v2/things/{key}): 422 Unprocessable Entity: no such size \
         [request r-2, 1 attempt]"
    );
    let untyped: Error = error.into();
    assert_eq!(untyped.status().unwrap(), 422);
    assert!(untyped.is_invalid());
}

#[tokio::test]
async fn the_message_is_found_wherever_it_stands() {
    let cases = [
        (
            json!({ "error": { "type": "t", "message": "inner" } }),
            "inner",
        ),
        (json!({ "error": "plain" }), "plain"),
        (json!({ "message": "", "error": "second" }), "second"),
        (json!({ "other": 1 }), r#"{"other":1}"#),
        (json!(["x"]), r#"["x"]"#),
    ];
    let (fake, client) = setup();
    for (body, message) in cases {
        fake.enqueue(failure(401, &body));
        let error = client.things().get(1).await.unwrap_err();
        assert!(
            matches!(error, Error::Api(SampleError::Other(_))),
            "{error:?}"
        );
        assert_eq!(error.message(), Some(message));
        assert!(error.is_unauthorized());
    }
}

#[tokio::test]
async fn a_retry_time_is_found() {
    let (fake, client) = setup();
    let date = "Mon, 05 Jan 2026 00:00:00 GMT";
    let cases = [
        (Reply::status(429).header("retry-after", "7"), Some(7)),
        (
            Reply::status(429)
                .header("date", date)
                .header("retry-after", "Mon, 05 Jan 2026 00:00:09 GMT"),
            Some(9),
        ),
        (
            Reply::status(429)
                .header("date", date)
                .header("ratelimit-reset", "1767571212"),
            Some(12),
        ),
        (
            Reply::status(429)
                .header("date", date)
                .header("ratelimit-reset", "1767571199"),
            None,
        ),
        (Reply::status(429), None),
    ];
    for (reply, seconds) in cases {
        fake.enqueue(reply);
        let error = client.things().list().await.unwrap_err();
        assert!(error.is_rate_limited());
        assert_eq!(error.retry_after(), seconds.map(Duration::from_secs));
    }
}

#[tokio::test]
async fn errors_convert_with_a_question_mark() -> Result<(), Error> {
    let (_, client) = setup();
    client.things().list().await?;
    Fake::new().client()?;
    Ok(())
}
