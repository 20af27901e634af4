//! Responses.

use anyhow::{Context as _, ensure};
use digitalocean::ApiError;
use digitalocean::fake::Reply;
use serde_json::Value;
use tests::compare::Rules;
use tests::decisions::branch_of_response;
use tests::second_reader::DocumentedResponse;

use crate::run::WireCase;

/// Returns each documented success to a call and compares the decoded value.
pub(crate) fn check(case: &WireCase<'_, '_>) -> anyhow::Result<()> {
    let mut responses = case
        .operation
        .responses
        .iter()
        .filter(|response| response.is_success())
        .peekable();
    // An operation without a documented success returns nothing for any, where a person has accepted that.
    let is_known = case.suite.decisions.is_accepted(&case.operation.pointer());
    ensure!(
        responses.peek().is_some() || is_known,
        "the document has no success"
    );
    for response in responses {
        let checked = match &response.content {
            Some((media_type, schema)) if media_type == "text/event-stream" => {
                check_event(case, schema)
            }
            _ => check_success(case, response),
        };
        checked.with_context(|| format!("response {}", response.status))?;
    }
    Ok(())
}

fn check_success<'d>(
    case: &WireCase<'_, 'd>,
    response: &DocumentedResponse<'d>,
) -> anyhow::Result<()> {
    let entry = case.entry;
    let (reply, expected) = match &response.content {
        None => (Reply::default(), Value::Null),
        Some((media_type, schema)) => {
            let schema = branch_of_response(entry.id, entry.method, schema);
            let value = case.suite.responses.sample(schema, case.style)?;
            let body = if response.is_json() {
                value.to_string()
            } else {
                text(&value)
            };
            (Reply::body(media_type, body), value)
        }
    };
    let reply = reply.with_status(response.status.parse()?);
    let outcome = case.call_with_reply(&case.arguments()?, reply)?;
    let found = outcome.received()?;
    let status = outcome
        .result
        .as_ref()
        .map_or(0, |received| received.status);
    ensure!(
        response.status == status.to_string(),
        "the client reports the status {status}"
    );
    let drift = &outcome.drift;
    ensure!(drift.is_empty(), "corrected although valid: {drift:?}");
    if entry.output == "empty" {
        return check_nothing(response, &expected);
    }
    let mut differences = Rules::RESPONSE.differences(&expected, found);
    // No list is an empty one, where the document allows null or a person decided that the list may be absent.
    let returned = format!("$.{}: ", entry.meta.at.join("."));
    differences.retain(|text| match text.strip_prefix(&returned) {
        Some("null became []") => false,
        Some("[] is invented") => !entry.meta.optional,
        _ => true,
    });
    ensure!(differences.is_empty(), "{differences:?}");
    Ok(())
}

/// A response that is not decoded must have no declared members.
fn check_nothing(response: &DocumentedResponse<'_>, body: &Value) -> anyhow::Result<()> {
    let schema = response.content.as_ref().map(|(_, schema)| *schema);
    let members = schema.and_then(|schema| schema.get("properties")?.as_object());
    // The sampler adds one member where the names are left open.
    let is_open = body.as_object().is_none_or(|body| body.len() <= 1);
    let has_members = members.is_some_and(|members| !members.is_empty());
    ensure!(!has_members && is_open, "the body {body} is thrown away");
    Ok(())
}

fn check_event<'d>(case: &WireCase<'_, 'd>, schema: &'d Value) -> anyhow::Result<()> {
    ensure!(case.entry.streams, "the method does not stream");
    let event = case.suite.responses.sample(schema, case.style)?;
    let found =
        (case.entry.event)(event.to_string().as_bytes()).context("the method has no events")?;
    let found = found.map_err(anyhow::Error::msg)?;
    let differences = Rules::RESPONSE.differences(&event, &found);
    ensure!(differences.is_empty(), "event: {differences:?}");
    Ok(())
}

/// Returns each documented error status to a call, and one that is not documented.
pub(crate) fn check_errors(case: &WireCase<'_, '_>) -> anyhow::Result<()> {
    let documented = case.operation.responses.iter();
    let documented = documented.filter(|response| !response.is_success());
    let mut statuses: Vec<u16> = Vec::new();
    for response in documented {
        let is_default = response.status == "default";
        // An undocumented status represents all of them.
        let status = if is_default { "418" } else { &response.status };
        if !is_default {
            statuses.push(status.parse()?);
        }
        check_error(case, response, status.parse()?).with_context(|| format!("error {status}"))?;
    }
    statuses.sort_unstable();
    ensure!(
        case.entry.meta.error_statuses == statuses,
        "the client documents the statuses {:?}",
        case.entry.meta.error_statuses
    );
    Ok(())
}

/// The status alone selects the variant of the error, whatever the body is.
fn check_error<'d>(
    case: &WireCase<'_, 'd>,
    response: &DocumentedResponse<'d>,
    status: u16,
) -> anyhow::Result<()> {
    let arguments = case.arguments()?;
    let sample = match &response.content {
        Some((_, schema)) => Some(case.suite.responses.sample(schema, case.style)?),
        None => None,
    };
    let json = sample.as_ref().map(Value::to_string).unwrap_or_default();
    for body in [json.as_str(), "", "<html>Bad Gateway</html>"] {
        let reply = Reply::body("application/json", body.to_owned());
        let outcome = case.call_with_reply(&arguments, reply.with_status(status.try_into()?))?;
        let error = outcome.api_error()?;
        ensure!(
            matches!(error, ApiError::Other(_)) == (response.status == "default"),
            "the variant is {error:?}"
        );
        ensure!(error.response().status() == status, "another status");
        ensure!(error.response().body() == body, "another body");
    }
    let Some(sample) = sample.filter(|_| response.status != "default") else {
        return Ok(());
    };
    let read = (case.entry.types.error)(status, &sample).context("the body has no type")?;
    let found = read.map_err(anyhow::Error::msg)?;
    let differences = Rules::RESPONSE.differences(&sample, &found);
    ensure!(differences.is_empty(), "{differences:?}");
    Ok(())
}

fn text(value: &Value) -> String {
    value
        .as_str()
        .map_or_else(|| value.to_string(), str::to_owned)
}
