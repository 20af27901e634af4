//! Where the client differs from the document on purpose, each with the reason.

use serde_json::Value;

/// Operations that several methods call, each with one of the shapes that the document offers: operation, method,
/// branch of the request body, branch of the response.
///
/// The response of such an operation depends on its request body, so that one method could not name its result.
pub const SPLITS: [(&str, &str, usize, usize); 2] = [
    ("droplets_create", "create", 0, 0),
    ("droplets_create", "create_many", 1, 1),
];

/// Parameters that no method takes, with the reason.
pub const PARAMETERS: [(&str, &str, &str); 2] = [
    (
        "apps_create",
        "Accept",
        "OpenAPI requires that it is ignored; the client uses JSON",
    ),
    (
        "apps_create",
        "Content-Type",
        "OpenAPI requires that it is ignored; the client uses JSON",
    ),
];

/// Operations without a documented success, with the reason.
pub const NO_SUCCESS: [(&str, &str); 1] = [(
    "genai_create_model_api_key",
    "the document only has errors; the client returns nothing for any success",
)];

/// Values that a method returns and that a valid response may lack: operation, JSON path and reason. The client returns
/// their default value.
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
pub const UNDECODABLE: [(&str, &str); 5] = [
    (
        "cli:account_get:response:434",
        "a stub of a test that does not look at the account: an empty object is no account",
    ),
    (
        "cli:droplets_list:response:330",
        "a stub of a test that does not look at the Droplets: an empty object is no list",
    ),
    (
        "tags_get:response:200:composed",
        "composed of examples of single members: a tag inside of a tag, which the schema has not",
    ),
    (
        "apps_get_job_invocation:response:200:job_invocation",
        "an example that holds a list where the operation returns one object, as its name and other examples say",
    ),
    (
        "apps_cancel_job_invocation:response:200:job_invocation",
        "the same example",
    ),
];

/// Returns the schema that a method uses of one that several methods share.
pub fn branch_of_request<'d>(id: &str, method: &str, schema: &'d Value) -> &'d Value {
    branch(schema, split(id, method).map(|(request, _)| request))
}

/// Returns the schema that a method uses of one that several methods share.
pub fn branch_of_response<'d>(id: &str, method: &str, schema: &'d Value) -> &'d Value {
    branch(schema, split(id, method).map(|(_, response)| response))
}

fn split(id: &str, method: &str) -> Option<(usize, usize)> {
    let split = SPLITS
        .iter()
        .find(|(operation, name, ..)| *operation == id && *name == method);
    split.map(|&(_, _, request, response)| (request, response))
}

fn branch(schema: &Value, index: Option<usize>) -> &Value {
    let branches = schema.get("oneOf").and_then(Value::as_array);
    let chosen = index.and_then(|index| branches?.get(index));
    chosen.unwrap_or(schema)
}

/// Bodies that are not what the schemas of response and request make of the response: the operation, a part of the
/// message, the reason.
pub const UNLIKE: [(&str, &str, &str); 3] = [
    (
        "loadBalancers_update",
        "sample: /region",
        "responses may have any slug, the schema of requests lists those of today",
    ),
    (
        "registries_update_subscription",
        "sample: /tier_slug",
        "responses may have any slug, the schema of requests lists those of today",
    ),
    (
        "registry_update_subscription",
        "sample: /tier_slug",
        "responses may have any slug, the schema of requests lists those of today",
    ),
];
