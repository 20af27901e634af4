//! Runs a check for all operations.

use std::cell::RefCell;
use std::collections::{BTreeMap, BTreeSet};

use anyhow::ensure;
use digitalocean::fake::{Fake, Reply};
use fastrand::Rng;
use tests::calls::{CallArguments, CallMode, CallOutcome, Entry, methods_of};
use tests::decisions::Decisions;
use tests::sampler::{ChoicePoint, SampleStyle, SchemaSampler};
use tests::second_reader::{Direction, Document, Operation, Schemas};
use tests::{Caller, RecordedCall};

use crate::arguments::sample;

/// How often a method is called at most to see all that its schemas leave open.
const ROUNDS: usize = 400;

/// The data that the checks of one run share.
pub(crate) struct WireRun<'d> {
    pub(crate) document: &'d Document,
    pub(crate) schemas: &'d Schemas<'d>,
    pub(crate) requests: SchemaSampler<'d>,
    pub(crate) responses: SchemaSampler<'d>,
    pub(crate) caller: Caller,
    pub(crate) decisions: Decisions,
    /// Seeded, so that a failure comes again.
    pub(crate) random: RefCell<Rng>,
}

/// One method with one set of values.
pub(crate) struct WireCase<'b, 'd> {
    pub(crate) suite: &'b WireRun<'d>,
    pub(crate) operation: &'b Operation<'d>,
    pub(crate) entry: &'static Entry,
    pub(crate) style: SampleStyle,
}

impl WireCase<'_, '_> {
    /// Makes the arguments of the method.
    pub(crate) fn arguments(&self) -> anyhow::Result<CallArguments> {
        sample(self.suite, self.operation, self.entry, self.style)
    }

    /// Calls the method and returns `reply`.
    pub(crate) fn call_with_reply(
        &self,
        arguments: &CallArguments,
        reply: Reply,
    ) -> anyhow::Result<RecordedCall> {
        self.suite.caller.call(self.entry, arguments, reply)
    }

    /// Calls the method by a given function, with the fake's responses.
    pub(crate) fn call(&self, fake: &Fake, mode: CallMode) -> anyhow::Result<CallOutcome> {
        let caller = &self.suite.caller;
        let client = caller.client(fake)?.build()?;
        caller.run((self.entry.call)(&client, &self.arguments()?, mode)?)
    }
}

/// A check of one method.
pub(crate) type WireCheck = for<'b, 'd> fn(&WireCase<'b, 'd>) -> anyhow::Result<()>;

/// How far a run goes.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) enum Extent {
    /// Once with each set of values.
    OncePerStyle,
    /// Until every branch and every value of an enum was taken.
    AllChoices,
}

/// Runs a check for every method and every set of values; returns the number of operations that were checked.
pub(crate) fn run(
    check: WireCheck,
    styles: &[SampleStyle],
    extent: Extent,
) -> anyhow::Result<usize> {
    let document = Document::load()?;
    let schemas = Schemas::new(&document)?;
    let suite = WireRun {
        document: &document,
        schemas: &schemas,
        requests: SchemaSampler::new(&document, &schemas, Direction::Request),
        responses: SchemaSampler::new(&document, &schemas, Direction::Response),
        caller: Caller::new()?,
        decisions: Decisions::load()?,
        random: RefCell::new(Rng::with_seed(12)),
    };
    let operations = document.operations()?;
    let mut run = CheckRun {
        suite: &suite,
        check,
        failures: BTreeSet::new(),
        seen: BTreeMap::new(),
    };
    for &style in styles {
        for operation in &operations {
            run.step(operation, style);
        }
    }
    let mut open: Vec<_> = operations.iter().collect();
    for _ in 0..ROUNDS {
        open.retain(|operation| extent == Extent::AllChoices && run.is_open(&operation.id));
        for operation in &open {
            run.step(operation, SampleStyle::COMPLETE);
        }
    }
    let failures: Vec<_> = run.failures.into_iter().collect();
    let count = failures.len();
    ensure!(
        failures.is_empty(),
        "{count} failures:\n{}",
        failures.join("\n")
    );
    let open: Vec<_> = open.iter().map(|operation| &operation.id).collect();
    ensure!(open.is_empty(), "not all options were taken: {open:?}");
    Ok(run.seen.len())
}

/// One check on its way through all operations.
struct CheckRun<'b, 'd> {
    suite: &'b WireRun<'d>,
    check: WireCheck,
    failures: BTreeSet<String>,
    /// The choices that the schemas of an operation leave, as far as they were made.
    seen: BTreeMap<String, [BTreeSet<ChoicePoint>; 2]>,
}

impl<'d> CheckRun<'_, 'd> {
    /// Checks the methods of an operation.
    fn step(&mut self, operation: &Operation<'d>, style: SampleStyle) {
        for entry in methods_of(&operation.id) {
            let case = WireCase {
                suite: self.suite,
                operation,
                entry,
                style,
            };
            if let Err(error) = (self.check)(&case) {
                let method = format!("{}.{}", entry.group, entry.method);
                self.failures.insert(format!("{method}: {error:#}"));
            }
            let [requests, responses] = self.seen.entry(operation.id.clone()).or_default();
            requests.extend(self.suite.requests.take_seen());
            responses.extend(self.suite.responses.take_seen());
        }
    }

    /// Returns whether an operation has options that were never taken.
    fn is_open(&self, id: &str) -> bool {
        let WireRun {
            requests,
            responses,
            ..
        } = self.suite;
        self.seen.get(id).is_some_and(|[sent, read]| {
            sent.iter().any(|choice| requests.is_open(choice))
                || read.iter().any(|choice| responses.is_open(choice))
        })
    }
}
