use std::collections::BTreeMap;
use std::fmt;

use super::{Kind, Trial, Verdict};

/// What came of all lines.
pub struct Report {
    trials: Vec<Trial>,
}

#[derive(Default)]
struct Row {
    lines: usize,
    valid: usize,
    decoded: usize,
    lossless: usize,
    valid_lossless: usize,
    corrected: usize,
    raw: usize,
}

impl Row {
    fn add(&mut self, trial: &Trial) {
        let is_lossless = matches!(
            trial.verdict,
            Verdict::Lossless | Verdict::Corrected | Verdict::Raw
        );
        self.lines += 1;
        self.valid += usize::from(trial.is_valid);
        self.decoded += usize::from(!matches!(trial.verdict, Verdict::Undecodable(_)));
        self.lossless += usize::from(is_lossless);
        self.valid_lossless += usize::from(is_lossless && trial.is_valid);
        self.corrected += usize::from(trial.verdict == Verdict::Corrected);
        self.raw += usize::from(trial.verdict == Verdict::Raw);
    }
}

impl Report {
    /// Sums up.
    pub fn new(trials: Vec<Trial>) -> Self {
        Self { trials }
    }

    /// Returns the lines that could not be read or sent, with the reason.
    pub fn undecodable(&self) -> impl Iterator<Item = (&Trial, &str)> {
        self.trials.iter().filter_map(|trial| match &trial.verdict {
            Verdict::Undecodable(reason) => Some((trial, reason.as_str())),
            _ => None,
        })
    }

    /// Returns the lines of which something was lost.
    pub fn lossy(&self) -> impl Iterator<Item = (&Trial, &[String])> {
        self.trials.iter().filter_map(|trial| match &trial.verdict {
            Verdict::Lossy(differences) => Some((trial, differences.as_slice())),
            _ => None,
        })
    }
}

/// Writes one table, and what was lost with the lines that lost it.
impl fmt::Display for Report {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let mut rows: BTreeMap<(String, Kind), Row> = BTreeMap::new();
        let mut total = Row::default();
        for trial in &self.trials {
            rows.entry((trial.source.clone(), trial.kind))
                .or_default()
                .add(trial);
            total.add(trial);
        }
        let titles = [
            "lines",
            "decoded",
            "lossless",
            "valid",
            "… lossless",
            "corrected",
            "raw",
        ];
        write!(f, "{:<28}", "")?;
        for title in titles {
            write!(f, "{title:>12}")?;
        }
        writeln!(f)?;
        for ((source, kind), row) in &rows {
            write_row(f, &format!("{source}, {}", kind.name()), row)?;
        }
        write_row(f, "all", &total)?;
        for (trial, reason) in self.undecodable() {
            writeln!(f, "not decoded: {}: {reason}", trial.id)?;
        }
        for (trial, differences) in self.lossy() {
            let valid = if trial.is_valid { "valid" } else { "invalid" };
            writeln!(
                f,
                "lossy ({valid}): {}: {}",
                trial.id,
                differences.join("; ")
            )?;
        }
        Ok(())
    }
}

fn write_row(f: &mut fmt::Formatter<'_>, name: &str, row: &Row) -> fmt::Result {
    let numbers = [
        row.lines,
        row.decoded,
        row.lossless,
        row.valid,
        row.valid_lossless,
        row.corrected,
        row.raw,
    ];
    write!(f, "{name:<28}")?;
    for number in numbers {
        write!(f, "{number:>12}")?;
    }
    writeln!(f)
}
