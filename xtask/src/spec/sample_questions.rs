//! Samples that the new document no longer describes, and corrections that no sample needs.

use generator::Draft;
use generator::questions::{Choice, Edit, Question, Topic};
use serde_json::{Value, json};

use super::samples::{
    CORRECTIONS, SAMPLES, WireSample, action, corrected, has_operation, read, undescribed, without,
};
use crate::command_error::CommandError;
use crate::spec_files::SpecFiles;

/// Returns the questions about the samples.
pub(super) fn questions(
    old: &Draft,
    new: &Draft,
    files: &SpecFiles,
) -> Result<Vec<Question>, CommandError> {
    let samples = read(&files.samples).map_err(CommandError::failed)?;
    let corrections = files.overlays.iter().find(|(path, _)| path == CORRECTIONS);
    let corrections = corrections.map_or("", |(_, text)| text);
    let document = corrected(&new.document, corrections);
    let stale = samples
        .iter()
        .filter_map(|sample| stale(&document, corrections, sample));
    let mut questions: Vec<_> = stale.collect();
    questions.extend(needless(old, new, (corrections, &document), &samples));
    Ok(questions)
}

/// Returns the question about a sample that the document does not describe.
fn stale(document: &Value, corrections: &str, sample: &WireSample) -> Option<Question> {
    let removed = |meaning: &str| Choice {
        meaning: meaning.to_owned(),
        edits: vec![Edit {
            file: SAMPLES.to_owned(),
            below: Vec::new(),
            remove: true,
            lines: sample.line.clone(),
        }],
        option: None,
    };
    let question = |topic, what: String, choices| Question {
        topic,
        blocks: true,
        location: format!("{SAMPLES}:{}", sample.number),
        what,
        choices,
    };
    if sample.kind == "better type" {
        let line = format!("  - target: {}", sample.correction);
        let is_known = corrections.lines().any(|known| known == line);
        let what = format!("there is no correction of `{}`", sample.correction);
        let choices = vec![removed("it is no longer needed")];
        return (!is_known).then(|| question(Topic::RemovedTarget, what, choices));
    }
    let operation = &sample.operation;
    if !has_operation(document, sample) {
        let what = format!("there is no operation `{operation}`");
        let choices = vec![removed("upstream removed it")];
        return Some(question(Topic::RemovedTarget, what, choices));
    }
    let problems = match sample.is_payload() {
        true => undescribed(document, sample),
        false => Vec::new(),
    };
    let what = format!(
        "the document does not describe this {} of `{operation}`: {}",
        sample.kind,
        problems.join("; ")
    );
    let wrong = Choice {
        meaning: format!("the API still sends it: correct the document in {CORRECTIONS}"),
        edits: Vec::new(),
        option: None,
    };
    let choices = vec![removed("the API no longer sends it"), wrong];
    (!problems.is_empty()).then(|| question(Topic::Sample, what, choices))
}

/// Questions about corrections without which every sample is described: about new ones, and where samples are stale also
/// about those that only they needed.
fn needless<'d>(
    old: &'d Draft,
    new: &'d Draft,
    (corrections, document): (&'d str, &'d Value),
    samples: &'d [WireSample],
) -> impl Iterator<Item = Question> {
    let payloads = samples.iter().filter(|sample| sample.is_payload());
    let described = |sample: &&WireSample| undescribed(document, sample).is_empty();
    let (live, stale): (Vec<_>, Vec<_>) = payloads.partition(described);
    let of_file = |draft: &'d Draft| {
        let actions = draft.actions.iter();
        actions.filter(|action| action.overlay == CORRECTIONS)
    };
    let is_new = move |target: &str| of_file(old).all(|action| action.target != target);
    let needless = of_file(new).filter(move |action| {
        let has_reason = samples
            .iter()
            .any(|sample| sample.correction == action.target);
        if has_reason || stale.is_empty() && !is_new(&action.target) {
            return false;
        }
        let document = corrected(&new.document, &without(corrections, action.action));
        live.iter()
            .all(|sample| undescribed(&document, sample).is_empty())
    });
    needless.map(move |action| Question {
        topic: Topic::Sample,
        blocks: true,
        location: CORRECTIONS.to_owned(),
        what: format!("no sample needs the correction of `{}`", action.target),
        choices: choices(&action.target, corrections, action.action),
    })
}

/// Returns the choices about a correction that no sample needs.
fn choices(target: &str, corrections: &str, index: usize) -> Vec<Choice> {
    let edited = |meaning: &str, file: &str, remove: bool, lines: String| Choice {
        meaning: meaning.to_owned(),
        edits: vec![Edit {
            file: file.to_owned(),
            below: Vec::new(),
            remove,
            lines,
        }],
        option: None,
    };
    let payload = json!({ "operation": "…", "kind": "response", "value": "…" });
    let reason = json!({ "correction": target, "kind": "better type", "value": "…" });
    vec![
        edited(
            "it is not needed",
            CORRECTIONS,
            true,
            action(corrections, index),
        ),
        edited(
            "a payload, made small, that only the corrected document describes",
            SAMPLES,
            false,
            payload.to_string(),
        ),
        edited(
            "the same payloads are described, but the type is better; say why",
            SAMPLES,
            false,
            reason.to_string(),
        ),
    ]
}
