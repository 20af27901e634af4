use std::collections::BTreeMap;
use std::fmt;

use anyhow::ensure;

use super::{PayloadKind, Through, Trial, Verdict};
use crate::exceptions::UNDECODABLE;

/// The results of all lines.
pub struct CorpusReport {
    trials: Vec<Trial>,
}

#[derive(Clone, Copy, Default)]
struct Row {
    lines: usize,
    decoded: usize,
    lossless: usize,
    corrected: usize,
    raw: usize,
    valid: usize,
    valid_lossless: usize,
}

impl Row {
    fn add(&mut self, trial: &Trial) {
        let is_lossless = matches!(
            trial.verdict,
            Verdict::Lossless | Verdict::Corrected | Verdict::Raw
        );
        self.lines += 1;
        self.decoded += usize::from(!matches!(trial.verdict, Verdict::Undecodable(_)));
        self.lossless += usize::from(is_lossless);
        self.corrected += usize::from(trial.verdict == Verdict::Corrected);
        self.raw += usize::from(trial.verdict == Verdict::Raw);
        self.valid += usize::from(trial.is_valid);
        self.valid_lossless += usize::from(is_lossless && trial.is_valid);
    }
}

impl CorpusReport {
    /// Sums up.
    pub fn new(trials: Vec<Trial>) -> Self {
        Self { trials }
    }

    /// Fails where a line does not decode without a known reason, or loses something.
    pub fn judge(&self) -> anyhow::Result<()> {
        let undecodable: Vec<_> = self.undecodable().collect();
        let unknown: Vec<_> = undecodable
            .iter()
            .filter(|(trial, _)| known_reason(trial).is_none())
            .map(|(trial, reason)| format!("{} ({}): {reason}", trial.id, trial.through.name()))
            .collect();
        ensure!(unknown.is_empty(), "not decoded: {}", unknown.join("\n"));
        for (id, _) in UNDECODABLE {
            ensure!(
                undecodable.iter().any(|(trial, _)| trial.id == id),
                "{id} decodes: take it out of the table of those that need not"
            );
        }
        let lossy: Vec<_> = self.lossy().map(|(trial, _)| trial.id.as_str()).collect();
        ensure!(lossy.is_empty(), "something is lost: {lossy:?}");
        Ok(())
    }

    /// Returns the lines that could not be read or sent, with the reason.
    fn undecodable(&self) -> impl Iterator<Item = (&Trial, &str)> {
        self.trials.iter().filter_map(|trial| match &trial.verdict {
            Verdict::Undecodable(reason) => Some((trial, reason.as_str())),
            _ => None,
        })
    }

    /// Returns the lines of which something was lost.
    fn lossy(&self) -> impl Iterator<Item = (&Trial, &[String])> {
        self.trials.iter().filter_map(|trial| match &trial.verdict {
            Verdict::Lossy(differences) => Some((trial, differences.as_slice())),
            _ => None,
        })
    }
}

/// Returns why a line need not decode.
fn known_reason(trial: &Trial) -> Option<&'static str> {
    let known = UNDECODABLE.iter().find(|(id, _)| *id == trial.id);
    known.map(|(_, reason)| *reason)
}

const TITLES: [&str; 7] = [
    "lines",
    "decoded",
    "lossless",
    "corrected",
    "raw",
    "valid",
    "… lossless",
];

const LEGEND: &str = "
through    type: read and written back with the generated type; client: served to, or sent by, the operation's method
lossless   everything that the document declares came back as it was
corrected  of these, the lines that lack required members: their zero values stand for them
raw        of these, the error bodies that the document has no type for
valid      what the schemas of the published document accept
";

/// Writes one table, and what did not decode or lost something.
impl fmt::Display for CorpusReport {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let mut rows: BTreeMap<(&str, PayloadKind, Through), Row> = BTreeMap::new();
        let mut totals: BTreeMap<Through, Row> = BTreeMap::new();
        for trial in &self.trials {
            let row = (trial.source.as_str(), trial.kind, trial.through);
            rows.entry(row).or_default().add(trial);
            totals.entry(trial.through).or_default().add(trial);
        }
        write!(f, "{:<28}{:<8}", "payloads", "through")?;
        for title in TITLES {
            write!(f, "{title:>11}")?;
        }
        writeln!(f)?;
        for ((source, kind, through), row) in &rows {
            write_row(f, &format!("{source}, {}", kind.name()), *through, row)?;
        }
        for (through, row) in &totals {
            write_row(f, "all", *through, row)?;
        }
        f.write_str(LEGEND)?;
        let mut known: BTreeMap<&str, &str> = BTreeMap::new();
        for (trial, found) in self.undecodable() {
            match known_reason(trial) {
                Some(reason) => drop(known.insert(&trial.id, reason)),
                None => writeln!(
                    f,
                    "\nnot decoded: {} ({}): {found}",
                    trial.id,
                    trial.through.name()
                )?,
            }
        }
        for (id, reason) in known {
            writeln!(f, "\nneed not decode: {id}:\n  {reason}")?;
        }
        for (trial, differences) in self.lossy() {
            let valid = if trial.is_valid { "valid" } else { "invalid" };
            let differences = differences.join("; ");
            writeln!(
                f,
                "\nlossy ({}, {valid}): {}: {differences}",
                trial.through.name(),
                trial.id
            )?;
        }
        Ok(())
    }
}

fn write_row(f: &mut fmt::Formatter<'_>, name: &str, through: Through, row: &Row) -> fmt::Result {
    // Only the first of its rows has the name.
    let name = if through == Through::Type { name } else { "" };
    write!(f, "{name:<28}{:<8}", through.name())?;
    for number in [
        row.lines,
        row.decoded,
        row.lossless,
        row.corrected,
        row.raw,
        row.valid,
        row.valid_lossless,
    ] {
        write!(f, "{number:>11}")?;
    }
    writeln!(f)
}
