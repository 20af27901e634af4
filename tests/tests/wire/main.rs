//! Every operation of the document, called through the client's own methods: what is sent and what is read is compared
//! with the document as the second reader understands it.

mod answer;
mod arguments;
mod mutated;
mod request;

use std::collections::BTreeSet;

use anyhow::ensure;
use tests::Caller;
use tests::calls::{ENTRIES, Entry};
use tests::sampler::{Manner, Sampler};
use tests::second_reader::{Direction, Document, Operation, Schemas};

/// How often a method is called without meeting anything new before it is left alone.
const PATIENCE: usize = 8;

/// What the checks of one run share.
struct Bench<'d> {
    schemas: &'d Schemas<'d>,
    requests: Sampler<'d>,
    answers: Sampler<'d>,
    caller: Caller,
}

impl<'d> Bench<'d> {
    fn new(document: &'d Document, schemas: &'d Schemas<'d>) -> anyhow::Result<Self> {
        Ok(Self {
            schemas,
            requests: Sampler::new(document, schemas, Direction::Request),
            answers: Sampler::new(document, schemas, Direction::Response),
            caller: Caller::new()?,
        })
    }

    fn untaken(&self) -> usize {
        self.requests.untaken() + self.answers.untaken()
    }
}

type Check =
    for<'b, 'd> fn(&'b Bench<'d>, &'b Operation<'d>, &'b Entry, Manner) -> anyhow::Result<()>;

/// One check on its way through all operations.
struct Run<'b, 'd> {
    bench: &'b Bench<'d>,
    check: Check,
    failures: BTreeSet<String>,
    seen: BTreeSet<&'static str>,
}

impl<'d> Run<'_, 'd> {
    /// Checks the methods of an operation, and returns whether something was taken for the first time.
    fn step(&mut self, operation: &Operation<'d>, manner: Manner) -> bool {
        let before = self.bench.untaken();
        for entry in tests::calls::methods_of(&operation.id) {
            self.seen.insert(entry.id);
            if let Err(error) = (self.check)(self.bench, operation, entry, manner) {
                let method = format!("{}.{}", entry.group, entry.method);
                self.failures.insert(format!("{method}: {error:#}"));
            }
        }
        self.bench.untaken() < before
    }
}

/// Runs a check for every method and every manner; returns the number of operations that were checked.
///
/// A `thorough` run goes on until every branch and every value of an enum that the samplers met was taken.
fn for_all(check: Check, manners: &[Manner], thorough: bool) -> anyhow::Result<usize> {
    let document = Document::load()?;
    let schemas = Schemas::new(&document)?;
    let bench = Bench::new(&document, &schemas)?;
    let operations = document.operations()?;
    let mut run = Run {
        bench: &bench,
        check,
        failures: BTreeSet::new(),
        seen: BTreeSet::new(),
    };
    for &manner in manners {
        for operation in &operations {
            run.step(operation, manner);
        }
    }
    let mut open: Vec<_> = operations.iter().map(|operation| (operation, 0)).collect();
    while thorough && bench.untaken() > 0 && !open.is_empty() {
        for (operation, idle) in &mut open {
            *idle = if run.step(operation, Manner::COMPLETE) {
                0
            } else {
                *idle + 1
            };
        }
        open.retain(|(_, idle)| *idle < PATIENCE);
    }
    let failures: Vec<_> = run.failures.into_iter().collect();
    ensure!(
        failures.is_empty(),
        "{} failures:\n{}",
        failures.len(),
        failures.join("\n")
    );
    ensure!(
        !thorough || bench.untaken() == 0,
        "{} options never taken",
        bench.untaken()
    );
    Ok(run.seen.len())
}

#[test]
fn every_operation_is_a_method() -> anyhow::Result<()> {
    let document = Document::load()?;
    let operations = document.operations()?;
    let documented: BTreeSet<_> = operations
        .iter()
        .map(|operation| operation.id.as_str())
        .collect();
    let offered: BTreeSet<_> = ENTRIES.iter().map(|entry| entry.id).collect();
    assert_eq!(documented, offered);
    assert_eq!(documented.len(), 659);
    Ok(())
}

#[test]
fn every_operation_sends_what_the_document_says() -> anyhow::Result<()> {
    let manners = [
        Manner::PLAIN,
        Manner::NASTY,
        Manner::COMPLETE,
        Manner::NULLS,
    ];
    assert_eq!(for_all(request::check, &manners, true)?, 659);
    Ok(())
}

#[test]
fn every_operation_reads_what_the_document_says() -> anyhow::Result<()> {
    let manners = [
        Manner::PLAIN,
        Manner::NASTY,
        Manner::COMPLETE,
        Manner::NULLS,
    ];
    assert_eq!(for_all(answer::check, &manners, true)?, 659);
    Ok(())
}

#[test]
fn every_operation_reads_its_documented_failures() -> anyhow::Result<()> {
    let manners = [Manner::PLAIN, Manner::COMPLETE];
    assert_eq!(for_all(answer::check_failures, &manners, false)?, 659);
    Ok(())
}

#[test]
fn answers_that_are_almost_right_are_read_or_refused_as_defined() -> anyhow::Result<()> {
    let manners = [Manner::COMPLETE; 6];
    assert_eq!(for_all(mutated::check, &manners, false)?, 659);
    Ok(())
}
