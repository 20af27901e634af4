//! Reports that nobody has accepted.

use crate::config::Config;
use crate::ir::Report;
use crate::lower::error::{Decision, LowerError};
use crate::lower::lowering::Lowering;

impl Lowering<'_> {
    /// Turns each report that nobody has accepted into an error.
    pub(in crate::lower) fn accept_reports(&mut self) {
        self.reports.sort();
        self.reports.dedup();
        let config = self.config;
        for report in std::mem::take(&mut self.reports) {
            let of_operation = |left_out: &String| report.pointer.starts_with(left_out.as_str());
            if self.left_out.iter().any(of_operation) {
                continue;
            }
            if let Some(key) = accepting(config, &report.pointer) {
                self.mark("accepted_reports", key);
                self.reports.push(report);
            } else {
                let Report { pointer, message } = report;
                let message = message.trim_end_matches('.');
                let advice =
                    "correct it in an overlay, or add to [accepted_reports] in spec/codegen.toml";
                let message = format!("{message}; {advice}: \"{pointer}\" = \"reason\"");
                let error = LowerError::new(&pointer, message);
                self.undecided(error.deciding(Decision::Report { pointer }));
            }
        }
    }
}

/// The entry that accepts a report: its pointer, or the beginning of it with `*` behind.
fn accepting<'c>(config: &'c Config, pointer: &str) -> Option<&'c str> {
    let accepted = &config.accepted_reports;
    if let Some((key, _)) = accepted.get_key_value(pointer) {
        return Some(key);
    }
    let mut keys = accepted.keys();
    let covering = keys.find(|key| {
        let beginning = key.strip_suffix('*');
        beginning.is_some_and(|beginning| pointer.starts_with(beginning))
    });
    covering.map(String::as_str)
}
