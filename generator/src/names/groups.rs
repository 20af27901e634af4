//! Names of groups and waiters.

use super::error::NameError;
use super::methods::{claim_method, claim_operation};
use super::name::Name;
use super::reserved::{LIBRARIES, RESERVED_GROUPS, RESERVED_METHODS, RESERVED_TYPES};
use super::scope::Scope;
use super::table::{GroupNames, WaiterNames};
use super::{identifier, words};
use crate::ir::{Api, Group, Operation, Report, Waiter};

pub(super) fn claim(api: &Api, reports: &mut Vec<Report>) -> Result<Vec<GroupNames>, NameError> {
    let mut root = Scope::with(&[&RESERVED_GROUPS[..], &LIBRARIES].concat());
    api.groups
        .iter()
        .map(|group| claim_group(group, &mut root, reports))
        .collect()
}

fn claim_group(
    group: &Group,
    root: &mut Scope,
    reports: &mut Vec<Report>,
) -> Result<GroupNames, NameError> {
    let pointer = format!("groups/{}", group.key);
    let module = identifier::value_like(&group.key)
        .filter(|module| *module == group.key && root.is_free(module));
    let (Some(module), Some(handle)) = (module, identifier::type_like(&group.key)) else {
        return Err(NameError::new(
            &pointer,
            "the group's key cannot be used as an identifier: it is not in snake case, or it is a word of Rust, or the name of a feature, a \
             module or a method that every client has; rename it in codegen.toml",
        ));
    };
    root.take(&module);

    let mut methods = Scope::with(&RESERVED_METHODS);
    let mut structs = Scope::with(&RESERVED_TYPES);
    let shared = shared_segments(group);
    let mut operations = Vec::new();
    for operation in &group.operations {
        let method = claim_method(&operation.method, &operation.pointer, &mut methods, reports)?;
        let mut names = claim_operation(operation, &method, &mut structs, reports)?;
        names.segments = segments(operation, shared, &module);
        operations.push(names);
    }
    let mut waiters = Vec::new();
    for waiter in &group.waiters {
        waiters.push(claim_waiter(waiter, &pointer, &mut methods, reports)?);
    }
    Ok(GroupNames {
        module: Name::new(&module),
        handle: Name::new(&handle),
        operations,
        waiters,
    })
}

fn claim_waiter(
    waiter: &Waiter,
    pointer: &str,
    methods: &mut Scope,
    reports: &mut Vec<Report>,
) -> Result<WaiterNames, NameError> {
    let method = claim_method(&waiter.method, pointer, methods, reports)?;
    let constant = Name::new(&method.to_ascii_uppercase());
    Ok(WaiterNames {
        method: Name::new(&method),
        constant,
    })
}

/// Returns the number of leading path segments that all operations of the group share.
fn shared_segments(group: &Group) -> usize {
    let mut paths = group
        .operations
        .iter()
        .map(|operation| operation.path.split('/').collect::<Vec<_>>());
    let Some(first) = paths.next() else { return 0 };
    paths.fold(first.len(), |shared, path| {
        first
            .iter()
            .zip(&path)
            .take(shared)
            .take_while(|(one, other)| one == other)
            .count()
    })
}

/// Returns the static segments behind the shared ones as module names; the group's own where there are none.
fn segments(operation: &Operation, shared: usize, module: &str) -> Vec<String> {
    let own = operation.path.split('/').skip(shared);
    let own: Vec<_> = own
        .filter(|segment| !segment.is_empty() && !segment.contains('{'))
        .filter_map(identifier::value_like)
        .map(|segment| words::snake(&segment))
        .collect();
    if own.is_empty() {
        vec![module.to_owned()]
    } else {
        own
    }
}
