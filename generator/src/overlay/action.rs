use serde_json::Value;
use serde_json_path::JsonPath;

use super::error::OverlayProblemKind;
use super::members::{check_members, mapping, string};
use crate::import::{Data, Node, into_value};

/// One action of an overlay.
pub(crate) struct Action {
    pub(crate) line: usize,
    pub(crate) target: String,
    pub(crate) path: JsonPath,
    pub(crate) effect: Effect,
}

/// The change that an action makes to each value that its target selects.
pub(crate) enum Effect {
    Update(Value),
    Remove,
}

/// An error in an action, and the action's target if that could be read.
pub(crate) type ActionError = (Option<String>, OverlayProblemKind);

impl Action {
    pub(crate) fn parse(node: &Node) -> Result<Self, ActionError> {
        let map = mapping(node, "actions").map_err(|kind| (None, kind))?;
        let target = string(map, "target")
            .map_err(|kind| (None, kind))?
            .to_owned();
        let failed = |kind| (Some(target.clone()), kind);
        check_members(map, &["target", "description", "update", "remove"]).map_err(failed)?;
        if map.contains_key("description") {
            string(map, "description").map_err(failed)?;
        }
        let path = JsonPath::parse(&target)
            .map_err(|error| failed(OverlayProblemKind::BadTarget(error.to_string())))?;
        let effect = match (
            map.get("update"),
            remove(map.get("remove")).map_err(failed)?,
        ) {
            (Some(update), false) => Effect::Update(into_value(update.clone())),
            (None, true) => Effect::Remove,
            _ => return Err(failed(OverlayProblemKind::NoChange)),
        };
        Ok(Self {
            line: node.line,
            target,
            path,
            effect,
        })
    }
}

fn remove(node: Option<&Node>) -> Result<bool, OverlayProblemKind> {
    match node.map(|node| &node.data) {
        None => Ok(false),
        Some(Data::Bool(remove)) => Ok(*remove),
        Some(_) => Err(OverlayProblemKind::WrongType {
            member: "remove",
            expected: "a boolean",
        }),
    }
}
