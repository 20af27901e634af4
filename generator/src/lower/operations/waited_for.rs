//! Which operations start what a waiter waits for.

use crate::ir::{Operation, Output, TypeId, TypeRef};

/// Returns the indices of the operations whose result a waiter waits for: those that delete what it polls, or those that
/// create it or return the same type.
pub(super) fn waited_for(operations: &[Operation], polled: usize, gone: bool) -> Vec<usize> {
    let Some(polled) = operations.get(polled) else {
        return Vec::new();
    };
    let collection = polled.path.rsplit_once('/').map(|(before, _)| before);
    let is_after = |operation: &Operation| match operation.http_method.as_str() {
        "GET" | "HEAD" => false,
        "DELETE" => gone && operation.path == polled.path,
        _ if gone => false,
        "POST" if Some(operation.path.as_str()) == collection => true,
        _ => returned(operation).is_some() && returned(operation) == returned(polled),
    };
    let operations = operations.iter().enumerate();
    let after = operations.filter(|(_, operation)| is_after(operation));
    after.map(|(index, _)| index).collect()
}

/// Returns the type of the one object that an operation returns.
fn returned(operation: &Operation) -> Option<TypeId> {
    match &operation.output {
        Output::Json {
            ty: TypeRef::Named(id),
            ..
        }
        | Output::Member {
            ty: TypeRef::Named(id),
            ..
        } => Some(*id),
        _ => None,
    }
}
