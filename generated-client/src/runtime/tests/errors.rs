//! Errors that the API returns.

use std::time::Duration;

use serde_json::{Value, json};

use crate::fake::{Fake, Reply};
use crate::{ApiError, Client, Error, Result, RetryPolicy};

fn setup() -> (Fake, Client) {
    let fake = Fake::new();
    let client = fake.client_builder().retry(RetryPolicy::never());
    (fake, client.build().unwrap())
}

fn response(status: u16, body: &Value) -> Reply {
    Reply::json(body).with_status(http::StatusCode::from_u16(status).unwrap())
}

#[tokio::test]
async fn the_status_alone_selects_the_variant() {
    let (fake, client) = setup();
    let bodies = [
        (
            Reply::json(&json!({ "id": "not_found", "message": "m", "request_id": "r" })),
            "m",
        ),
        (
            Reply::body("text/html", "<html>Not Found</html>"),
            "<html>Not Found</html>",
        ),
        (Reply::body("text/plain", " not here\n"), "not here"),
        (Reply::default(), ""),
    ];
    for (reply, message) in bodies {
        fake.enqueue(reply.with_status(http::StatusCode::NOT_FOUND));
        let error = client.things().get(1).await.unwrap_err();
        assert!(error.is_not_found());
        let Error::Api(ApiError::NotFound(response)) = error else {
            panic!("{error}")
        };
        assert_eq!(response.message(), message);
    }
    fake.enqueue(Reply::status(402));
    let error = client.things().get(1).await.unwrap_err();
    assert!(matches!(error, Error::Api(ApiError::Other(_))), "{error}");
}

#[tokio::test]
async fn code_message_and_request_id_are_found_in_every_form_of_body() {
    let cases = [
        (
            json!({ "id": "not_found", "message": "gone", "request_id": "r-1" }),
            Some("not_found"),
            "gone",
            "r-1",
        ),
        (
            json!({ "type": "error", "error": { "type": "invalid_request_error", "message": "no" } }),
            Some("invalid_request_error"),
            "no",
            "r-2",
        ),
        (
            json!({ "error": { "message": "inner", "code": "c", "type": "t" } }),
            Some("c"),
            "inner",
            "r-2",
        ),
        (json!({ "error": "plain" }), None, "plain", "r-2"),
        (
            json!({ "message": "", "error": "second", "request_id": "" }),
            None,
            "second",
            "r-2",
        ),
        (json!({ "other": 1 }), None, r#"{"other":1}"#, "r-2"),
        (json!(["x"]), None, r#"["x"]"#, "r-2"),
    ];
    let (fake, client) = setup();
    for (body, code, message, request_id) in cases {
        fake.enqueue(response(400, &body).header("x-request-id", "r-2"));
        let error = client.things().get(1).await.unwrap_err();
        let response = error.response().unwrap();
        assert_eq!(response.code(), code, "{body}");
        assert_eq!(response.message(), message);
        assert_eq!(response.request_id(), Some(request_id));
        assert_eq!(response.json::<Value>().unwrap(), body);
        assert!(error.is_invalid());
    }
}

#[tokio::test]
async fn a_body_of_another_type_is_an_error_with_the_status() {
    let (fake, client) = setup();
    fake.enqueue(Reply::body("text/html", "<html>").with_status(http::StatusCode::BAD_GATEWAY));
    let error = client.things().get(1).await.unwrap_err();
    let error = error.response().unwrap().json::<Value>().unwrap_err();
    assert!(error.is_decode() && error.is_server_error(), "{error}");
}

#[tokio::test]
async fn the_text_names_everything() {
    let (fake, client) = setup();
    fake.enqueue(
        response(422, &json!({ "message": "no such size" })).header("x-request-id", "r-2"),
    );
    let error = client.things().get(1).await.unwrap_err();
    let text = "things_get (GET /v2/things/{key}): 422 Unprocessable Entity: no such size \
                [request r-2, 1 attempt]";
    assert_eq!(error.to_string(), text);
    assert_eq!(format!("{error:?}"), text);
    fake.enqueue(Reply::status(403));
    let error = client.things().get(1).await.unwrap_err();
    assert!(error.is_forbidden());
    let scopes = "needs scope thing:read, or admin:read + thing:list";
    assert!(error.to_string().contains(scopes), "{error}");
}

#[tokio::test]
async fn control_characters_are_escaped() {
    let (fake, client) = setup();
    let message = "one\ntwo\u{1b}[31m\u{202e}three";
    let body = json!({ "message": message, "request_id": "r\r\n1" });
    fake.enqueue(response(500, &body));
    let error = client.things().get(1).await.unwrap_err();
    assert_eq!(error.message(), Some(message));
    let text = error.to_string();
    assert!(text.contains(r"one\ntwo\u{1b}[31m\u{202e}three"), "{text}");
    assert!(text.contains(r"[request r\r\n1, 1 attempt]"), "{text}");
    fake.enqueue(Reply::json(&json!({ "thing": { "id": "\u{7}\n" } })));
    let text = client.things().get(1).await.unwrap_err().to_string();
    assert!(!text.contains(char::is_control), "{text}");
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
    let texts = [
        ("1.5", Some(2)),
        ("1.0", Some(1)),
        ("7, 9, 8", Some(9)),
        ("7, never", Some(7)),
        (" 7 ", Some(7)),
        ("0007", Some(7)),
        ("0", None),
        ("-5", None),
        ("+5", None),
        ("0x10", None),
        ("5s", None),
        (".5", None),
        ("7;q=1", None),
        ("", None),
        (",", None),
        ("never", None),
        ("\u{ff17}", None),
        ("2099-01-01T00:00:00Z", None),
        ("Thu, 01 Jan 1970 00:00:00 GMT", None),
        ("Sunday, 06-Nov-94 08:49:37 GMT", None),
    ];
    let texts = texts.map(|(text, seconds)| {
        let reply = Reply::status(429).header("date", date);
        (reply.header("retry-after", text), seconds)
    });
    for (reply, seconds) in cases.into_iter().chain(texts) {
        fake.enqueue(reply);
        let error = client.things().list().await.unwrap_err();
        assert!(error.is_rate_limited());
        assert_eq!(error.retry_after(), seconds.map(Duration::from_secs));
    }
}

#[tokio::test]
async fn errors_convert_with_a_question_mark() -> Result<()> {
    let (_, client) = setup();
    client.things().list().await?;
    Fake::new().client()?;
    Ok(())
}

#[tokio::test]
async fn text_is_shown_without_the_secrets_that_it_quotes() {
    let (fake, client) = setup();
    for (message, shown) in [
        (
            "cannot parse {\"password\":\"hunter2\"}",
            "cannot parse {\"password\":string(7)}",
        ),
        ("bad: { 'password': 'hunter2' }", "bad: {"),
        (
            "Authorization: Bearer hunter2\r\nHost: x",
            "Authorization: Bearer …\\r\\nHost: x",
        ),
        (
            "<pre>authorization: bearer hunter2</pre>",
            "<pre>authorization: bearer …</pre>",
        ),
        ("x-api-key: hunter2, x: 1", "x-api-key: …, x: 1"),
        (
            "set-cookie: session=hunter2; path=/",
            "set-cookie: …; path=/",
        ),
        ("password=hunter2&x=1", "password=…&x=1"),
        ("PGPASSWORD='hunter' x", "PGPASSWORD='…' x"),
        ("client_secret = hunter x", "client_secret = … x"),
        ("user: x\npassword: hunter2", "user: x\\npassword: …"),
        (
            "kind: Config\n  token: \"hunter2\"",
            "kind: Config\\n  token: \"…\"",
        ),
        (
            "postgresql://doadmin:hunter2@host:25060/db",
            "postgresql://…@host:25060/db",
        ),
        ("redis://:hunter@host", "redis://…@host"),
        ("Basic hunter2=, token: hunter2", "Basic …, token: …"),
    ] {
        for body in [
            json!({ "message": message }),
            json!({ "error": { "message": message } }),
        ] {
            fake.enqueue(response(400, &body));
            let error = client.things().get(1).await.unwrap_err();
            let text = format!("{error} {error:?}");
            assert!(!text.contains("hunter"), "{message}: {text}");
            assert!(text.contains(shown), "{message}: {text}");
            assert_eq!(error.message(), Some(message));
        }
        let reply = Reply::body("text/plain", message.to_owned());
        fake.enqueue(reply.with_status(http::StatusCode::BAD_GATEWAY));
        let error = client.things().create(super::sample::Thing::new(1, "x"));
        let error = error.await.unwrap_err();
        assert!(!error.to_string().contains("hunter"), "{message}: {error}");
    }
}

#[tokio::test]
async fn text_that_only_mentions_secrets_is_shown() {
    let (fake, client) = setup();
    for message in [
        "the token: expired",
        "Bearer token is missing",
        "password must have 8 characters",
        "size must be one of [\"s-1vcpu-1gb\", \"s-2vcpu-2gb\"]",
        "unknown field {name}",
        "see https://docs.example.com/api?x=a@b#token",
        "ask support@example.com: 42",
        "token",
        "token:",
        "Bearer",
        "ä=ö: ü://",
    ] {
        fake.enqueue(response(400, &json!({ "message": message })));
        let error = client.things().get(1).await.unwrap_err();
        assert!(error.to_string().contains(message), "{message}: {error}");
    }
}

#[tokio::test(start_paused = true)]
async fn json_without_a_message_is_shown_by_its_structure() {
    let (fake, client) = setup();
    for body in [
        json!({ "errors": { "password": ["hunter2 is too short"] } }),
        json!({ "id": "invalid", "request": { "user_data": "hunter2" } }),
        json!(["hunter2"]),
        json!({ "message": "", "token": "hunter2" }),
        json!({ "message": { "env": "A=hunter2" } }),
    ] {
        fake.enqueue(response(422, &body));
        let error = client.things().get(1).await.unwrap_err();
        let shown = format!("{error} {error:?}");
        assert!(!shown.contains("hunter2"), "{shown}");
        assert!(shown.contains("string("), "{shown}");
        // The program may read what people must not see.
        assert_eq!(error.message(), Some(body.to_string().as_str()));
    }
    for body in [
        r#"{"env":["PASSWORD=hunter2"],}"#,
        r#"{"secret":{"a":"hunter2"}"#,
        r#"["PASSWORD=hunter2",]"#,
        "\u{feff} \n[\"hunter2\" \"hunter2\"]",
        "{'password': 'hunter2'}",
        "{password: hunter2}",
        r#"invalid request: {"pwd":{"message":"hunter2"},"#,
        "data: [\n  'hunter2']",
        r#"{"s\u0065cret":{"type":"hunter2"}}"#,
        &format!("[\"hunter2\",{}]", "\"hunter2\",".repeat(7_000)),
    ] {
        fake.enqueue(
            Reply::body("application/json", body.to_owned())
                .with_status(http::StatusCode::UNPROCESSABLE_ENTITY),
        );
        let error = client.things().get(1).await.unwrap_err();
        let shown = format!("{error} {error:?}");
        assert!(!shown.contains("hunter2"), "{body}: {shown}");
        assert!(shown.contains(['{', '[']), "{body}: {shown}");
    }
    for (body, message) in [
        (
            json!({ "errors": [{ "message": "too short", "field": "name" }] }),
            "too short",
        ),
        (json!({ "errors": ["too short"] }), "too short"),
        (json!({ "detail": "too short" }), "too short"),
        (
            json!({ "error": "invalid_grant", "error_description": "expired" }),
            "invalid_grant",
        ),
        (json!({ "error_description": "expired" }), "expired"),
    ] {
        fake.enqueue(response(400, &body));
        let error = client.things().get(1).await.unwrap_err();
        assert_eq!(error.message(), Some(message));
        assert!(error.to_string().contains(message), "{error}");
    }
}
