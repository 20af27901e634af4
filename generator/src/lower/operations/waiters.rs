//! Waiters: methods that poll an operation until a resource is in a state.

use crate::ir::{Group, Waiter};
use crate::lower::Lowering;
use crate::lower::error::{Decision, LowerError};

/// Adds the configured waiters to their groups.
pub(in crate::lower) fn lower(lowering: &mut Lowering<'_>, groups: &mut [Group]) {
    let config = lowering.config;
    for waiter in &config.waiters {
        let place = format!("spec/codegen.toml [[waiters]] method `{}`", waiter.method);
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
                let error = LowerError::new(place, message);
                lowering.undecided(error.deciding(Decision::Unused {
                    table: "waiters".to_owned(),
                    entry: waiter.method.clone(),
                }));
            }
            continue;
        };
        if waiter.ready.is_empty() && !waiter.gone_is_ready {
            lowering.undecided(LowerError::new(place, "names no state to wait for"));
            continue;
        }
        group.waiters.push(Waiter {
            method: waiter.method.clone(),
            operation,
            status: waiter.status.clone(),
            ready: waiter.ready.clone(),
            failed: waiter.failed.clone(),
            gone_is_ready: waiter.gone_is_ready,
        });
    }
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
