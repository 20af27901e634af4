//! Shows what a long command does: on standard error, one line per stage with its time.

use std::io::{IsTerminal as _, Write as _};
use std::time::{Duration, Instant};

/// Clears the line of a terminal that the cursor is in, and returns to its beginning.
const CLEAR: &str = "\r\x1b[2K";

/// The stages of one command.
pub(crate) struct Progress {
    command: &'static str,
    /// Whether the running stage is shown, too, and replaced by its line when it ends.
    is_terminal: bool,
    start: Instant,
    running: Option<(String, Instant)>,
}

impl Progress {
    pub(crate) fn of(command: &'static str) -> Self {
        Self {
            command,
            is_terminal: std::io::stderr().is_terminal(),
            start: Instant::now(),
            running: None,
        }
    }

    /// Begins a stage, and ends the one before it.
    pub(crate) fn stage(&mut self, name: impl Into<String>) {
        self.end();
        let name = name.into();
        if self.is_terminal {
            Self::print(&format!("{}: {name} …", self.command));
        }
        self.running = Some((name, Instant::now()));
    }

    /// Ends the last stage, and says how long all took.
    pub(crate) fn finish(mut self, result: &str) {
        self.end();
        let took = self.start.elapsed();
        Self::print(&line(self.command, result, took));
    }

    fn end(&mut self) {
        if let Some((name, start)) = self.running.take() {
            let clear = if self.is_terminal { CLEAR } else { "" };
            let line = line(self.command, &name, start.elapsed());
            Self::print(&format!("{clear}{line}"));
        }
    }

    /// Progress that cannot be shown must not end the command.
    fn print(text: &str) {
        let mut out = std::io::stderr().lock();
        let _ = out.write_all(text.as_bytes());
        let _ = out.flush();
    }
}

/// A command that fails leaves the line of the stage that it failed in.
impl Drop for Progress {
    fn drop(&mut self) {
        if let Some((name, _)) = self.running.take() {
            let clear = if self.is_terminal { CLEAR } else { "" };
            Self::print(&format!("{clear}{}: {name}: failed\n", self.command));
        }
    }
}

fn line(command: &str, stage: &str, took: Duration) -> String {
    format!("{command}: {stage:28} {:8.2} s\n", took.as_secs_f64())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_stage_has_a_line_with_its_time() {
        let line = line("codegen", "render", Duration::from_millis(1_250));
        assert_eq!(line, "codegen: render                           1.25 s\n");
    }
}
