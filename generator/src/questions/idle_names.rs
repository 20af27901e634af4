//! Names that overlays give and that have no effect.

use super::choice::Choice;
use super::overlay_text;
use crate::draft::Draft;

/// Returns the choices about the names that an action gives with a keyword.
pub(super) fn choices(
    new: &Draft,
    overlays: &[(&str, &str)],
    (schema, keyword, names): (&str, &str, &[String]),
) -> Vec<Choice> {
    let schema = schema.trim_start_matches('#');
    let mut actions = new.actions.iter().filter(|action| {
        let mut matched = action.matched.iter();
        matched.any(|pointer| pointer == schema)
    });
    let edits = actions.find_map(|action| {
        let (_, text) = overlays.iter().find(|(name, _)| *name == action.overlay)?;
        let lines = overlay_text::action_with(text, &action.target, keyword)?;
        let file = overlay_text::file(&action.overlay);
        overlay_text::without_names(&file, &lines, keyword, names)
    });
    let choice = edits.map(|edits| Choice {
        meaning: "it is no longer needed".to_owned(),
        edits,
        option: None,
    });
    let elsewhere = Choice::nothing("it is still needed elsewhere: correct its `target`");
    choice.into_iter().chain([elsewhere]).collect()
}
