//! Types whose `new` takes other arguments, or the same in another order.

use super::choice::Choice;
use super::question::{Question, Topic};
use crate::argument_order::{Changed, changed};
use crate::draft::Draft;

pub(super) fn questions(old: &Draft, new: &Draft) -> Vec<Question> {
    let changed = changed((&old.api, &old.names), (&new.api, &new.names));
    changed.iter().map(question).collect()
}

fn question(changed: &Changed) -> Question {
    let Changed {
        path,
        name,
        before,
        after,
    } = changed;
    let (mut one, mut other) = (before.clone(), after.clone());
    one.sort();
    other.sort();
    let danger = if one == other {
        "; the same arguments in another order may compile and mean something else"
    } else {
        ""
    };
    Question {
        topic: Topic::ArgumentOrder,
        blocks: true,
        location: path.clone(),
        what: format!(
            "new({}) becomes new({}){danger}",
            before.join(", "),
            after.join(", ")
        ),
        choices: vec![
            Choice::option("as upstream has it", format!("--accept-order {name}")),
            Choice::nothing("as before: restore `required` in spec/overlays/10-fixes.yaml"),
        ],
    }
}
