//! Sentences: none of the published document, and few with words that `tools/plain-words` counts.

use std::path::Path;
use std::process::Command;

use super::step::{Outcome, skipped, succeed};
use crate::command_error::CommandError;

/// The most words that may be counted in sentences written by hand: some are the usual term where they are.
const LIMIT: usize = 60;

pub(super) fn prose(root: &Path) -> Result<Outcome, CommandError> {
    let [overlap, plain_words] =
        ["prose-overlap", "plain-words"].map(|name| root.join("../shared/tools").join(name));
    if !overlap.exists() || !plain_words.exists() {
        return skipped("../shared is absent");
    }
    let mut command = Command::new(&overlap);
    command.arg(root);
    succeed(command)?;

    let output = Command::new(&plain_words).arg(root).output();
    let output = output.map_err(CommandError::io(&plain_words))?;
    let text = String::from_utf8_lossy(&output.stdout);
    let Some(count) = counted(&text).filter(|_| output.status.success()) else {
        let message = format!("{} printed no total: {text}", plain_words.display());
        return Err(CommandError::failed(message));
    };
    if count > LIMIT {
        return Err(CommandError::failed(format!(
            "{count} words are not plain, more than {LIMIT}; `{} . --list` shows them",
            plain_words.display()
        )));
    }
    Ok(Outcome::Passed)
}

/// Returns the number of words in sentences written by hand, which the last line begins with.
fn counted(output: &str) -> Option<usize> {
    let total = output.lines().rev().find(|line| line.contains("in all"))?;
    total.split_whitespace().next()?.parse().ok()
}

#[cfg(test)]
mod tests {
    use super::counted;

    #[test]
    fn the_total_is_the_first_number_of_its_line() {
        let output = "    16      0  anew\n    31      1  in all (written by hand, generated)\n";
        assert_eq!(counted(output), Some(31));
        assert_eq!(counted("    16      0  anew\n"), None);
    }
}
