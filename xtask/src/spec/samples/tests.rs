use std::error::Error;
use std::fs;
use std::path::Path;

use serde_json::Value;

use super::{WireSample, corrected, document, read, undescribed, without};

type Failed = Box<dyn Error>;

fn spec(path: &str) -> Result<String, Failed> {
    let spec = Path::new(env!("CARGO_MANIFEST_DIR")).join("../spec");
    Ok(fs::read_to_string(spec.join(path))?)
}

/// The samples, the document and its corrections.
fn inputs() -> Result<(Vec<WireSample>, Value, String), Failed> {
    let samples = read(&spec("samples.jsonl")?)?;
    let document = document(spec("digitalocean.yaml")?.as_bytes())?;
    Ok((samples, document, spec("overlays/10-fixes.yaml")?))
}

#[test]
fn corrected_document_describes_every_sample() -> Result<(), Failed> {
    let (samples, document, corrections) = inputs()?;
    let document = corrected(&document, &corrections);
    let payloads = samples.iter().filter(|sample| sample.is_payload());
    for sample in payloads {
        let found = undescribed(&document, sample);
        let (number, operation) = (sample.number, &sample.operation);
        assert!(found.is_empty(), "line {number}, {operation}: {found:?}");
    }
    Ok(())
}

/// Without it, a payload that servers or clients send is not described.
#[test]
fn every_correction_is_needed() -> Result<(), Failed> {
    let (samples, document, corrections) = inputs()?;
    let (payloads, reasons): (Vec<_>, Vec<_>) = samples.iter().partition(|one| one.is_payload());
    let targets = corrections
        .lines()
        .filter_map(|line| line.strip_prefix("  - target: "));
    let mut needless = Vec::new();
    for (index, target) in targets.enumerate() {
        if reasons.iter().any(|reason| reason.correction == target) {
            continue;
        }
        let text = without(&corrections, index);
        assert!(text.len() < corrections.len());
        let document = corrected(&document, &text);
        if payloads
            .iter()
            .all(|sample| undescribed(&document, sample).is_empty())
        {
            needless.push(format!("{index}: {target}"));
        }
    }
    assert!(
        needless.is_empty(),
        "no sample needs:\n{}",
        needless.join("\n")
    );
    let known: Vec<_> = corrections.lines().collect();
    for reason in reasons.iter().filter(|reason| reason.kind == "better type") {
        let line = format!("  - target: {}", reason.correction);
        assert!(
            known.contains(&line.as_str()),
            "no correction: {}",
            reason.line
        );
    }
    Ok(())
}
