//! Waiters: methods that poll an operation until a resource is in a state.

use std::collections::BTreeSet;

use crate::ir::{Group, Operation, Waiter};
use crate::lower::error::{Decision, LowerError};
use crate::lower::lowering::Lowering;
use crate::lower::operations::deletions;
use crate::lower::operations::waited_for::waited_for;

/// Adds the configured waiters, and those that follow from the document, to their groups.
pub(in crate::lower) fn lower(lowering: &mut Lowering<'_>, groups: &mut [Group]) {
    let config = lowering.config;
    for waiter in &config.waiters {
        let location = format!("spec/codegen.toml [[waiters]] method `{}`", waiter.method);
        let polled = groups.iter_mut().find_map(|group| {
            let position = group
                .operations
                .iter()
                .position(|operation| operation.id == waiter.operation)?;
            Some((group, position))
        });
        let Some((group, operation)) = polled else {
            if lowering.left_out.is_empty() {
                let message = format!("there is no operation `{}`", waiter.operation);
                let error = LowerError::new(location, message);
                lowering.undecided(error.deciding(Decision::Unused {
                    table: "waiters".to_owned(),
                    entry: waiter.operation.clone(),
                }));
            }
            continue;
        };
        if waiter.ready.is_empty() && !waiter.gone_is_ready {
            lowering.undecided(LowerError::new(location, "has no state to wait for"));
            continue;
        }
        let unknown = waiter.after.iter().flatten();
        let unknown = unknown.filter(|id| group.operations.iter().all(|other| other.id != **id));
        if let Some(id) = unknown.min() {
            let message = format!("`after` names `{id}`, which is not an operation of the group");
            lowering.undecided(LowerError::new(location, message));
            continue;
        }
        group.waiters.push(Waiter {
            method: waiter.method.clone(),
            noun: lowering.awaited(group, operation),
            operation,
            status: waiter.status.clone(),
            ready: waiter.ready.clone(),
            failed: waiter.failed.clone(),
            gone_is_ready: waiter.gone_is_ready,
            after: match &waiter.after {
                Some(ids) => configured(&group.operations, ids),
                None => waited_for(&group.operations, operation, waiter.gone_is_ready),
            },
        });
    }
    deletions::lower(lowering, groups);
    for group in groups.iter_mut() {
        group.waiters.sort_by(|a, b| a.method.cmp(&b.method));
    }
    let ids = groups
        .iter()
        .flat_map(|group| &group.operations)
        .map(|operation| operation.id.as_str());
    for id in ids.filter(|id| config.no_waiter.contains_key(*id)) {
        lowering.mark("no_waiter", id);
    }
}

impl Lowering<'_> {
    /// Returns the words for the awaited resource: those of the method that reads it, or the group's.
    pub(super) fn awaited(&self, group: &Group, polled: usize) -> String {
        let polled = group.operations.get(polled);
        let words = polled.and_then(|polled| polled.method.strip_prefix("get_"));
        words.map_or_else(|| group.noun.clone(), |words| self.spelling.clause(words))
    }
}

/// Returns the indices of the operations that the configuration names.
fn configured(operations: &[Operation], ids: &BTreeSet<String>) -> Vec<usize> {
    let operations = operations.iter().enumerate();
    let named = operations.filter(|(_, operation)| ids.contains(&operation.id));
    named.map(|(index, _)| index).collect()
}
