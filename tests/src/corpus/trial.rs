use std::collections::BTreeMap;

use anyhow::{Context as _, bail};
use digitalocean::fake::Reply;
use serde_json::{Value, json};

use super::{Kind, Line};
use crate::caller::Caller;
use crate::calls::{Entry, Given, methods_of};
use crate::compare::Rules;
use crate::exceptions::{branch_of_answer, branch_of_request};
use crate::sampler::{Manner, Sampler};
use crate::second_reader::{Document, Location, Operation};

/// A status that no operation documents.
const UNDOCUMENTED: &str = "418";

/// What came of one line.
#[derive(Clone, Debug)]
pub struct Trial {
    /// The line's name.
    pub id: String,
    /// The file it is from.
    pub source: String,
    /// What it is.
    pub kind: Kind,
    /// Whether the schema of the published document accepts it.
    pub is_valid: bool,
    /// What came of it.
    pub verdict: Verdict,
}

/// What can come of a line.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Verdict {
    /// It came back as it was.
    Lossless,
    /// It came back, with zero values for what it lacks.
    Corrected,
    /// It was read or sent, and something of it is lost.
    Lossy(Vec<String>),
    /// The failure was kept raw, with its message.
    Raw,
    /// It could not be read or sent.
    Undecodable(String),
}

/// Takes lines through the client.
pub struct Bench<'d> {
    document: &'d Document,
    operations: BTreeMap<String, Operation<'d>>,
    sampler: Sampler<'d>,
    caller: Caller,
}

impl<'d> Bench<'d> {
    /// Returns a bench; `sampler` makes the arguments that lines do not tell.
    pub fn new(document: &'d Document, sampler: Sampler<'d>) -> anyhow::Result<Self> {
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

    /// Takes one line through the client.
    pub fn run(&self, line: &Line) -> anyhow::Result<Trial> {
        let operation = self.operations.get(&line.operation);
        let operation = operation.with_context(|| format!("no operation {}", line.operation))?;
        let verdict = match line.kind {
            Kind::Request => self.request(operation, line),
            Kind::Answer | Kind::Failure => self.answer(operation, line),
            Kind::Events => Self::events(line),
            Kind::File => self.file(operation, line),
        };
        Ok(Trial {
            id: line.id.clone(),
            source: line.source.clone(),
            kind: line.kind,
            is_valid: line.is_valid,
            verdict: verdict.with_context(|| line.id.clone())?,
        })
    }

    fn request(&self, operation: &Operation<'d>, line: &Line) -> anyhow::Result<Verdict> {
        let member = if line.value.get("names").is_some() {
            1
        } else {
            0
        };
        let entry = method(&line.operation, member)?;
        let body = operation.body.as_ref().context("no body is documented")?;
        let schema = branch_of_request(entry.id, entry.method, body.schema);
        let given = Given {
            body: Some(line.value.clone()),
            ..self.arguments(operation, entry)?
        };
        let outcome = match self.caller.call(entry, &given, Reply::json(&Value::Null)) {
            Ok(outcome) => outcome,
            Err(error) => return Ok(Verdict::Undecodable(format!("{error:#}"))),
        };
        let sent: Value = serde_json::from_slice(&outcome.sent.body)?;
        let expected = self.document.declared(schema, &line.value)?;
        Ok(verdict(&expected, &sent, Rules::EXACT))
    }

    fn answer(&self, operation: &Operation<'d>, line: &Line) -> anyhow::Result<Verdict> {
        let member = if line.value.get("droplets").is_some() {
            1
        } else {
            0
        };
        let entry = method(&line.operation, member)?;
        let given = self.given(operation, entry)?;
        let status = line.status.as_deref().unwrap_or("200");
        let is_default = status == "default";
        let status = if is_default { UNDOCUMENTED } else { status };
        let reply = Reply::json(&line.value).with_status(status.parse()?);
        let outcome = self.caller.call(entry, &given, reply)?;
        let found = match &outcome.finished {
            Ok(received) => &received.value,
            Err(failed) if line.kind == Kind::Failure => match &failed.typed {
                Some(typed) => typed,
                None => return Ok(raw(&failed.error, &line.value)),
            },
            Err(failed) => return Ok(Verdict::Undecodable(failed.error.to_string())),
        };
        let answers = operation.answers.iter();
        let mut documented = answers.filter(|answer| answer.is_json() && answer.status == status);
        let schema = match documented.next().and_then(|answer| answer.content.as_ref()) {
            Some((_, schema)) => branch_of_answer(entry.id, entry.method, schema),
            // Any success counts as what the document calls one.
            None => match any_success(operation) {
                Some(schema) => schema,
                None => return Ok(Verdict::Lossless),
            },
        };
        let expected = self.document.declared(schema, &line.value)?;
        if entry.output == "empty" && expected == json!({}) {
            return Ok(Verdict::Lossless);
        }
        // What a page reads by itself is written back with undeclared members.
        let found = self.document.declared(schema, found)?;
        if outcome.drift.is_empty() {
            return Ok(verdict(&expected, &found, Rules::ANSWER));
        }
        Ok(match verdict(&expected, &found, Rules::CORRECTED) {
            Verdict::Lossless => Verdict::Corrected,
            other => other,
        })
    }

    fn events(line: &Line) -> anyhow::Result<Verdict> {
        let entry = method(&line.operation, 0)?;
        // Some lines hold one event, others the whole text.
        let text = match &line.value {
            Value::String(text) => text.clone(),
            event => format!("data: {event}"),
        };
        for data in text.lines().filter_map(|line| line.strip_prefix("data:")) {
            let data = data.trim();
            if data == "[DONE]" {
                continue;
            }
            let event: Value = serde_json::from_str(data)?;
            let found = (entry.event)(data.as_bytes()).context("the method has no events")?;
            let found = match found {
                Ok(found) => found,
                Err(error) => return Ok(Verdict::Undecodable(error)),
            };
            let verdict = verdict(&event, &found, Rules::ANSWER);
            if verdict != Verdict::Lossless {
                return Ok(verdict);
            }
        }
        Ok(Verdict::Lossless)
    }

    fn file(&self, operation: &Operation<'d>, line: &Line) -> anyhow::Result<Verdict> {
        let entry = method(&line.operation, 0)?;
        let mut given = self.given(operation, entry)?;
        let text = line
            .value
            .as_str()
            .map_or_else(|| line.value.to_string(), str::to_owned);
        if line.status.is_none() {
            given.body = Some(Value::from(text.as_str()));
            let outcome = self.caller.call(entry, &given, Reply::default())?;
            let sent = String::from_utf8_lossy(&outcome.sent.body).into_owned();
            return Ok(verdict(
                &Value::from(text),
                &Value::from(sent),
                Rules::EXACT,
            ));
        }
        let reply = Reply::body(&line.content_type, text.clone());
        let outcome = self.caller.call(entry, &given, reply)?;
        Ok(verdict(
            &Value::from(text),
            outcome.received()?,
            Rules::EXACT,
        ))
    }

    /// Makes everything that a method demands, since lines only tell one body.
    fn given(&self, operation: &Operation<'d>, entry: &Entry) -> anyhow::Result<Given> {
        let mut given = self.arguments(operation, entry)?;
        given.body = match (&operation.body, entry.body) {
            (Some(body), "required") => {
                let schema = branch_of_request(entry.id, entry.method, body.schema);
                Some(self.sampler.sample(schema, Manner::PLAIN)?)
            }
            (_, "octets") => Some(Value::from("octets")),
            _ => None,
        };
        Ok(given)
    }

    fn arguments(&self, operation: &Operation<'d>, entry: &Entry) -> anyhow::Result<Given> {
        let mut given = Given::default();
        for (place, name) in entry.arguments {
            let location = match *place {
                "path" => Location::Path,
                "query" => Location::Query,
                "header" => Location::Header,
                _ => {
                    let url = Value::from("https://uploads.example.com/file");
                    given.arguments.insert((*name).to_owned(), url);
                    continue;
                }
            };
            let mut parameters = operation.parameters_in(location);
            let parameter = parameters.find(|parameter| parameter.name == *name);
            let parameter = parameter.with_context(|| format!("no parameter `{name}`"))?;
            let value = self.sampler.sample(parameter.schema, Manner::PLAIN)?;
            given.arguments.insert((*name).to_owned(), value);
        }
        Ok(given)
    }
}

/// Returns one of the methods that call an operation; most have one only.
fn method(operation: &str, index: usize) -> anyhow::Result<&'static Entry> {
    let methods: Vec<_> = methods_of(operation).collect();
    match methods.get(index).or(methods.first()) {
        Some(entry) => Ok(entry),
        None => bail!("no method calls {operation}"),
    }
}

fn any_success<'d>(operation: &Operation<'d>) -> Option<&'d Value> {
    let mut answers = operation.answers.iter();
    let success = answers.find(|answer| answer.is_success() && answer.is_json())?;
    success.content.as_ref().map(|(_, schema)| *schema)
}

fn verdict(expected: &Value, found: &Value, rules: Rules) -> Verdict {
    let differences = rules.differences(expected, found);
    if differences.is_empty() {
        Verdict::Lossless
    } else {
        Verdict::Lossy(differences)
    }
}

/// A failure whose body is not as documented still tells its message.
fn raw(error: &digitalocean::Error, body: &Value) -> Verdict {
    let message = body
        .get("message")
        .and_then(Value::as_str)
        .unwrap_or_default();
    if error.to_string().contains(message) {
        Verdict::Raw
    } else {
        Verdict::Lossy(vec![format!("the message is lost: {error}")])
    }
}
