//! CallArguments of a method, made from the document.

use anyhow::{Context as _, ensure};
use serde_json::Value;
use tests::calls::{CallArguments, Entry};
use tests::decisions::branch_of_request;
use tests::sampler::SampleStyle;
use tests::second_reader::{Operation, Parameter, ParameterLocation};

use crate::run::WireRun;

/// The upload URL for the one operation without a host of its own.
pub(crate) const UPLOAD_URL: &str = "https://uploads.example.com/bucket/a%2Fb?X-Signature=c%3D";

/// Makes arguments for all parameters, and checks that the method takes them all.
pub(crate) fn sample<'d>(
    suite: &WireRun<'d>,
    operation: &Operation<'d>,
    entry: &Entry,
    style: SampleStyle,
) -> anyhow::Result<CallArguments> {
    let mut arguments = CallArguments::default();
    for parameter in &operation.parameters {
        let name = &parameter.name;
        if is_left_out(parameter) {
            continue;
        }
        // Null has no place in a URL.
        let style = SampleStyle {
            nulls: false,
            ..style
        };
        let value = suite.requests.sample(parameter.schema, style);
        let value = value.with_context(|| format!("parameter `{name}`"))?;
        // A deletion is not sent without its confirmation.
        let is_confirming =
            operation.method == "DELETE" && parameter.location == ParameterLocation::Header;
        let value = match value {
            Value::Bool(_) if is_confirming => true.into(),
            value => value,
        };
        let location_name = location_name(parameter.location);
        if entry.positional.contains(&(location_name, name)) {
            arguments.positional.insert(name.clone(), value);
            continue;
        }
        let is_setter = parameter.location == ParameterLocation::Query
            && entry.setters.contains(&name.as_str());
        ensure!(
            is_setter,
            "the method does not take the {location_name} parameter `{name}`"
        );
        ensure!(
            !parameter.required,
            "`{name}` is required, and the method does not demand it"
        );
        if style.complete {
            arguments.setters.insert(name.clone(), value);
        }
    }
    if operation.path.contains("<upload_url>") {
        arguments
            .positional
            .insert("upload_url".to_owned(), UPLOAD_URL.into());
    }
    let taken = entry.positional.len() + entry.setters.len();
    let known = operation
        .parameters
        .iter()
        .filter(|parameter| !is_left_out(parameter));
    let known = known.count() + usize::from(operation.path.contains("<upload_url>"));
    ensure!(
        taken == known,
        "the method takes {taken} parameters, the document has {known}"
    );
    arguments.body = body(suite, operation, entry, style)?;
    Ok(arguments)
}

/// Whether OpenAPI requires that the declaration is ignored: other parts of the document describe these headers.
fn is_left_out(parameter: &Parameter<'_>) -> bool {
    const IGNORED: [&str; 3] = ["accept", "authorization", "content-type"];
    parameter.location == ParameterLocation::Header
        && IGNORED.contains(&parameter.name.to_ascii_lowercase().as_str())
}

fn location_name(location: ParameterLocation) -> &'static str {
    match location {
        ParameterLocation::Path => "path",
        ParameterLocation::Query => "query",
        ParameterLocation::Header => "header",
    }
}

fn body<'d>(
    suite: &WireRun<'d>,
    operation: &Operation<'d>,
    entry: &Entry,
    style: SampleStyle,
) -> anyhow::Result<Option<Value>> {
    let Some(body) = &operation.body else {
        ensure!(
            entry.body == "none",
            "the method takes a body that the document lacks"
        );
        return Ok(None);
    };
    match entry.body {
        "octets" => {
            ensure!(body.media_type == "application/octet-stream");
            return Ok(Some("{\"line\": 1}\n".into()));
        }
        "required" => {}
        "optional" => ensure!(!body.required, "the document demands the body"),
        other => anyhow::bail!("the method's body is `{other}`"),
    }
    ensure!(body.media_type == "application/json");
    if entry.body == "optional" && !style.complete {
        return Ok(None);
    }
    let schema = branch_of_request(entry.id, entry.method, body.schema);
    let mut value = suite.requests.sample(schema, style).context("the body")?;
    // Events are asked for by another method, which sets the member by itself.
    if entry.streams && value.get("stream") == Some(&Value::Bool(true)) {
        value["stream"] = Value::Bool(false);
    }
    Ok(Some(value))
}
