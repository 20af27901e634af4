//! Responses.

use anyhow::{Context as _, ensure};
use digitalocean::ApiError;
use digitalocean::fake::Reply;
use serde_json::Value;
use tests::compare::Rules;
use tests::exceptions::{NO_SUCCESS, UNWRAPPED, branch_of_answer};
use tests::second_reader::Answer;

use crate::run::Case;

/// Returns each documented success to a call and compares the decoded value.
pub(crate) fn check(case: &Case<'_, '_>) -> anyhow::Result<()> {
    let mut answers = case
        .operation
        .answers
        .iter()
        .filter(|answer| answer.is_success())
        .peekable();
    let is_known = NO_SUCCESS.iter().any(|(id, _)| *id == case.entry.id);
    ensure!(
        answers.peek().is_some() || is_known,
        "the document has no success"
    );
    for answer in answers {
        let checked = match &answer.content {
            Some((media_type, schema)) if media_type == "text/event-stream" => {
                check_event(case, schema)
            }
            _ => check_success(case, answer),
        };
        checked.with_context(|| format!("answer {}", answer.status))?;
    }
    Ok(())
}

fn check_success<'d>(case: &Case<'_, 'd>, answer: &Answer<'d>) -> anyhow::Result<()> {
    let entry = case.entry;
    let (reply, expected) = match &answer.content {
        None => (Reply::default(), Value::Null),
        Some((media_type, schema)) => {
            let schema = branch_of_answer(entry.id, entry.method, schema);
            let value = case.bench.answers.sample(schema, case.manner)?;
            let body = if answer.is_json() {
                value.to_string()
            } else {
                text(&value)
            };
            (Reply::body(media_type, body), value)
        }
    };
    let reply = reply.with_status(answer.status.parse()?);
    let outcome = case.answered(&case.given()?, reply)?;
    let found = outcome.received()?;
    let status = outcome
        .finished
        .as_ref()
        .map_or(0, |received| received.status);
    ensure!(
        answer.status == status.to_string(),
        "the client tells the status {status}"
    );
    let drift = &outcome.drift;
    ensure!(drift.is_empty(), "corrected although valid: {drift:?}");
    if entry.output == "empty" {
        return check_nothing(answer, &expected);
    }
    let mut differences = Rules::ANSWER.differences(&expected, found);
    let known = UNWRAPPED.iter().find(|(id, ..)| *id == entry.id);
    if let Some((_, path, _)) = known {
        differences.retain(|text| !text.starts_with(&format!("$.{path}: ")));
    }
    ensure!(differences.is_empty(), "{differences:?}");
    Ok(())
}

/// A response that is not decoded must have no declared members.
fn check_nothing(answer: &Answer<'_>, body: &Value) -> anyhow::Result<()> {
    let schema = answer.content.as_ref().map(|(_, schema)| *schema);
    let members = schema.and_then(|schema| schema.get("properties")?.as_object());
    // The sampler adds one member where the names are left open.
    let is_open = body.as_object().is_none_or(|body| body.len() <= 1);
    let has_members = members.is_some_and(|members| !members.is_empty());
    ensure!(!has_members && is_open, "the body {body} is thrown away");
    Ok(())
}

fn check_event<'d>(case: &Case<'_, 'd>, schema: &'d Value) -> anyhow::Result<()> {
    ensure!(case.entry.streams, "the method does not stream");
    let event = case.bench.answers.sample(schema, case.manner)?;
    let found =
        (case.entry.event)(event.to_string().as_bytes()).context("the method has no events")?;
    let found = found.map_err(anyhow::Error::msg)?;
    let differences = Rules::ANSWER.differences(&event, &found);
    ensure!(differences.is_empty(), "event: {differences:?}");
    Ok(())
}

/// Returns each documented error status to a call, and one that is not documented.
pub(crate) fn check_failures(case: &Case<'_, '_>) -> anyhow::Result<()> {
    let documented = case.operation.answers.iter();
    let documented = documented.filter(|answer| !answer.is_success());
    let mut statuses: Vec<u16> = Vec::new();
    for answer in documented {
        let is_default = answer.status == "default";
        // An undocumented status represents all of them.
        let status = if is_default { "418" } else { &answer.status };
        if !is_default {
            statuses.push(status.parse()?);
        }
        check_failure(case, answer, status.parse()?).with_context(|| format!("error {status}"))?;
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
fn check_failure<'d>(case: &Case<'_, 'd>, answer: &Answer<'d>, status: u16) -> anyhow::Result<()> {
    let given = case.given()?;
    let sample = match &answer.content {
        Some((_, schema)) => Some(case.bench.answers.sample(schema, case.manner)?),
        None => None,
    };
    let json = sample.as_ref().map(Value::to_string).unwrap_or_default();
    for body in [json.as_str(), "", "<html>Bad Gateway</html>"] {
        let reply = Reply::body("application/json", body.to_owned());
        let outcome = case.answered(&given, reply.with_status(status.try_into()?))?;
        let error = outcome.api_error()?;
        ensure!(
            matches!(error, ApiError::Other(_)) == (answer.status == "default"),
            "the variant is {error:?}"
        );
        ensure!(error.response().status() == status, "another status");
        ensure!(error.response().body() == body, "another body");
    }
    let Some(sample) = sample.filter(|_| answer.status != "default") else {
        return Ok(());
    };
    let read = (case.entry.types.error)(status, &sample).context("the body has no type")?;
    let found = read.map_err(anyhow::Error::msg)?;
    let differences = Rules::ANSWER.differences(&sample, &found);
    ensure!(differences.is_empty(), "{differences:?}");
    Ok(())
}

fn text(value: &Value) -> String {
    value
        .as_str()
        .map_or_else(|| value.to_string(), str::to_owned)
}
