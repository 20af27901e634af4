//! The payloads of others, through the client. `cargo xtask corpus` shows the table.

use std::io::{self, Write as _};

use anyhow::{Context as _, ensure};
use tests::corpus::{Bench, Line, Report};
use tests::sampler::Sampler;
use tests::second_reader::{Direction, Document, Schemas};
use tests::shared;

/// Lines that need not decode, each with the reason.
const UNDECODABLE: [(&str, &str); 3] = [
    (
        "apps_get_job_invocation:response:200:job_invocation",
        "an example that holds a list where the operation returns one object, as its name and other examples say",
    ),
    (
        "apps_cancel_job_invocation:response:200:job_invocation",
        "the same example",
    ),
    (
        "monitoring_list_alertPolicy:response:200:composed",
        "composed of examples of single members: a number where the schema and other payloads have strings",
    ),
];

#[test]
fn payloads_of_others_come_back_as_they_were() -> anyhow::Result<()> {
    let Some(folder) = shared("corpus").map_err(anyhow::Error::msg)? else {
        return Ok(());
    };
    let document = Document::load()?;
    let schemas = Schemas::new(&document)?;
    let sampler = Sampler::new(&document, &schemas, Direction::Request);
    let bench = Bench::new(&document, sampler)?;
    let mut trials = Vec::new();
    for file in ["examples.jsonl", "cli-fixtures.jsonl"] {
        for line in Line::read(&folder.join(file))? {
            trials.push(bench.run(&line)?);
        }
    }
    let report = Report::new(trials);
    writeln!(io::stdout(), "{report}").context("writing the table")?;

    let known = |table: &[(&str, &str)], id: &str| table.iter().any(|(known, _)| *known == id);
    let failures = report
        .undecodable()
        .filter(|(trial, _)| !known(&UNDECODABLE, &trial.id));
    let failures: Vec<_> = failures.map(|(trial, _)| trial.id.as_str()).collect();
    ensure!(failures.is_empty(), "not decoded: {failures:?}");
    let decoded = UNDECODABLE
        .iter()
        .filter(|(id, _)| report.undecodable().all(|(trial, _)| trial.id != *id));
    let decoded: Vec<_> = decoded.map(|(id, _)| id).collect();
    ensure!(
        decoded.is_empty(),
        "take out of the table what decodes: {decoded:?}"
    );
    let lossy: Vec<_> = report.lossy().map(|(trial, _)| trial.id.as_str()).collect();
    ensure!(lossy.is_empty(), "something is lost: {lossy:?}");
    Ok(())
}
