//! Text of a server in error messages: on one line, of limited length, nothing that a terminal
//! interprets.

use std::error::Error as _;
use std::time::Duration;

use http::StatusCode;
use serde_json::{Value, json};

use super::sample::ops;
use crate::fake::{Fake, Reply};
use crate::runtime::WaitSpec;
use crate::transport::{TransportError, TransportErrorKind};
use crate::{Error, RetryPolicy, Waiter};

const SPEC: WaitSpec = WaitSpec {
    status: "/thing/status",
    ready: &["active"],
    failed: &[],
};

/// Returns the error of a response that contains a text.
async fn error(location: &str, text: &str) -> Error {
    let fake = Fake::new();
    let builder = fake.client_builder().retry(RetryPolicy::never());
    let client = builder.build().unwrap();
    let refused = |body: Value| Reply::json(&body).with_status(StatusCode::BAD_REQUEST);
    let events = |text: String| Reply::body("text/event-stream", text);
    let things = client.things();
    let chat = || things.call(ops::Chat { body: json!({}) }).stream();
    match location {
        "message" => fake.enqueue(refused(json!({ "id": text, "message": text }))),
        "body" => fake.enqueue(
            Reply::body("text/plain", text.to_owned()).with_status(StatusCode::BAD_GATEWAY),
        ),
        "request ID" => fake.enqueue(refused(json!({ "request_id": text }))),
        "value" => fake.enqueue(Reply::json(&json!({ "thing": { "id": text } }))),
        "key" => fake.enqueue(Reply::json(&json!({ "thing": { (text): 1, "id": [] } }))),
        "no JSON" => fake.enqueue(Reply::body("application/json", format!("{{{text}"))),
        "HTML" => fake.enqueue(Reply::body("text/html", format!("<html>{text}"))),
        "state" => {
            let thing = json!({ "thing": { "id": 1, "status": text } });
            fake.handle_all(move |_| Some(Reply::json(&thing)));
            let wait: Waiter<ops::Get> = Waiter::new(things.get(1), &SPEC);
            return wait.timeout(Duration::from_secs(20)).await.unwrap_err();
        }
        "error event" => {
            let data = json!({ "error": { "message": text } });
            fake.enqueue(events(format!("data: {data}\n\n")));
            return chat().await.unwrap().next().await.unwrap().unwrap_err();
        }
        "foreign text" => {
            fake.enqueue(events(format!("<{text}")));
            return chat().await.unwrap().next().await.unwrap().unwrap_err();
        }
        "transport" => {
            let error = TransportError::new(TransportErrorKind::Other, text.to_owned());
            let call = crate::runtime::error::call_context::CallContext {
                meta: things.get(1).operation(),
                path: None,
                attempts: 1,
                page: None,
                may_have_been_applied: false,
            };
            let error = crate::runtime::error::call_error::CallError::transport(call, error);
            return Error::Transport(error);
        }
        other => panic!("{other}"),
    }
    things.get(1).await.unwrap_err()
}

#[tokio::test(start_paused = true)]
async fn text_of_a_server_is_escaped_and_cut_off() {
    let texts = [
        "\u{1b}[31mred\u{1b}[0m".to_owned(),
        "a\r\nINFO all is well".to_owned(),
        "a\u{0}b\u{7f}c\u{9b}d".to_owned(),
        "\u{202e}desrever\u{2028}".to_owned(),
        "a\u{200b}b\u{200f}c\u{feff}d\u{61c}e\u{e0041}".to_owned(),
        "\u{3164}a\u{115f}b\u{ffa0}c\u{17b4}d\u{34f}e\u{1d173}f\u{fe0f}".to_owned(),
        "x".repeat(100_000),
        format!("a{}", "\n".repeat(100_000)),
    ];
    for location in [
        "message",
        "body",
        "request ID",
        "value",
        "key",
        "no JSON",
        "HTML",
        "state",
        "error event",
        "foreign text",
        "transport",
    ] {
        for text in &texts {
            let error = error(location, text).await;
            let source = error.source().map(|source| format!("{source} {source:?}"));
            let shown = format!("{error}{error:?}{}", source.unwrap_or_default());
            let start: String = shown.chars().take(300).collect();
            let is_unsafe = |character: char| {
                let others = ['\u{2028}', '\u{202e}', '\u{200b}', '\u{200f}', '\u{feff}'];
                let others = others.into_iter().chain(['\u{61c}', '\u{e0041}']);
                let fillers = ['\u{3164}', '\u{115f}', '\u{ffa0}', '\u{17b4}', '\u{34f}'];
                let others = others.chain(fillers).chain(['\u{1d173}', '\u{fe0f}']);
                character.is_control() || others.clone().any(|other| other == character)
            };
            assert!(!shown.contains(is_unsafe), "{location}: {start}");
            // An escaped character is a few times as long.
            assert!(
                shown.len() < 12_000,
                "{location}: {} bytes: {start}",
                shown.len()
            );
        }
    }
}
