//! Names of groups, their methods, arguments, operation structs and waiters.

use super::{
    GroupNames, Name, NameError, OperationNames, WaiterNames, identifier, scope::Scope, words,
};
use crate::ir::{Api, Group, Operation, Report, Waiter};

/// Methods that a group struct has by its traits, and one that returns something else by convention.
const RESERVED_METHODS: [&str; 7] = [
    "clone",
    "clone_from",
    "fmt",
    "from",
    "into",
    "new",
    "type_id",
];

/// Libraries that the root of every client re-exports, since their types occur in signatures.
pub(crate) const LIBRARIES: [&str; 5] = ["bytes", "futures_core", "http", "jiff", "serde_json"];

/// Modules, features and methods of the client that every client has: no group is called so, nor like one of the
/// `LIBRARIES`.
pub const RESERVED_GROUPS: [&str; 43] = [
    "api_error",
    "blocking",
    "build",
    "builder",
    "call",
    "client",
    "clone",
    "codec",
    "core",
    "default",
    "download",
    "drift",
    "error",
    "ext",
    "facts",
    "fake",
    "fmt",
    "from_env",
    "full",
    "generated",
    "governor",
    "gzip",
    "http2",
    "models",
    "native_tls",
    "new",
    "operation",
    "ops",
    "pagination",
    "rate_limit",
    "redis",
    "request",
    "runtime",
    "rustls_aws_lc",
    "rustls_ring",
    "servers",
    "shared",
    "std",
    "stream",
    "test_support",
    "testing",
    "transport",
    "wait",
];

/// Returns whether a group cannot have the name, since every client has something of that name.
pub(crate) fn is_reserved_group(name: &str) -> bool {
    RESERVED_GROUPS.contains(&name) || LIBRARIES.contains(&name)
}

/// Methods of the runtime's `Request`, whatever the operation. A test reads them from its sources.
pub const RESERVED_SETTERS: [&str; 45] = [
    "body",
    "call",
    "call_download",
    "call_head",
    "call_response",
    "call_stream",
    "clone",
    "cursor",
    "download",
    "fmt",
    "head",
    "header",
    "header_text",
    "ignore_not_found",
    "into",
    "into_future",
    "items",
    "mistake",
    "new",
    "operation",
    "page_size",
    "pages",
    "prepare",
    "query",
    "retry",
    "retry_if",
    "send",
    "span",
    "stream",
    "timeout",
    "to_curl",
    "urgent",
    "wait_until",
    "with_header",
    "with_header_json",
    "with_header_list",
    "with_json",
    "with_page_size",
    "with_part",
    "with_parts",
    "with_queries",
    "with_query",
    "with_styled",
    "with_styled_header",
    "without_header",
];

/// Types that generated code next to the operation structs names without a path.
pub(super) const RESERVED_TYPES: [&str; 36] = [
    "Box",
    "Bool",
    "BTreeMap",
    "Clone",
    "Client",
    "Debug",
    "Default",
    "Eq",
    "Err",
    "Error",
    "File",
    "From",
    "Future",
    "Hash",
    "IntegerString",
    "Into",
    "Iterator",
    "None",
    "Nullable",
    "Ok",
    "Option",
    "Page",
    "PartialEq",
    "Payload",
    "Request",
    "Response",
    "Result",
    "Secret",
    "Send",
    "Some",
    "String",
    "Sync",
    "Timestamp",
    "Value",
    "Vec",
    "WaitSpec",
];

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

fn claim_method(
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

fn claim_operation(
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
        let claimed = fields
            .claim(&[
                name.clone(),
                format!("{}_param", name.trim_end_matches('_')),
            ])
            .ok_or_else(unnamed)?;
        arguments.push(Name::new(&claimed));
    }

    let mut setters = Scope::with(&RESERVED_SETTERS);
    let mut query = Vec::new();
    for parameter in &operation.query {
        let name = identifier::value_like(&parameter.wire).ok_or_else(unnamed)?;
        let claimed = setters
            .claim(&[
                name.clone(),
                format!("{}_param", name.trim_end_matches('_')),
            ])
            .ok_or_else(unnamed)?;
        if claimed != name {
            reports.push(Report {
                pointer: operation.pointer.clone(),
                message: format!(
                    "`Request` has a method `{name}`, so the query parameter is set by `{claimed}`"
                ),
            });
        }
        query.push(Name::new(&claimed));
    }
    Ok(OperationNames {
        method: Name::new(method),
        operation: Name::new(&structure),
        arguments,
        query,
        segments: Vec::new(),
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
