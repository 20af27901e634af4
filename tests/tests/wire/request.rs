//! Requests.

use std::collections::BTreeMap;

use anyhow::{Context as _, ensure};
use digitalocean::fake::{RecordedRequest, Reply};
use percent_encoding::percent_decode_str;
use serde_json::Value;
use tests::calls::CallArguments;
use tests::compare::Rules;
use tests::second_reader::{Direction, Operation, ParameterLocation};
use tests::{AGENT_ENDPOINT, AGENT_KEY, MODEL_ACCESS_KEY, TOKEN};

use crate::arguments::UPLOAD_URL;
use crate::run::WireCase;

/// Calls a method and compares the request with the document.
pub(crate) fn check(case: &WireCase<'_, '_>) -> anyhow::Result<()> {
    let operation = case.operation;
    let arguments = case.arguments()?;
    let sent = case
        .call_with_reply(&arguments, Reply::json(&Value::Null))?
        .sent;
    ensure!(
        sent.method().as_str() == operation.method,
        "sent as {}",
        sent.method()
    );
    let host = Host::of(operation)?;
    if host.is_upload {
        ensure!(sent.url().as_str() == UPLOAD_URL, "sent to {}", sent.url());
    } else {
        let address = sent.url().as_str();
        ensure!(
            address.starts_with(&format!("{}/", host.root)),
            "sent to {address}"
        );
        check_path(operation, &arguments, &sent)?;
        check_query(operation, &arguments, &sent)?;
    }
    check_headers(operation, &host, &arguments, &sent)?;
    check_body(case, &arguments, &sent)
}

/// A host and the credential that it alone may see.
struct Host {
    root: &'static str,
    authorization: Option<String>,
    is_upload: bool,
}

impl Host {
    fn of(operation: &Operation<'_>) -> anyhow::Result<Self> {
        let (root, key) = match operation.server.as_deref() {
            None => ("https://api.digitalocean.com", TOKEN),
            Some("https://inference.do-ai.run") => {
                ("https://inference.do-ai.run", MODEL_ACCESS_KEY)
            }
            Some("https://{agent_url}") => (AGENT_ENDPOINT, AGENT_KEY),
            Some("https://") => ("", ""),
            Some(other) => anyhow::bail!("unknown server {other}"),
        };
        let schemes = operation.security.as_deref();
        let is_open = schemes.is_some_and(<[String]>::is_empty);
        ensure!(
            is_open == key.is_empty(),
            "a server with the security {schemes:?}"
        );
        Ok(Self {
            root,
            authorization: (!is_open).then(|| format!("Bearer {key}")),
            is_upload: root.is_empty(),
        })
    }
}

/// Each argument must be exactly one segment of the path.
fn check_path(
    operation: &Operation<'_>,
    arguments: &CallArguments,
    sent: &RecordedRequest,
) -> anyhow::Result<()> {
    let template: Vec<&str> = operation.path.split('/').collect();
    let segments: Vec<&str> = sent.path().split('/').collect();
    ensure!(
        template.len() == segments.len(),
        "the path is {}",
        sent.path()
    );
    for (expected, segment) in template.iter().zip(segments) {
        let found = percent_decode_str(segment).decode_utf8()?;
        let expected = match expected.strip_prefix('{') {
            Some(name) => text(argument(arguments, name.trim_end_matches('}'))?),
            None => (*expected).to_owned(),
        };
        ensure!(
            expected == found,
            "the segment {expected:?} became {found:?}"
        );
    }
    Ok(())
}

fn argument<'g>(arguments: &'g CallArguments, name: &str) -> anyhow::Result<&'g Value> {
    let value = arguments.positional.get(name);
    value.with_context(|| format!("the document has no parameter `{name}`"))
}

/// Lists are sent as one pair for each element, as the document's default for queries is.
fn check_query(
    operation: &Operation<'_>,
    arguments: &CallArguments,
    sent: &RecordedRequest,
) -> anyhow::Result<()> {
    let mut expected = Vec::new();
    for parameter in operation.parameters_in(ParameterLocation::Query) {
        let name = &parameter.name;
        let value = arguments
            .positional
            .get(name)
            .or(arguments.setters.get(name));
        match value {
            Some(Value::Array(values)) => {
                expected.extend(values.iter().map(|value| (name.clone(), text(value))));
            }
            Some(value) => expected.push((name.clone(), text(value))),
            None => {}
        }
    }
    let mut found = sent.query();
    expected.sort();
    found.sort();
    ensure!(expected == found, "the query {expected:?} became {found:?}");
    Ok(())
}

fn check_headers(
    operation: &Operation<'_>,
    host: &Host,
    arguments: &CallArguments,
    sent: &RecordedRequest,
) -> anyhow::Result<()> {
    let mut expected = BTreeMap::new();
    expected.extend(
        host.authorization
            .clone()
            .map(|value| ("authorization".to_owned(), value)),
    );
    // The API refuses changes that do not say JSON, also those without a body; a presigned URL is signed without it.
    if operation.method != "GET" && !host.is_upload {
        let media_type = operation.body.as_ref().map(|body| body.media_type.as_str());
        let media_type = media_type.unwrap_or("application/json");
        expected.insert("content-type".to_owned(), media_type.to_owned());
    }
    for parameter in operation.parameters_in(ParameterLocation::Header) {
        if let Some(value) = arguments.positional.get(&parameter.name) {
            expected.insert(parameter.name.to_lowercase(), text(value));
        }
    }
    let mut found = BTreeMap::new();
    for (name, value) in sent.headers() {
        let is_first = found
            .insert(name.as_str().to_owned(), value.to_str()?.to_owned())
            .is_none();
        ensure!(is_first, "the header `{name}` is sent twice");
        ensure!(
            name != "authorization" || value.is_sensitive(),
            "the credential is not marked"
        );
    }
    for always in ["accept", "user-agent"] {
        let value = found.remove(always).unwrap_or_default();
        ensure!(!value.is_empty(), "the header `{always}` is missing");
        if always == "accept" {
            check_accept(operation, &value)?;
        }
    }
    ensure!(
        expected == found,
        "the headers {expected:?} became {found:?}"
    );
    Ok(())
}

/// One of the documented media types of a response must be acceptable.
fn check_accept(operation: &Operation<'_>, accept: &str) -> anyhow::Result<()> {
    let documented: Vec<_> = operation
        .responses
        .iter()
        .filter(|response| response.is_success())
        .filter_map(|response| Some(response.content.as_ref()?.0.as_str()))
        .collect();
    let is_accepted =
        |form: &&str| accept == "*/*" || accept.split(", ").any(|range| range == *form);
    ensure!(
        documented.is_empty() || documented.iter().any(is_accepted),
        "`accept: {accept}` has none of {documented:?}"
    );
    Ok(())
}

fn check_body(
    case: &WireCase<'_, '_>,
    arguments: &CallArguments,
    sent: &RecordedRequest,
) -> anyhow::Result<()> {
    let (Some(body), Some(expected)) = (&case.operation.body, &arguments.body) else {
        ensure!(
            sent.body().is_empty(),
            "a body is sent, although none was given"
        );
        return Ok(());
    };
    if body.media_type != "application/json" {
        ensure!(
            expected.as_str().map(str::as_bytes) == Some(&sent.body()[..]),
            "another body"
        );
        return Ok(());
    }
    let found: Value = serde_json::from_slice(sent.body())?;
    let differences = Rules::EXACT.differences(expected, &found);
    ensure!(differences.is_empty(), "the body: {differences:?}");
    let schemas = case.suite.schemas;
    let objections = schemas.objections(body.schema, Direction::Request, &found)?;
    ensure!(
        objections.is_empty(),
        "the body is not valid: {objections:?}"
    );
    Ok(())
}

/// Returns a value in its form in a URL or a header.
fn text(value: &Value) -> String {
    match value {
        Value::String(text) => text.clone(),
        other => other.to_string(),
    }
}
