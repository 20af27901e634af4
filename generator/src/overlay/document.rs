use super::action::Action;
use super::error::{OverlayError, OverlayProblem, OverlayProblemKind};
use super::members::{check_members, mapping, required, string};
use crate::import::{Data, Document, Node};

/// One overlay document.
pub(crate) struct Overlay {
    pub(crate) actions: Vec<Action>,
}

impl Overlay {
    /// Reads an overlay document; `name` is its file name for messages.
    pub(crate) fn parse(name: &str, yaml: &str) -> Result<Self, OverlayError> {
        let problem = |line, kind| OverlayProblem {
            overlay: name.to_owned(),
            line,
            action: None,
            target: None,
            kind,
        };
        let single = |problem| OverlayError::new(vec![problem]);
        let document = Document::parse(name, yaml.as_bytes())
            .map_err(|error| single(problem(None, OverlayProblemKind::Unreadable(error))))?;
        let root = document.root();
        let nodes = actions(root).map_err(|kind| single(problem(Some(root.line), kind)))?;
        let (mut actions, mut problems) = (Vec::new(), Vec::new());
        for (index, node) in nodes.iter().enumerate() {
            match Action::parse(node) {
                Ok(action) => actions.push(action),
                Err((target, kind)) => problems.push(OverlayProblem {
                    action: Some(index),
                    target,
                    ..problem(Some(node.line), kind)
                }),
            }
        }
        if problems.is_empty() {
            Ok(Self { actions })
        } else {
            Err(OverlayError::new(problems))
        }
    }
}

/// Checks the frame of an overlay document and returns its actions.
fn actions(root: &Node) -> Result<&[Node], OverlayProblemKind> {
    let overlay = mapping(root, "the overlay")?;
    check_members(overlay, &["overlay", "info", "extends", "actions"])?;
    let version = string(overlay, "overlay")?;
    if !version.starts_with("1.0.") {
        return Err(OverlayProblemKind::Version(version.to_owned()));
    }
    let info = mapping(required(overlay, "info")?, "info")?;
    check_members(info, &["title", "version"])?;
    string(info, "title")?;
    string(info, "version")?;
    if overlay.contains_key("extends") {
        string(overlay, "extends")?;
    }
    match &required(overlay, "actions")?.data {
        Data::List(actions) if !actions.is_empty() => Ok(actions),
        _ => Err(OverlayProblemKind::WrongType {
            member: "actions",
            expected: "a list of at least one action",
        }),
    }
}
