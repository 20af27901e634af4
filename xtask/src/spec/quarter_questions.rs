//! Changes of the simulated quarter that the new document no longer allows.

use std::fs;
use std::path::Path;

use generator::overlay;
use generator::questions::{Choice, Question, Topic};
use serde_json::Value;

use crate::command_error::CommandError;
use crate::repository;

/// The changes, one after another, of the test `quarter` of this package.
const FOLDER: &str = "tests/quarter";

/// Returns a question for each part of a change whose target the imported document does not have.
pub(super) fn questions(root: &Path, document: &Value) -> Result<Vec<Question>, CommandError> {
    let mut overlays = Vec::new();
    for path in repository::files_below(&root.join(FOLDER))? {
        if path
            .extension()
            .is_some_and(|extension| extension == "yaml")
        {
            let name = path.strip_prefix(root).unwrap_or(&path);
            let text = fs::read_to_string(&path).map_err(CommandError::io(&path))?;
            overlays.push((name.display().to_string(), text));
        }
    }
    overlays.sort();
    let overlays: Vec<_> = overlays
        .iter()
        .map(|(name, text)| (name.as_str(), text.as_str()))
        .collect();
    let (_, problems) = overlay::apply_leniently(document.clone(), &overlays);
    let questions = problems.into_iter().map(|problem| {
        let line = problem.line.map(|line| format!(":{line}"));
        Question {
            topic: Topic::Overlay,
            blocks: true,
            location: format!("{}{}", problem.overlay, line.unwrap_or_default()),
            what: match problem.target {
                Some(target) => format!("`{target}`: {}", problem.kind),
                None => problem.kind.to_string(),
            },
            choices: vec![Choice {
                meaning:
                    "this simulates a change of upstream: choose a target that the document has"
                        .to_owned(),
                edits: Vec::new(),
                option: None,
            }],
        }
    });
    Ok(questions.collect())
}

#[cfg(test)]
mod tests {
    use std::error::Error;

    use serde_json::json;

    use super::{FOLDER, questions};
    use crate::repository;

    #[test]
    fn a_change_of_a_removed_part_of_the_document_is_a_question() -> Result<(), Box<dyn Error>> {
        let root = repository::root().map_err(|error| error.to_string())?;
        let empty = json!({ "paths": {}, "components": { "schemas": {} } });
        let asked = questions(&root, &empty).map_err(|error| error.to_string())?;
        let of_removal = asked.iter().find(|question| {
            question
                .location
                .starts_with("tests/quarter/05-removed-group.yaml:4")
        });
        let of_removal = of_removal.ok_or("not asked")?;
        assert!(of_removal.blocks, "{of_removal:#?}");
        assert!(
            of_removal.what.contains("$.paths['/v2/1-clicks'"),
            "{of_removal:#?}"
        );
        assert!(root.join(FOLDER).is_dir());
        Ok(())
    }
}
