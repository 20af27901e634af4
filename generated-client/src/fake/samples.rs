//! Answers of operations that have no state here.

use http::StatusCode;
use serde_json::{Value, json};

use crate::fake::{Recorded, Reply};
use crate::runtime::operation::Content;

/// Makes up an answer. Who waits sees what is waited for.
pub(super) fn sample(request: &Recorded) -> Reply {
    let operation = request.operation;
    if operation.path.is_empty() {
        return unscripted(request);
    }
    if operation.content == Content::Empty {
        return Reply::status(204);
    }
    if let Some(event) = operation.sample_event
        && request.json()["stream"] == true
    {
        let event = String::from_utf8_lossy(&event(&[])).into_owned();
        let events = format!("data: {event}\n\ndata: [DONE]\n\n");
        return Reply::body("text/event-stream", events);
    }
    let Some(sample) = operation.sample else {
        return Reply::status(404);
    };
    let mut body = sample(operation.at);
    if let Some(spec) = request.awaited {
        match spec.ready.first() {
            Some(state) => body = in_state(&body, spec.status, state),
            // Waited for is that nothing is left.
            None => return Reply::status(404),
        }
    }
    let content_type = match operation.content {
        Content::Json => "application/json",
        Content::Text => "text/plain",
        Content::Html => "text/html",
        _ => "application/octet-stream",
    };
    Reply::body(content_type, body)
}

/// Refuses a request that was made by method and path: nothing says what its response looks like.
fn unscripted(request: &Recorded) -> Reply {
    let (status, id) = match request.known.path {
        "" => (StatusCode::NOT_FOUND, "not_found"),
        _ => (StatusCode::NOT_IMPLEMENTED, "not_implemented"),
    };
    let message =
        "the fake has no response for this path; script one, for example with `Fake::enqueue`";
    Reply::json(&json!({ "id": id, "message": message })).with_status(status)
}

/// Sets the state in a body, which stands at a JSON pointer.
fn in_state(body: &[u8], pointer: &str, state: &str) -> Vec<u8> {
    let mut body: Value = serde_json::from_slice(body).unwrap_or_default();
    let mut place = &mut body;
    for member in pointer.split('/').skip(1) {
        if !place.is_object() {
            *place = json!({});
        }
        place = &mut place[member];
    }
    *place = json!(state);
    body.to_string().into_bytes()
}
