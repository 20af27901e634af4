//! Request bodies that are made from what the API returned.
//!
//! The expected body is made from the JSON of the response by the schemas alone: what both sides declare, without what
//! is read-only, and what the response does not declare. `[conversions]` of `spec/codegen.toml` says the rest.

mod decisions;
mod expected;

use std::collections::BTreeSet;
use std::fs;

use anyhow::Context as _;
use serde_json::Value;

use decisions::{BodyConversion, BodyConversions};
use expected::{Expected, with_unknown};

use crate::calls::{Entry, methods_of};
use crate::compare::Rules;
use crate::corpus::{CorpusLine, PayloadKind, lines};
use crate::sampler::{SampleStyle, SchemaSampler};
use crate::second_reader::{Direction, Document, Operation, Schemas, root};

/// A conversion of one payload that went wrong, or that an operation has none.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ConversionProblem {
    /// The operation whose body it is.
    pub operation: String,
    /// The error.
    pub message: String,
}

/// The results of all conversions.
#[derive(Clone, Debug, Default)]
pub struct Findings {
    /// The kinds of errors.
    pub problems: Vec<ConversionProblem>,
    /// The operations with a conversion.
    pub converted: BTreeSet<String>,
    /// Those of which a payload of others was converted; none where there are no payloads.
    pub from_payloads: Option<BTreeSet<String>>,
    /// The operations whose path has a GET, and whose body is made from no model.
    pub without: BTreeSet<String>,
    /// Those for which `[no_conversion]` says why.
    pub decided: BTreeSet<String>,
}

/// Converts every payload of others, and samples, for every update whose path has a GET.
pub fn run() -> anyhow::Result<Findings> {
    let document = Document::load()?;
    let schemas = Schemas::new(&document)?;
    let config = fs::read_to_string(root().join("spec/codegen.toml"))?;
    let checker = ConversionRun {
        document: &document,
        schemas: &schemas,
        sampler: SchemaSampler::new(&document, &schemas, Direction::Response),
        decisions: BodyConversions::read(&config)?,
        lines: lines()?.unwrap_or_default(),
    };
    let operations = document.operations()?;
    let mut findings = Findings {
        decided: checker.decisions.unconverted.keys().cloned().collect(),
        ..Findings::default()
    };
    for operation in &operations {
        let gets = |other: &&Operation<'_>| other.method == "GET" && other.path == operation.path;
        if let Some(get) = operations.iter().find(gets) {
            for entry in methods_of(&operation.id) {
                checker.update(operation, get, entry, &mut findings)?;
            }
        }
    }
    Ok(findings)
}

struct ConversionRun<'d> {
    document: &'d Document,
    schemas: &'d Schemas<'d>,
    sampler: SchemaSampler<'d>,
    decisions: BodyConversions,
    lines: Vec<CorpusLine>,
}

/// A response to convert.
struct SourcePayload {
    name: String,
    value: Value,
    origin: PayloadOrigin,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum PayloadOrigin {
    /// Written by others, and valid.
    Valid,
    /// Written by others, not valid by the published document.
    Invalid,
    /// Made from the schema.
    Sample,
    /// Made from the schema, with fields that it does not declare.
    Unknown,
}

/// The part of a response that is converted.
struct ConvertedModel<'d> {
    /// The schema of what the body is made from.
    source: &'d Value,
    /// The source of the body, as `source` declares it.
    declared: Value,
    /// The decoded response.
    value: Value,
}

impl<'d> ConversionRun<'d> {
    fn update(
        &self,
        operation: &Operation<'d>,
        get: &Operation<'d>,
        entry: &Entry,
        findings: &mut Findings,
    ) -> anyhow::Result<()> {
        let Some(body) = operation
            .body
            .as_ref()
            .filter(|body| !body.schema.is_null())
        else {
            return Ok(());
        };
        if entry.conversions.is_empty() {
            if matches!(operation.method.as_str(), "PUT" | "PATCH") {
                findings.without.insert(operation.id.clone());
            }
            return Ok(());
        }
        findings.converted.insert(operation.id.clone());
        let mut responses = get.responses.iter();
        let response = responses.find(|response| response.is_success() && response.is_json());
        let content = response.and_then(|response| response.content.as_ref());
        let (_, schema) = content.with_context(|| format!("{} returns no JSON", get.id))?;
        let decision = self.decisions.of(&operation.id);
        for payload in self.payloads(get, schema)? {
            if matches!(
                payload.origin,
                PayloadOrigin::Valid | PayloadOrigin::Invalid
            ) {
                let from_payloads = findings.from_payloads.get_or_insert_default();
                from_payloads.insert(operation.id.clone());
            }
            let messages = match self.model(get, schema, body.schema, decision, &payload.value) {
                Ok(model) => self.compare(entry, body.schema, decision, &payload, &model)?,
                Err(error) => vec![format!("{error:#}")],
            };
            let problems = messages.into_iter().map(|message| ConversionProblem {
                operation: operation.id.clone(),
                message: format!("{}: {message}", payload.name),
            });
            findings.problems.extend(problems);
        }
        Ok(())
    }

    /// Converts a model, and returns what is wrong with the body.
    fn compare(
        &self,
        entry: &Entry,
        target: &'d Value,
        decision: &BodyConversion,
        payload: &SourcePayload,
        model: &ConvertedModel<'d>,
    ) -> anyhow::Result<Vec<String>> {
        let expected = Expected::new(self.document).body(model.source, target, &model.declared)?;
        let expected = decision.apply(expected, &model.value);
        let results = entry.conversions.iter();
        let mut results = results.map(|(_, convert)| convert(&model.value));
        let found = match results.find(Result::is_ok) {
            Some(Ok(found)) => found,
            _ => return Ok(vec!["no conversion reads it".to_owned()]),
        };
        let rules = match payload.origin {
            PayloadOrigin::Invalid => Rules::CORRECTED,
            PayloadOrigin::Valid | PayloadOrigin::Sample | PayloadOrigin::Unknown => {
                Rules::RESPONSE
            }
        };
        let mut wrong = rules.differences(&expected, &found);
        if matches!(payload.origin, PayloadOrigin::Valid | PayloadOrigin::Sample) {
            let mut objections = self
                .schemas
                .objections(target, Direction::Request, &found)?;
            objections.retain(|objection| !is_unset(objection, &expected));
            if payload.origin == PayloadOrigin::Sample {
                // The schema of responses may allow any string where that of requests lists those of today.
                objections.retain(|objection| !objection.contains(" is not one of "));
            }
            wrong.extend(objections);
        }
        Ok(wrong)
    }

    fn payloads(
        &self,
        get: &Operation<'d>,
        schema: &'d Value,
    ) -> anyhow::Result<Vec<SourcePayload>> {
        let mut payloads = Vec::new();
        for line in &self.lines {
            if line.operation == get.id && line.kind == PayloadKind::Response {
                payloads.push(SourcePayload {
                    name: line.id.clone(),
                    value: line.value.clone(),
                    origin: match line.is_valid {
                        true => PayloadOrigin::Valid,
                        false => PayloadOrigin::Invalid,
                    },
                });
            }
        }
        let value = self.sampler.sample(schema, SampleStyle::COMPLETE)?;
        payloads.push(SourcePayload {
            name: "sample with unknown fields".to_owned(),
            value: with_unknown(self.document, schema, &value)?,
            origin: PayloadOrigin::Unknown,
        });
        payloads.push(SourcePayload {
            name: "sample".to_owned(),
            value,
            origin: PayloadOrigin::Sample,
        });
        Ok(payloads)
    }

    /// Returns the model in a response.
    fn model(
        &self,
        get: &Operation<'d>,
        schema: &'d Value,
        target: &'d Value,
        decision: &BodyConversion,
        value: &Value,
    ) -> anyhow::Result<ConvertedModel<'d>> {
        let outer = ConvertedModel {
            source: schema,
            declared: value.clone(),
            value: value.clone(),
        };
        if let Some(name) = &decision.model {
            return self.inner(&outer, name);
        }
        if !methods_of(&get.id).any(|entry| matches!(entry.output, "member" | "page")) {
            return Ok(outer);
        }
        let names = self.document.declared_names(schema)?;
        let mut names = names
            .iter()
            .filter(|name| !matches!(name.as_str(), "links" | "meta"));
        let name = names.next().context("a wrapper without members")?;
        let inner = self.inner(&outer, name)?;
        // The body has a member for the model as a whole.
        if self.document.declared_names(target)?.contains(name) {
            let declared = serde_json::json!({ name: inner.value });
            let value = inner.value;
            return Ok(ConvertedModel {
                source: schema,
                declared,
                value,
            });
        }
        Ok(inner)
    }

    fn inner(&self, outer: &ConvertedModel<'d>, name: &str) -> anyhow::Result<ConvertedModel<'d>> {
        let source = self.document.declared_member(outer.source, name)?;
        let value = outer.value.get(name).cloned();
        let value = value.with_context(|| format!("the response has no `{name}`"))?;
        Ok(ConvertedModel {
            source: source.with_context(|| format!("no member `{name}`"))?,
            declared: value.clone(),
            value,
        })
    }
}

/// Returns whether an objection is that a required field is missing that the model does not have: it stays unset, and
/// sending the body is an error that names it.
fn is_unset(objection: &str, expected: &Value) -> bool {
    let name = objection.strip_prefix(": \"");
    let name = name.and_then(|rest| rest.strip_suffix("\" is a required property"));
    name.is_some_and(|name| expected.get(name).is_none_or(Value::is_null))
}
