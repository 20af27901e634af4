//! The table of budgets and figures.

use std::fmt::Write as _;
use std::time::Duration;

use super::measure::Cost;
use crate::command_error::CommandError;

/// Rows of the table, in the order they were measured.
#[derive(Debug, Default)]
pub(super) struct Table {
    rows: Vec<[String; 4]>,
    /// The sections after the table.
    sections: String,
}

impl Table {
    /// Adds what a command cost.
    pub(super) fn cost(&mut self, what: &str, budget: Cost, measured: Cost) {
        let met = measured.wall <= budget.wall
            && measured.cpu <= budget.cpu
            && measured.peak <= budget.peak;
        self.row(
            what,
            &shown(budget),
            &shown(measured),
            if met { "met" } else { "missed" },
        );
    }

    /// Adds CPU time.
    pub(super) fn seconds(&mut self, what: &str, budget: f64, measured: Duration) {
        let measured = measured.as_secs_f64();
        let met = if measured <= budget { "met" } else { "missed" };
        self.row(
            what,
            &format!("≤ {budget:.0} s"),
            &format!("{measured:.1} s"),
            met,
        );
    }

    /// Adds a count.
    pub(super) fn count(&mut self, what: &str, budget: usize, measured: usize) {
        let met = if measured <= budget { "met" } else { "missed" };
        self.row(what, &format!("≤ {budget}"), &measured.to_string(), met);
    }

    /// Adds a ratio.
    pub(super) fn ratio(&mut self, what: &str, budget: f64, measured: f64) {
        let met = if measured <= budget { "met" } else { "missed" };
        self.row(
            what,
            &format!("≤ {budget:.2}"),
            &format!("{measured:.2}"),
            met,
        );
    }

    /// Adds a row that a benchmark printed: what, the budget (`≤ 1.05`, `≥ 3` or none), the figure.
    pub(super) fn printed(
        &mut self,
        what: &str,
        budget: &str,
        measured: &str,
    ) -> Result<(), CommandError> {
        let number = |text: &str| {
            let text = text.trim_start_matches(['≤', '≥', ' ']);
            text.parse::<f64>().map_err(|error| {
                CommandError::failed(format!("benchmark `{what}`: `{text}`: {error}"))
            })
        };
        let figure = number(measured)?;
        let verdict = match budget.chars().next() {
            None => "",
            Some('≤') if figure <= number(budget)? => "met",
            Some('≥') if figure >= number(budget)? => "met",
            Some(_) => "missed",
        };
        self.row(what, budget, measured, verdict);
        Ok(())
    }

    /// Adds a figure without a budget.
    pub(super) fn text(&mut self, what: &str, measured: &str) {
        self.row(what, "", measured, "");
    }

    /// Adds what could not be measured here.
    pub(super) fn skipped(&mut self, what: &str, reason: &str) {
        self.row(what, "", "", reason);
    }

    /// Adds a section after the table, which begins with a blank line and a heading.
    pub(super) fn add_section(&mut self, text: &str) {
        self.sections.push_str(text);
    }

    fn row(&mut self, what: &str, budget: &str, measured: &str, verdict: &str) {
        eprintln!("bench: {what}: {measured} {verdict}");
        self.rows.push([
            what.to_owned(),
            budget.to_owned(),
            measured.to_owned(),
            verdict.to_owned(),
        ]);
    }

    /// Returns the table with a heading.
    pub(super) fn to_markdown(&self) -> String {
        let mut text = String::from(
            "# Benchmarks\n\nWritten by `cargo xtask bench`; repeat it on a quiet machine before you compare.\n\n\
             | what | budget | measured | |\n|---|---|---|---|\n",
        );
        for [what, budget, measured, verdict] in &self.rows {
            // Writing into a string does not fail.
            let _ = writeln!(text, "| {what} | {budget} | {measured} | {verdict} |");
        }
        text.push_str(&self.sections);
        text
    }
}

/// Returns the figures that the budget has or may have; a budget shows its limits only.
fn shown(cost: Cost) -> String {
    let mut shown = Vec::new();
    if cost.wall < Duration::MAX {
        shown.push(format!("{:.2} s", cost.wall.as_secs_f64()));
    }
    if cost.peak < u64::MAX {
        shown.push(format!("{} MiB", cost.peak / (1024 * 1024)));
    }
    shown.join(", ")
}
