//! Reads the members of the mappings of an overlay document.

use std::collections::BTreeMap;

use super::error::OverlayProblemKind;
use crate::import::Node;

/// Refuses members that the specification does not know.
pub(crate) fn check_members(
    map: &BTreeMap<String, Node>,
    known: &[&str],
) -> Result<(), OverlayProblemKind> {
    let unknown = map
        .keys()
        .find(|key| !key.starts_with("x-") && !known.contains(&key.as_str()));
    unknown.map_or(Ok(()), |key| {
        Err(OverlayProblemKind::UnknownMember(key.clone()))
    })
}

pub(crate) fn mapping<'n>(
    node: &'n Node,
    member: &'static str,
) -> Result<&'n BTreeMap<String, Node>, OverlayProblemKind> {
    let wrong_type = OverlayProblemKind::WrongType {
        member,
        expected: "a mapping",
    };
    node.as_map().ok_or(wrong_type)
}

pub(crate) fn string<'n>(
    map: &'n BTreeMap<String, Node>,
    member: &'static str,
) -> Result<&'n str, OverlayProblemKind> {
    let wrong_type = OverlayProblemKind::WrongType {
        member,
        expected: "a string",
    };
    required(map, member)?.as_str().ok_or(wrong_type)
}

pub(crate) fn required<'n>(
    map: &'n BTreeMap<String, Node>,
    member: &'static str,
) -> Result<&'n Node, OverlayProblemKind> {
    map.get(member).ok_or(OverlayProblemKind::Missing(member))
}
