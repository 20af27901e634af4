//! The sampler can make every body of the document.
#![allow(clippy::unwrap_used, clippy::expect_used, reason = "a test")]

use std::collections::BTreeSet;

use tests::sampler::{SampleStyle, SchemaSampler};
use tests::second_reader::{Direction, Document, Schemas};

#[test]
fn every_body_can_be_sampled() {
    let document = Document::load().unwrap();
    let schemas = Schemas::new(&document).unwrap();
    let requests = SchemaSampler::new(&document, &schemas, Direction::Request);
    let responses = SchemaSampler::new(&document, &schemas, Direction::Response);
    let operations = document.operations().unwrap();
    let mut failures = Vec::new();
    for operation in &operations {
        for style in [
            SampleStyle::MINIMAL,
            SampleStyle::AWKWARD,
            SampleStyle::COMPLETE,
            SampleStyle::NULLS,
        ] {
            let schemas = operation
                .parameters
                .iter()
                .map(|parameter| parameter.schema);
            let bodies = operation.body.iter().map(|body| body.schema);
            for schema in schemas.chain(bodies) {
                if let Err(error) = requests.sample(schema, style) {
                    failures.push(format!("{} request: {error:#}", operation.id));
                }
            }
            for (_, schema) in operation
                .responses
                .iter()
                .filter_map(|response| response.content.as_ref())
            {
                if let Err(error) = responses.sample(schema, style) {
                    failures.push(format!("{} response: {error:#}", operation.id));
                }
            }
        }
    }
    assert!(failures.is_empty(), "{}", failures.join("\n"));
}

/// How often a schema is sampled at most to see all that it leaves open.
const ROUNDS: usize = 400;

/// The wire tests sample whole parameters, bodies and responses. Every schema of the document is part of one.
#[test]
fn every_schema_that_operations_reach_is_sampled() {
    let document = Document::load().unwrap();
    let schemas = Schemas::new(&document).unwrap();
    let requests = SchemaSampler::new(&document, &schemas, Direction::Request);
    let responses = SchemaSampler::new(&document, &schemas, Direction::Response);
    let operations = document.operations().unwrap();
    let mut open = Vec::new();
    for operation in &operations {
        let parameters = operation.parameters.iter();
        let sent = parameters.map(|parameter| parameter.schema);
        let sent = sent.chain(operation.body.iter().map(|body| body.schema));
        open.extend(sent.map(|schema| (&requests, schema, BTreeSet::new())));
        let read = operation.responses.iter();
        let read = read.filter_map(|response| response.content.as_ref());
        open.extend(read.map(|(_, schema)| (&responses, *schema, BTreeSet::new())));
    }
    for _ in 0..ROUNDS {
        open.retain_mut(|(sampler, schema, seen)| {
            sampler.sample(schema, SampleStyle::COMPLETE).unwrap();
            seen.extend(sampler.take_seen());
            seen.iter().any(|choice| sampler.is_open(choice))
        });
    }
    assert!(open.is_empty(), "not all options were taken");
    let mut sampled = requests.sampled();
    sampled.extend(responses.sampled());
    let reachable = document.reachable_schemas().unwrap();
    let missing: Vec<_> = reachable
        .iter()
        .filter(|name| !sampled.contains(&format!("#/components/schemas/{name}")))
        .collect();
    assert!(missing.is_empty(), "never sampled: {missing:?}");
    assert!(reachable.len() > 800, "only {} schemas", reachable.len());
}
