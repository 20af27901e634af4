//! `cargo xtask check`: everything that must hold before a change lands, in the order of how fast it fails.

mod browser;
mod features;
mod package;
mod prose;
mod redis;
mod report;
mod selections;
mod step;
mod steps;

use std::path::Path;
use std::time::Instant;

use self::report::{StepResult, table};
use self::step::{CheckStep, Outcome, RestOfStep, StepWork, set_yielding};
use self::steps::STEPS;
use crate::command_error::CommandError;
use crate::repository;

/// Runs the named checks, or all of them.
pub(crate) fn run(mut arguments: lexopt::Parser) -> Result<(), CommandError> {
    let mut names = Vec::new();
    let mut only_list = false;
    while let Some(argument) = arguments.next()? {
        match argument {
            lexopt::Arg::Value(name) => names.push(name.to_string_lossy().into_owned()),
            lexopt::Arg::Long("list") => only_list = true,
            other => return Err(other.unexpected().into()),
        }
    }
    let chosen = choose(&names)?;
    for step in &chosen {
        eprintln!("check: {:11} {}", step.name, step.about);
    }
    if only_list {
        return Ok(());
    }
    run_all(&repository::root()?, &chosen)
}

/// Returns the steps of these names in the order of the plan; all where there are none.
fn choose(names: &[String]) -> Result<Vec<&'static CheckStep>, CommandError> {
    if let Some(unknown) = names
        .iter()
        .find(|name| STEPS.iter().all(|step| step.name != name.as_str()))
    {
        let known: Vec<_> = STEPS.iter().map(|step| step.name).collect();
        return Err(CommandError::usage(format!(
            "there is no check `{unknown}`; the checks are {}",
            known.join(", ")
        )));
    }
    let is_chosen =
        |step: &&CheckStep| names.is_empty() || names.iter().any(|name| name == step.name);
    Ok(STEPS.iter().filter(is_chosen).collect())
}

/// A check whose rest goes on while the next ones run.
struct WaitingStep {
    name: &'static str,
    start: Instant,
    rest: RestOfStep,
}

/// Runs steps in order, up to the first that fails, and prints how long each took.
fn run_all(root: &Path, steps: &[&'static CheckStep]) -> Result<(), CommandError> {
    let begin = Instant::now();
    let (mut lines, mut waiting) = (Vec::new(), Vec::new());
    let mut result = Ok(());
    for (done, step) in steps.iter().enumerate() {
        eprintln!(
            "check: {} of {}: {} ({})",
            done + 1,
            steps.len(),
            step.name,
            step.about
        );
        set_yielding(!waiting.is_empty());
        let start = Instant::now();
        let outcome = match step.work {
            StepWork::AtOnce(work) => work(root),
            StepWork::InBackground(work) => match work(root) {
                Ok(rest) => {
                    let name = step.name;
                    eprintln!("check: {name}: waits while the next checks run");
                    waiting.push(WaitingStep { name, start, rest });
                    continue;
                }
                Err(error) => Err(error),
            },
        };
        result = report(step.name, start, outcome, &mut lines);
        if result.is_err() {
            break;
        }
    }
    for WaitingStep { name, start, rest } in waiting {
        let ended = report(name, start, rest(), &mut lines);
        result = result.and(ended);
    }
    eprint!("{}", table(&lines, begin.elapsed()));
    result
}

/// Prints how a check ended, and adds it to the table.
fn report(
    name: &'static str,
    start: Instant,
    outcome: Result<Outcome, CommandError>,
    lines: &mut Vec<StepResult>,
) -> Result<(), CommandError> {
    let took = start.elapsed();
    let state = match &outcome {
        Ok(Outcome::Passed) => "passed".to_owned(),
        Ok(Outcome::Skipped(reason)) => format!("skipped: {reason}"),
        Err(_) => "failed".to_owned(),
    };
    eprintln!("check: {name}: {state} in {:.1} s", took.as_secs_f64());
    lines.push(StepResult::new(name, took, state));
    outcome.map(drop)
}
