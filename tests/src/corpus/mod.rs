//! Payloads that others wrote, read and sent by the client.
//!
//! Every line is read and written back with the generated type of its operation, kind and status; and it is taken through
//! the operation's own method: a response is served to it, a request is built by it. The result is compared with the
//! payload, as far as the document declares it.

mod evidence;
mod line;
mod line_result;
mod report;
mod runner;
mod undecodable;

pub use evidence::{Evidence, EvidenceCount};
pub use line::{CorpusLine, PayloadKind};
pub use line_result::{Layer, LineResult, Verdict};
pub use report::CorpusReport;
pub use runner::CorpusRun;

use crate::sampler::SchemaSampler;
use crate::second_reader::{Direction, Document, Schemas};
use crate::shared;

/// The files of payloads, one of the document's examples and one of the command line tool's.
const FILES: [&str; 2] = ["examples.jsonl", "cli-fixtures.jsonl"];

/// Takes all lines through their types and through the client; none where there are no payloads.
pub fn run() -> anyhow::Result<Option<CorpusReport>> {
    let Some(lines) = lines()? else {
        return Ok(None);
    };
    let document = Document::load()?;
    let schemas = Schemas::new(&document)?;
    let sampler = SchemaSampler::new(&document, &schemas, Direction::Request);
    let runner = CorpusRun::new(&document, sampler)?;
    let mut results = Vec::new();
    // Others keep payloads of operations that the API no longer has.
    let (lines, left_out): (Vec<_>, Vec<_>) = lines.iter().partition(|line| runner.knows(line));
    for line in lines {
        results.extend(runner.run(line)?);
    }
    Ok(Some(CorpusReport::new(results, left_out.len())))
}

/// Returns all payloads; none where there are no payloads.
pub fn lines() -> anyhow::Result<Option<Vec<CorpusLine>>> {
    let Some(folder) = shared("corpus").map_err(anyhow::Error::msg)? else {
        return Ok(None);
    };
    let mut lines = Vec::new();
    for file in FILES {
        lines.extend(CorpusLine::read(&folder.join(file))?);
    }
    Ok(Some(lines))
}
