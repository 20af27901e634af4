//! Responses of operations whose resources are not stored.

use http::StatusCode;
use serde_json::{Value, json};

use crate::fake::echo::{Form, member_at};
use crate::fake::recorded::RecordedRequest;
use crate::fake::reply::Reply;
use crate::runtime::operation::meta::Content;
use crate::runtime::operation::sampling::FULL;

/// Generates a sample response, which contains the fields of the request. A waiter finds the state that it waits for.
pub(super) fn sample(request: &RecordedRequest) -> Reply {
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
        let event = String::from_utf8_lossy(&event(&[], FULL)).into_owned();
        let events = format!("data: {event}\n\ndata: [DONE]\n\n");
        return Reply::body("text/event-stream", events);
    }
    let Some(sample) = operation.sample else {
        return Reply::status(404);
    };
    if let Some(response) = echo(request) {
        return Reply::json(&response);
    }
    let mut body = sample(operation.at, FULL);
    if let Some(spec) = request.awaited {
        match spec.ready.first() {
            Some(state) => body = in_state(&body, spec.status, state),
            // The wait is for a deletion.
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
fn unscripted(request: &RecordedRequest) -> Reply {
    let (status, id) = match request.known.path {
        "" => (StatusCode::NOT_FOUND, "not_found"),
        _ => (StatusCode::NOT_IMPLEMENTED, "not_implemented"),
    };
    let message =
        "the fake has no response for this path; script one, for example with `Fake::enqueue`";
    Reply::json(&json!({ "id": id, "message": message })).with_status(status)
}

/// Returns a sample with the fields of a request that creates or changes something.
fn echo(request: &RecordedRequest) -> Option<Value> {
    if !matches!(request.known.method, "POST" | "PUT" | "PATCH") {
        return None;
    }
    let form = Form::of(request.operation)?;
    let resource = form.resource(&request.json())?;
    Some(form.response(resource))
}

/// Sets the state in a body, at a JSON pointer.
fn in_state(body: &[u8], pointer: &str, state: &str) -> Vec<u8> {
    let mut body: Value = serde_json::from_slice(body).unwrap_or_default();
    let path: Vec<&str> = pointer.split('/').skip(1).collect();
    *member_at(&mut body, &path) = json!(state);
    body.to_string().into_bytes()
}
