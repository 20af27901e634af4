//! Removal of the entries of `spec/` that match nothing in a new version of the document.

use generator::questions::{Edit, Question};

use crate::spec_files::SpecFiles;

/// How many times at most it is asked again: what matches nothing may have been all that used something else.
pub(super) const ROUNDS: usize = 8;

/// Takes the first choice of each question about an entry that matches nothing; returns for how many questions.
///
/// Two choices may be about the same lines. The second one is left for the next round, which asks again.
pub(super) fn prune(files: &mut SpecFiles, questions: &[Question]) -> usize {
    let prunable = questions.iter().filter(|question| question.is_prunable());
    let choices = prunable.filter_map(|question| question.choices.first());
    let count = choices.filter(|choice| take(files, &choice.edits)).count();
    files.docs.retain(|(_, text)| !text.trim().is_empty());
    count
}

/// Makes all edits, or none where the lines of one are not there.
fn take(files: &mut SpecFiles, edits: &[Edit]) -> bool {
    let mut texts = files.texts();
    for edit in edits {
        let text = texts.entry(edit.file.clone()).or_default();
        match edit.apply(text) {
            Ok(edited) => *text = edited,
            Err(_) => return false,
        }
    }
    files.set_texts(texts);
    true
}
