//! Takes payloads through the types and the methods of the client.

use std::collections::BTreeMap;

use anyhow::{Context as _, bail};
use digitalocean::__testing::rewrite;
use digitalocean::error::ErrorResponse;
use digitalocean::fake::Reply;
use serde_json::{Value, json};

use super::line_result::{Layer, LineResult, Verdict};
use super::{CorpusLine, PayloadKind};
use crate::caller::{Caller, RecordedCall};
use crate::calls::{CallArguments, Entry, methods_of};
use crate::compare::Rules;
use crate::decisions::{branch_of_request, branch_of_response};
use crate::sampler::{SampleStyle, SchemaSampler};
use crate::second_reader::{Document, Operation, ParameterLocation};

/// A status that no operation documents.
const UNDOCUMENTED: &str = "418";

/// A line on its way.
#[derive(Clone, Copy)]
struct CorpusCase<'c, 'd> {
    operation: &'c Operation<'d>,
    entry: &'static Entry,
    line: &'c CorpusLine,
    layer: Layer,
}

/// Moves the value of a response to its documented path, where it is at another one that the client reads.
fn as_documented(entry: &Entry, value: &Value) -> Value {
    let pointer = |path: &[&str]| {
        path.iter()
            .map(|name| format!("/{name}"))
            .collect::<String>()
    };
    let is_there = |path: &[&str]| {
        let found = value.pointer(&pointer(path));
        found.is_some_and(|found| !found.is_null())
    };
    let meta = entry.meta;
    let mut others = meta.or_at.iter().filter(|path| is_there(path));
    let mut moved = value.clone();
    if !meta.at.is_empty() && is_there(meta.at) {
        return moved;
    }
    let Some(found) = others
        .next()
        .and_then(|path| moved.pointer_mut(&pointer(path)))
    else {
        return moved;
    };
    let found = found.take();
    let names = meta.at.iter().rev();
    let value = names.fold(found, |value, name| json!({ *name: value }));
    match (&mut moved, value) {
        (Value::Object(members), Value::Object(value)) => {
            members.retain(|_, member| !member.is_null());
            members.extend(value);
            moved
        }
        (_, value) => value,
    }
}

/// Takes lines through the client.
pub struct CorpusRun<'d> {
    document: &'d Document,
    operations: BTreeMap<String, Operation<'d>>,
    sampler: SchemaSampler<'d>,
    caller: Caller,
}

impl<'d> CorpusRun<'d> {
    /// Returns a runner; `sampler` generates the arguments that lines lack.
    pub fn new(document: &'d Document, sampler: SchemaSampler<'d>) -> anyhow::Result<Self> {
        let operations = document.operations()?;
        Ok(Self {
            document,
            operations: operations
                .into_iter()
                .map(|operation| (operation.id.clone(), operation))
                .collect(),
            sampler,
            caller: Caller::new()?,
        })
    }

    /// Whether the document has the operation of a line.
    pub fn knows(&self, line: &CorpusLine) -> bool {
        self.operations.contains_key(&line.operation)
    }

    /// Takes one line through its type, and through the client.
    pub fn run(&self, line: &CorpusLine) -> anyhow::Result<[LineResult; 2]> {
        let operation = self.operations.get(&line.operation);
        let operation = operation.with_context(|| format!("no operation {}", line.operation))?;
        let entry = method(line)?;
        let run_layer = |layer| -> anyhow::Result<LineResult> {
            let case = CorpusCase {
                operation,
                entry,
                line,
                layer,
            };
            let verdict = match line.kind {
                PayloadKind::Request => self.request(&case),
                PayloadKind::Response => self.response(&case),
                PayloadKind::Error => self.error(&case),
                PayloadKind::Events => self.events(&case),
                PayloadKind::File => self.file(&case),
            };
            Ok(LineResult {
                id: line.id.clone(),
                source: line.source.clone(),
                kind: line.kind,
                is_valid: line.is_valid,
                layer,
                verdict: verdict.with_context(|| line.id.clone())?,
            })
        };
        Ok([run_layer(Layer::Type)?, run_layer(Layer::Client)?])
    }

    fn request(&self, case: &CorpusCase<'_, 'd>) -> anyhow::Result<Verdict> {
        let CorpusCase {
            operation,
            entry,
            line,
            layer,
        } = *case;
        let sent = match layer {
            Layer::Type => entry.types.body.context("no body is taken")?(&line.value),
            Layer::Client => {
                let arguments = CallArguments {
                    body: Some(line.value.clone()),
                    ..self.parameters(operation, entry)?
                };
                let outcome = self
                    .caller
                    .call(entry, &arguments, Reply::json(&Value::Null));
                match outcome {
                    Ok(outcome) => Ok(serde_json::from_slice(outcome.sent.body())?),
                    Err(error) => Err(format!("{error:#}")),
                }
            }
        };
        let sent = match sent {
            Ok(sent) => sent,
            Err(reason) => return Ok(Verdict::Undecodable(reason)),
        };
        Ok(Verdict::of(&line.value, &sent, Rules::EXACT))
    }

    fn response(&self, case: &CorpusCase<'_, 'd>) -> anyhow::Result<Verdict> {
        let CorpusCase {
            operation,
            entry,
            line,
            layer,
        } = *case;
        let status = line.status.as_deref().unwrap_or("200");
        let read = match layer {
            Layer::Type => {
                let read = rewrite(entry.meta, line.value.to_string().as_bytes());
                read.map_err(|error| error.to_string())
            }
            Layer::Client => {
                let reply = Reply::json(&line.value).with_status(status.parse()?);
                let outcome = self.call_with_reply(case, reply)?;
                match outcome.result {
                    Ok(received) => Ok((received.value, outcome.drift)),
                    Err(error) => Err(error.to_string()),
                }
            }
        };
        let (found, drift) = match read {
            Ok(read) => read,
            Err(reason) => return Ok(Verdict::Undecodable(reason)),
        };
        let schema = documented(operation, status).or_else(|| any_success(operation));
        let Some(schema) = schema else {
            return Ok(Verdict::Lossless);
        };
        let schema = branch_of_response(entry.id, entry.method, schema);
        let value = as_documented(entry, &line.value);
        let expected = self.document.declared(schema, &value)?;
        if entry.output == "empty" && expected == json!({}) {
            return Ok(Verdict::Lossless);
        }
        let lost = Rules::RESPONSE.losses_inside(&value, &found);
        if !lost.is_empty() {
            return Ok(Verdict::Lossy(lost));
        }
        // The members that a page reads by itself are undeclared in the encoded page.
        let found = self.document.declared(schema, &found)?;
        Ok(match drift.is_empty() {
            true => Verdict::of(&expected, &found, Rules::RESPONSE),
            false => Verdict::of_corrected(&expected, &found),
        })
    }

    fn error(&self, case: &CorpusCase<'_, 'd>) -> anyhow::Result<Verdict> {
        let CorpusCase {
            operation,
            entry,
            line,
            layer,
        } = *case;
        let status = line.status.as_deref().unwrap_or("default");
        let is_default = status == "default";
        let status = if is_default { UNDOCUMENTED } else { status };
        if layer == Layer::Client {
            let reply = Reply::json(&line.value).with_status(status.parse()?);
            let outcome = self.call_with_reply(case, reply)?;
            return error_response(outcome.api_error()?.response(), &line.value);
        }
        let read = (entry.types.error)(status.parse()?, &line.value);
        let (Some(read), Some(schema)) = (read, documented(operation, status)) else {
            return Ok(Verdict::Raw);
        };
        let found = match read {
            Ok(found) => found,
            Err(reason) => return Ok(Verdict::Undecodable(reason)),
        };
        let expected = self.document.declared(schema, &line.value)?;
        Ok(match Verdict::of(&expected, &found, Rules::RESPONSE) {
            Verdict::Lossy(_) => Verdict::of_corrected(&expected, &found),
            other => other,
        })
    }

    fn events(&self, case: &CorpusCase<'_, 'd>) -> anyhow::Result<Verdict> {
        let CorpusCase {
            operation,
            entry,
            line,
            layer,
        } = *case;
        // Some lines hold one event, others the whole text.
        let text = match &line.value {
            Value::String(text) => text.clone(),
            event => format!("data: {event}\n\ndata: [DONE]\n\n"),
        };
        let lines = text.lines().filter_map(|line| line.strip_prefix("data:"));
        let events = lines.map(str::trim).filter(|data| *data != "[DONE]");
        if layer == Layer::Client {
            let reply = Reply::body("text/event-stream", text.clone());
            let known = self
                .caller
                .events(entry, &self.arguments(operation, entry)?, reply)?;
            return Ok(Verdict::of(&events.count().into(), &known, Rules::EXACT));
        }
        for data in events {
            let found = (entry.event)(data.as_bytes()).context("the method has no events")?;
            let found = match found {
                Ok(found) => found,
                Err(error) => return Ok(Verdict::Undecodable(error)),
            };
            let verdict = Verdict::of(&serde_json::from_str(data)?, &found, Rules::RESPONSE);
            if verdict != Verdict::Lossless {
                return Ok(verdict);
            }
        }
        Ok(Verdict::Lossless)
    }

    fn file(&self, case: &CorpusCase<'_, 'd>) -> anyhow::Result<Verdict> {
        let CorpusCase {
            operation,
            entry,
            line,
            layer,
        } = *case;
        let is_text = line.value.as_str().map(str::to_owned);
        let text = is_text.unwrap_or_else(|| line.value.to_string());
        let found = match (layer, &line.status) {
            // An octet stream has no type.
            (Layer::Type, None) => Value::from(text.as_str()),
            (Layer::Type, Some(_)) => rewrite(entry.meta, text.as_bytes())?.0,
            (Layer::Client, None) => {
                let mut arguments = self.arguments(operation, entry)?;
                arguments.body = Some(Value::from(text.as_str()));
                let outcome = self.caller.call(entry, &arguments, Reply::default())?;
                String::from_utf8_lossy(outcome.sent.body()).into()
            }
            (Layer::Client, Some(_)) => {
                let reply = Reply::body(&line.content_type, text.clone());
                self.call_with_reply(case, reply)?.received()?.clone()
            }
        };
        Ok(Verdict::of(&Value::from(text), &found, Rules::EXACT))
    }

    /// Calls the method with its required arguments, and returns `reply`.
    fn call_with_reply(
        &self,
        case: &CorpusCase<'_, 'd>,
        reply: Reply,
    ) -> anyhow::Result<RecordedCall> {
        let arguments = self.arguments(case.operation, case.entry)?;
        self.caller.call(case.entry, &arguments, reply)
    }

    /// Generates all required arguments of a method, since lines contain only one body.
    fn arguments(&self, operation: &Operation<'d>, entry: &Entry) -> anyhow::Result<CallArguments> {
        let mut arguments = self.parameters(operation, entry)?;
        arguments.body = match (&operation.body, entry.body) {
            (Some(body), "required") => {
                let schema = branch_of_request(entry.id, entry.method, body.schema);
                Some(self.sampler.sample(schema, SampleStyle::MINIMAL)?)
            }
            (_, "octets") => Some(Value::from("octets")),
            _ => None,
        };
        Ok(arguments)
    }

    fn parameters(
        &self,
        operation: &Operation<'d>,
        entry: &Entry,
    ) -> anyhow::Result<CallArguments> {
        let mut arguments = CallArguments::default();
        for (location_name, name) in entry.positional {
            let location = match *location_name {
                "path" => ParameterLocation::Path,
                "query" => ParameterLocation::Query,
                "header" => ParameterLocation::Header,
                _ => {
                    let url = Value::from("https://uploads.example.com/file");
                    arguments.positional.insert((*name).to_owned(), url);
                    continue;
                }
            };
            let mut parameters = operation.parameters_in(location);
            let parameter = parameters.find(|parameter| parameter.name == *name);
            let parameter = parameter.with_context(|| format!("no parameter `{name}`"))?;
            let value = self
                .sampler
                .sample(parameter.schema, SampleStyle::MINIMAL)?;
            arguments.positional.insert((*name).to_owned(), value);
        }
        Ok(arguments)
    }
}

/// Returns the method that a line is about: most operations have one only, the others one for many resources at once.
fn method(line: &CorpusLine) -> anyhow::Result<&'static Entry> {
    let of_many = match line.kind {
        PayloadKind::Request => line.value.get("names").is_some(),
        PayloadKind::Response => line.value.get("droplets").is_some(),
        PayloadKind::Error | PayloadKind::Events | PayloadKind::File => false,
    };
    let methods: Vec<_> = methods_of(&line.operation).collect();
    match methods.get(usize::from(of_many)).or(methods.first()) {
        Some(entry) => Ok(entry),
        None => bail!("no method calls {}", line.operation),
    }
}

/// Returns the schema that the document has for a status.
pub(super) fn documented<'d>(operation: &Operation<'d>, status: &str) -> Option<&'d Value> {
    let mut responses = operation.responses.iter();
    let response = responses.find(|response| response.is_json() && response.status == status)?;
    response.content.as_ref().map(|(_, schema)| *schema)
}

/// Any success counts as what the document calls one.
pub(super) fn any_success<'d>(operation: &Operation<'d>) -> Option<&'d Value> {
    let mut responses = operation.responses.iter();
    let success = responses.find(|response| response.is_success() && response.is_json())?;
    success.content.as_ref().map(|(_, schema)| *schema)
}

/// An error response keeps the whole body, and what the members of the usual error body say.
fn error_response(response: &ErrorResponse, body: &Value) -> anyhow::Result<Verdict> {
    let text = |name: &str| body.get(name).and_then(Value::as_str);
    let members = [
        ("id", response.code()),
        ("message", Some(response.message())),
        ("request_id", response.request_id()),
    ];
    let lost = members.into_iter().filter_map(|(name, found)| {
        let expected = text(name).filter(|text| !text.is_empty())?;
        (found != Some(expected)).then(|| format!("`{name}` is lost"))
    });
    let mut lost: Vec<_> = lost.collect();
    if response.json::<Value>()? != *body {
        lost.push("the body is not what was sent".to_owned());
    }
    Ok(match lost.is_empty() {
        true => Verdict::Lossless,
        false => Verdict::Lossy(lost),
    })
}
