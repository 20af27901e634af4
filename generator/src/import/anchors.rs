//! Anchors and aliases of YAML: an alias is a copy of its anchor's value.

use std::collections::HashMap;

use super::error::ProblemKind;
use super::node::{Data, MAX_DEPTH, Node};

/// How many values aliases may repeat: without a limit, a few lines describe billions.
const MOST: usize = 1_000_000;

/// The values of the anchors of a document.
#[derive(Default)]
pub(super) struct Anchors {
    values: HashMap<usize, Node>,
    copied: usize,
}

impl Anchors {
    /// Keeps the value of an anchor; zero is none.
    pub(super) fn set(&mut self, anchor: usize, node: &Node) {
        if anchor != 0 {
            self.values.insert(anchor, node.clone());
        }
    }

    /// Returns a copy of the value of an anchor that is nested at most so deep.
    pub(super) fn copy(&mut self, anchor: usize, depth: usize) -> Result<Node, ProblemKind> {
        let node = self.values.get(&anchor).ok_or(ProblemKind::AliasOfItself)?;
        let mut left = MOST.saturating_sub(self.copied);
        if !count(node, depth, &mut left).ok_or(ProblemKind::TooDeep(MAX_DEPTH))? {
            return Err(ProblemKind::TooManyAliases(MOST));
        }
        self.copied = MOST - left;
        Ok(node.clone())
    }
}

/// Counts the values in a node down; whether enough are left, none where it is nested too deeply.
fn count(node: &Node, depth: usize, left: &mut usize) -> Option<bool> {
    let Some(less) = left.checked_sub(1) else {
        return Some(false);
    };
    *left = less;
    let mut children: Box<dyn Iterator<Item = &Node>> = match &node.data {
        Data::List(items) => Box::new(items.iter()),
        Data::Map(map) => Box::new(map.values()),
        _ => return Some(true),
    };
    let depth = depth.checked_sub(1)?;
    children.try_fold(true, |enough, child| {
        Some(enough && count(child, depth, left)?)
    })
}
