//! Payloads that others wrote, read and sent by the client.
//!
//! Every line is read and written back with the generated type of its operation, kind and status; and it is taken through
//! the operation's own method: a response is served to it, a request is built by it. The result is compared with the
//! payload, as far as the document declares it.

mod bench;
mod evidence;
mod line;
mod report;
mod trial;

pub use bench::Bench;
pub use evidence::{Count, Evidence};
pub use line::{Kind, Line};
pub use report::Report;
pub use trial::{Through, Trial, Verdict};

use crate::sampler::Sampler;
use crate::second_reader::{Direction, Document, Schemas};
use crate::shared;

/// The files of payloads, one of the document's examples and one of the command line tool's.
const FILES: [&str; 2] = ["examples.jsonl", "cli-fixtures.jsonl"];

/// Takes all lines through their types and through the client; none where there are no payloads.
pub fn run() -> anyhow::Result<Option<Report>> {
    let Some(lines) = lines()? else {
        return Ok(None);
    };
    let document = Document::load()?;
    let schemas = Schemas::new(&document)?;
    let sampler = Sampler::new(&document, &schemas, Direction::Request);
    let bench = Bench::new(&document, sampler)?;
    let mut trials = Vec::new();
    for line in &lines {
        trials.extend(bench.run(line)?);
    }
    Ok(Some(Report::new(trials)))
}

/// Returns all payloads; none where there are no payloads.
pub fn lines() -> anyhow::Result<Option<Vec<Line>>> {
    let Some(folder) = shared("corpus").map_err(anyhow::Error::msg)? else {
        return Ok(None);
    };
    let mut lines = Vec::new();
    for file in FILES {
        lines.extend(Line::read(&folder.join(file))?);
    }
    Ok(Some(lines))
}
