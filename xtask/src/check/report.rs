//! The table of steps and times at the end.

use std::fmt::Write as _;
use std::time::Duration;

/// One finished step.
pub(super) struct StepResult {
    name: &'static str,
    took: Duration,
    state: String,
}

impl StepResult {
    pub(super) fn new(name: &'static str, took: Duration, state: String) -> Self {
        Self { name, took, state }
    }
}

/// Formats the steps with their times, some of which pass at once, and the time of all.
pub(super) fn table(lines: &[StepResult], total: Duration) -> String {
    let mut text = String::from("\ncheck        seconds  result\n");
    for line in lines {
        let StepResult { name, took, state } = line;
        let _ = writeln!(text, "{name:11} {:8.1}  {state}", took.as_secs_f64());
    }
    let _ = writeln!(text, "{:11} {:8.1}", "in all", total.as_secs_f64());
    text
}
