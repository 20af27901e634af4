//! Where the client differs from the document on purpose, each with the reason.

use serde_json::Value;

/// Operations that several methods call, each with one of the shapes that the document offers: operation, method,
/// branch of the request body, branch of the answer.
///
/// What such an operation answers depends on what it is sent, so that one method could not name its result.
pub const SPLITS: [(&str, &str, usize, usize); 2] = [
    ("droplets_create", "create", 0, 0),
    ("droplets_create", "create_multiple", 1, 1),
];

/// Parameters that no method takes, with the reason.
pub const PARAMETERS: [(&str, &str, &str); 2] = [
    (
        "apps_create",
        "Accept",
        "OpenAPI tells to ignore it; the client speaks JSON",
    ),
    (
        "apps_create",
        "Content-Type",
        "OpenAPI tells to ignore it; the client speaks JSON",
    ),
];

/// Operations whose document tells no success, with the reason.
pub const NO_SUCCESS: [(&str, &str); 1] = [(
    "genai_create_model_api_key",
    "the document only tells failures; the client returns nothing for any success",
)];

/// Values that a method returns and that a valid answer may lack: operation, JSON path and reason. The client returns
/// their zero value and tells so.
pub const UNWRAPPED: [(&str, &str, &str); 3] = [
    (
        "kubernetes_get_availableUpgrades",
        "available_upgrade_versions",
        "null is an empty list",
    ),
    (
        "security_get_latest_scan",
        "scan.findings",
        "no list is an empty page",
    ),
    (
        "security_get_scan",
        "scan.findings",
        "no list is an empty page",
    ),
];

/// Payloads of others that need not decode, each with the reason.
pub const UNDECODABLE: [(&str, &str); 3] = [
    (
        "apps_get_job_invocation:response:200:job_invocation",
        "an example that holds a list where the operation returns one object, as its name and other examples say",
    ),
    (
        "apps_cancel_job_invocation:response:200:job_invocation",
        "the same example",
    ),
    (
        "monitoring_list_alertPolicy:response:200:composed",
        "composed of examples of single members: a number where the schema and other payloads have strings",
    ),
];

/// Returns the schema that a method uses of one that several methods share.
pub fn branch_of_request<'d>(id: &str, method: &str, schema: &'d Value) -> &'d Value {
    branch(schema, split(id, method).map(|(request, _)| request))
}

/// Returns the schema that a method uses of one that several methods share.
pub fn branch_of_answer<'d>(id: &str, method: &str, schema: &'d Value) -> &'d Value {
    branch(schema, split(id, method).map(|(_, answer)| answer))
}

fn split(id: &str, method: &str) -> Option<(usize, usize)> {
    let split = SPLITS
        .iter()
        .find(|(operation, name, ..)| *operation == id && *name == method);
    split.map(|&(_, _, request, answer)| (request, answer))
}

fn branch(schema: &Value, index: Option<usize>) -> &Value {
    let branches = schema.get("oneOf").and_then(Value::as_array);
    let chosen = index.and_then(|index| branches?.get(index));
    chosen.unwrap_or(schema)
}
