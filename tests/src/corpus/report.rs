use std::collections::BTreeMap;
use std::fmt;

use anyhow::ensure;

use super::undecodable::UNDECODABLE;
use super::{Layer, LineResult, PayloadKind, Verdict};

/// The results of all lines.
pub struct CorpusReport {
    results: Vec<LineResult>,
    /// The number of lines of operations that the document does not have.
    left_out: usize,
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
    fn add(&mut self, result: &LineResult) {
        let is_lossless = matches!(
            result.verdict,
            Verdict::Lossless | Verdict::Corrected | Verdict::Raw
        );
        self.lines += 1;
        self.decoded += usize::from(!matches!(result.verdict, Verdict::Undecodable(_)));
        self.lossless += usize::from(is_lossless);
        self.corrected += usize::from(result.verdict == Verdict::Corrected);
        self.raw += usize::from(result.verdict == Verdict::Raw);
        self.valid += usize::from(result.is_valid);
        self.valid_lossless += usize::from(is_lossless && result.is_valid);
    }
}

impl CorpusReport {
    /// Sums up.
    pub fn new(results: Vec<LineResult>, left_out: usize) -> Self {
        Self { results, left_out }
    }

    /// Fails where a line does not decode without a known reason, or loses something.
    pub fn check(&self) -> anyhow::Result<()> {
        // Each line has two results.
        let read = self.results.len() / 2;
        ensure!(
            self.left_out * 10 < read,
            "{} lines are of operations that the document does not have, only {read} are read",
            self.left_out
        );
        let undecodable: Vec<_> = self.undecodable().collect();
        let unknown: Vec<_> = undecodable
            .iter()
            .filter(|(result, _)| known_reason(result).is_none())
            .map(|(result, reason)| format!("{} ({}): {reason}", result.id, result.layer.name()))
            .collect();
        ensure!(unknown.is_empty(), "not decoded: {}", unknown.join("\n"));
        for (id, _) in UNDECODABLE {
            // A payload of an operation that the document no longer has is not read.
            let mut results = self.results.iter().filter(|result| result.id == id);
            ensure!(
                results.all(|result| matches!(result.verdict, Verdict::Undecodable(_))),
                "{id} decodes: take it out of the table of those that need not"
            );
        }
        let lossy: Vec<_> = self.lossy().map(|(result, _)| result.id.as_str()).collect();
        ensure!(lossy.is_empty(), "something is lost: {lossy:?}");
        Ok(())
    }

    /// Returns the lines that could not be read or sent, with the reason.
    fn undecodable(&self) -> impl Iterator<Item = (&LineResult, &str)> {
        self.results
            .iter()
            .filter_map(|result| match &result.verdict {
                Verdict::Undecodable(reason) => Some((result, reason.as_str())),
                _ => None,
            })
    }

    /// Returns the lines of which something was lost.
    fn lossy(&self) -> impl Iterator<Item = (&LineResult, &[String])> {
        self.results
            .iter()
            .filter_map(|result| match &result.verdict {
                Verdict::Lossy(differences) => Some((result, differences.as_slice())),
                _ => None,
            })
    }
}

/// Returns why a line need not decode.
fn known_reason(result: &LineResult) -> Option<&'static str> {
    let known = UNDECODABLE.iter().find(|(id, _)| *id == result.id);
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
corrected  of these, the lines that lack required members: they are read as default values
raw        of these, the error bodies that the document has no type for
valid      what the schemas of the published document accept
";

/// Writes one table, and what did not decode or lost something.
impl fmt::Display for CorpusReport {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let mut rows: BTreeMap<(&str, PayloadKind, Layer), Row> = BTreeMap::new();
        let mut totals: BTreeMap<Layer, Row> = BTreeMap::new();
        for result in &self.results {
            let row = (result.source.as_str(), result.kind, result.layer);
            rows.entry(row).or_default().add(result);
            totals.entry(result.layer).or_default().add(result);
        }
        write!(f, "{:<28}{:<8}", "payloads", "through")?;
        for title in TITLES {
            write!(f, "{title:>11}")?;
        }
        writeln!(f)?;
        for ((source, kind, layer), row) in &rows {
            write_row(f, &format!("{source}, {}", kind.name()), *layer, row)?;
        }
        for (layer, row) in &totals {
            write_row(f, "all", *layer, row)?;
        }
        f.write_str(LEGEND)?;
        if self.left_out > 0 {
            writeln!(
                f,
                "\n{} lines are of operations that the document does not have",
                self.left_out
            )?;
        }
        let mut known: BTreeMap<&str, &str> = BTreeMap::new();
        for (result, found) in self.undecodable() {
            match known_reason(result) {
                Some(reason) => drop(known.insert(&result.id, reason)),
                None => writeln!(
                    f,
                    "\nnot decoded: {} ({}): {found}",
                    result.id,
                    result.layer.name()
                )?,
            }
        }
        for (id, reason) in known {
            writeln!(f, "\nneed not decode: {id}:\n  {reason}")?;
        }
        for (result, differences) in self.lossy() {
            let valid = if result.is_valid { "valid" } else { "invalid" };
            let differences = differences.join("; ");
            writeln!(
                f,
                "\nlossy ({}, {valid}): {}: {differences}",
                result.layer.name(),
                result.id
            )?;
        }
        Ok(())
    }
}

fn write_row(f: &mut fmt::Formatter<'_>, name: &str, layer: Layer, row: &Row) -> fmt::Result {
    // Only the first of its rows has the name.
    let name = if layer == Layer::Type { name } else { "" };
    write!(f, "{name:<28}{:<8}", layer.name())?;
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
