//! Overlays mean the same to the generator and to the second reader, which applies them with code of its own.

use anyhow::{Context as _, ensure};
use generator::overlay;
use serde_json::Value;
use tests::compare::Rules;
use tests::second_reader::{Document, borrowed, overlays};

#[test]
fn both_applications_give_the_same_document() -> anyhow::Result<()> {
    let applied = overlay::apply(Document::imported()?, &borrowed(&overlays()?))?;
    let document = Document::load()?;
    let differences = Rules::EXACT.differences(document.root(), &applied.document);
    ensure!(differences.is_empty(), "{}", differences.join("\n"));
    Ok(())
}

/// An action that counts would hit a neighbour as soon as upstream adds one before it, and would not be stale.
#[test]
fn no_action_counts() -> anyhow::Result<()> {
    for (name, text) in overlays()? {
        let overlay: Value = serde_yaml::from_str(&text)?;
        let actions = overlay["actions"].as_array().context("no actions")?;
        let mut targets = actions
            .iter()
            .filter_map(|action| action["target"].as_str());
        let counts = |selector: &str| {
            selector
                .split(']')
                .next()
                .is_some_and(|one| one.parse::<i64>().is_ok())
        };
        let counted = targets.find(|target| target.split('[').any(counts));
        ensure!(
            counted.is_none(),
            "{name}: {counted:?} counts; select what it is about, as in `[?@.name == 'page']`"
        );
    }
    Ok(())
}
