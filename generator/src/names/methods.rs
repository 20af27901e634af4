//! Names of methods, their arguments and operation structs. The wanted name of a method is in the IR.

use super::error::NameError;
use super::identifier;
use super::name::Name;
use super::reserved::{RESERVED_METHODS, RESERVED_SETTERS};
use super::scope::{Scope, by_likeness};
use super::table::OperationNames;
use super::words;
use crate::ir::{Operation, Output, Report};

pub(super) fn claim_method(
    wanted: &str,
    pointer: &str,
    methods: &mut Scope,
    reports: &mut Vec<Report>,
) -> Result<String, NameError> {
    let unnamed = || {
        NameError::new(
            pointer,
            "the method has no name; give it one in codegen.toml",
        )
    };
    let first = identifier::value_like(wanted).ok_or_else(unnamed)?;
    let is_reserved = RESERVED_METHODS.contains(&first.as_str());
    let candidate = first.clone() + if is_reserved { "_" } else { "" };
    let method = methods.claim(&[candidate]).ok_or_else(unnamed)?;
    if method != first {
        reports.push(Report {
            pointer: pointer.to_owned(),
            message: format!(
                "the method name `{first}` is taken, so it is `{method}`; name it in codegen.toml"
            ),
        });
    }
    Ok(method)
}

pub(super) fn claim_operation(
    operation: &Operation,
    method: &str,
    structs: &mut Scope,
    reports: &mut Vec<Report>,
) -> Result<OperationNames, NameError> {
    let unnamed = || {
        NameError::new(
            &operation.pointer,
            "a parameter's name has neither letters nor digits",
        )
    };
    let stem = identifier::type_like(method).ok_or_else(unnamed)?;
    let candidates = [stem.clone(), format!("{stem}Operation")];
    let structure = structs.claim(&candidates).ok_or_else(unnamed)?;

    let mut fields = Scope::default();
    if operation.body.is_some() {
        fields.take("body");
    }
    let mut arguments = Vec::new();
    for argument in &operation.arguments {
        let name = identifier::value_like(&argument.wire).ok_or_else(unnamed)?;
        let candidates = parameter_candidates(&argument.wire, &name);
        let claimed = fields.claim(&candidates).ok_or_else(unnamed)?;
        arguments.push(Name::new(&claimed));
    }

    let query = claim_setters(operation, reports).ok_or_else(unnamed)?;
    Ok(OperationNames {
        method: Name::new(method),
        operation: Name::new(&structure),
        arguments,
        query,
        segments: Vec::new(),
    })
}

/// Returns the names of the methods that set query parameters and headers.
fn claim_setters(operation: &Operation, reports: &mut Vec<Report>) -> Option<Vec<Name>> {
    let mut setters = Scope::with(&RESERVED_SETTERS);
    // The runtime sets both for lists with numbered pages, declared or not.
    let has_page_setters =
        matches!(&operation.output, Output::Page(page) if page.style.has_page_setters());
    if has_page_setters {
        setters.take("page");
        setters.take("per_page");
    }
    let mut query = vec![String::new(); operation.query.len()];
    for index in by_likeness(
        &operation.query,
        |parameter| &parameter.wire,
        identifier::value_like,
    ) {
        let parameter = &operation.query[index];
        let name = identifier::value_like(&parameter.wire)?;
        if parameter.provided {
            query[index] = name;
            continue;
        }
        let candidates = parameter_candidates(&parameter.wire, &name);
        let claimed = setters.claim(&candidates)?;
        if claimed != name {
            reports.push(Report {
                pointer: operation.pointer.clone(),
                message: match RESERVED_SETTERS.contains(&name.as_str()) {
                    true => format!(
                        "`Request` has a method `{name}`, so the query parameter is set by `{claimed}`"
                    ),
                    false => format!(
                        "the setter `{name}` is taken, so {:?} is set by `{claimed}`",
                        parameter.wire
                    ),
                },
            });
        }
        query[index] = claimed;
    }
    Some(query.iter().map(|name| Name::new(name)).collect())
}

/// Returns what a parameter might be called, best first: `StartTime<` is `start_time_less` next to `StartTime`.
fn parameter_candidates(wire: &str, name: &str) -> Vec<String> {
    let signed = identifier::value_like(&words::with_signs(wire));
    let last = format!("{}_param", name.trim_end_matches('_'));
    // Where `Request` has the name, the signs say nothing that would help.
    let signed = signed.filter(|_| !RESERVED_SETTERS.contains(&name));
    let all = [Some(name.to_owned()), signed, Some(last)];
    let mut candidates: Vec<String> = Vec::new();
    for candidate in all.into_iter().flatten() {
        if !candidates.contains(&candidate) {
            candidates.push(candidate);
        }
    }
    candidates
}
