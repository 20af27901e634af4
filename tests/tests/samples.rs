//! The sampler can make every body of the document.
#![allow(clippy::unwrap_used, clippy::expect_used, reason = "a test")]

use tests::sampler::{Manner, Sampler};
use tests::second_reader::{Direction, Document, Schemas};

#[test]
fn every_body_can_be_sampled() {
    let document = Document::load().unwrap();
    let schemas = Schemas::new(&document).unwrap();
    let requests = Sampler::new(&document, &schemas, Direction::Request);
    let answers = Sampler::new(&document, &schemas, Direction::Response);
    let operations = document.operations().unwrap();
    assert_eq!(operations.len(), 659);
    let mut failures = Vec::new();
    for operation in &operations {
        for manner in [
            Manner::PLAIN,
            Manner::NASTY,
            Manner::COMPLETE,
            Manner::NULLS,
        ] {
            let schemas = operation
                .parameters
                .iter()
                .map(|parameter| parameter.schema);
            let bodies = operation.body.iter().map(|body| body.schema);
            for schema in schemas.chain(bodies) {
                if let Err(error) = requests.sample(schema, manner) {
                    failures.push(format!("{} request: {error:#}", operation.id));
                }
            }
            for (_, schema) in operation
                .answers
                .iter()
                .filter_map(|answer| answer.content.as_ref())
            {
                if let Err(error) = answers.sample(schema, manner) {
                    failures.push(format!("{} answer: {error:#}", operation.id));
                }
            }
        }
    }
    assert!(failures.is_empty(), "{}", failures.join("\n"));
}
