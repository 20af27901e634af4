//! Waiters until a resource is deleted: one for each GET that shares its path with a DELETE.

use crate::ir::{Group, Operation, Output, TypeRef, Waiter};
use crate::lower::lowering::Lowering;
use crate::lower::operations::waited_for::waited_for;

/// Adds the waiters that follow from the document; needs those of the configuration.
pub(in crate::lower) fn lower(lowering: &mut Lowering<'_>, groups: &mut [Group]) {
    for group in groups {
        for index in 0..group.operations.len() {
            let operation = &group.operations[index];
            if !is_resource(operation) || !is_deletable(group, operation) {
                continue;
            }
            let id = operation.id.clone();
            if lowering.config.no_deletion.contains_key(&id) {
                lowering.mark("no_deletion", &id);
                continue;
            }
            let mut own = group.waiters.iter().filter(|one| one.operation == index);
            if own.any(|one| one.gone_is_ready) {
                continue;
            }
            let waiter = lowering.deletion(group, index);
            group.waiters.push(waiter);
        }
    }
}

/// Whether the operation reads one resource: lists have a path without an ID at its end.
fn is_resource(operation: &Operation) -> bool {
    let is_list = match &operation.output {
        Output::Empty => return false,
        Output::Page(_) => true,
        Output::Member { ty, .. } => matches!(ty, TypeRef::List(_) | TypeRef::Map(_)),
        Output::Json { .. } | Output::File { .. } | Output::Text { .. } => false,
    };
    operation.http_method == "GET" && (!is_list || operation.path.ends_with('}'))
}

fn is_deletable(group: &Group, operation: &Operation) -> bool {
    let mut operations = group.operations.iter();
    operations.any(|other| other.http_method == "DELETE" && other.path == operation.path)
}

impl Lowering<'_> {
    fn deletion(&mut self, group: &Group, index: usize) -> Waiter {
        let operation = &group.operations[index];
        let method = self.deletion_name(operation);
        // The state is where other waiters for the same resource find it.
        let known = group.waiters.iter().find(|one| one.operation == index);
        let states = known.iter().flat_map(|one| &one.failed);
        let config = self.config;
        let deleted = config.deleted_states.iter();
        let mut ready = Vec::new();
        for state in states {
            let listed = deleted.clone().find(|one| one.eq_ignore_ascii_case(state));
            if let Some(listed) = listed {
                self.mark("deleted_states", listed);
                ready.push(state.clone());
            }
        }
        Waiter {
            method,
            noun: self.awaited(group, index),
            operation: index,
            status: known.map(|one| one.status.clone()).unwrap_or_default(),
            ready,
            failed: Vec::new(),
            gone_is_ready: true,
            after: waited_for(&group.operations, index, true),
        }
    }

    /// `wait_until_deleted` for `get`, `wait_until_pool_deleted` for `get_pool`.
    fn deletion_name(&mut self, operation: &Operation) -> String {
        if let Some(name) = self.config.deletions.get(&operation.id) {
            self.mark("deletions", &operation.id);
            return name.clone();
        }
        let method = operation.method.as_str();
        if method == "get" {
            return "wait_until_deleted".to_owned();
        }
        // `wait_until_model_deleted` also for `retrieve_model`.
        let noun = method.split_once('_').map_or(method, |(_, noun)| noun);
        format!("wait_until_{noun}_deleted")
    }
}
