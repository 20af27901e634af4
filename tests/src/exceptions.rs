//! Where the client differs from the document on purpose, each with the reason.

use serde_json::Value;

/// Operations that several methods call, each with one of the shapes that the document offers: operation, method,
/// branch of the request body, branch of the answer.
///
/// What such an operation answers depends on what it is sent, so that one method could not name its result.
pub const SPLITS: [(&str, &str, usize, usize); 2] = [
    ("droplets_create", "create", 0, 0),
    ("droplets_create", "create_many", 1, 1),
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

/// Lists that are not asked for with the largest page that the document allows, with the reason.
pub const SMALL_PAGES: [(&str, &str); 1] = [(
    "billingInsights_list",
    "no other list of the kind tells a bound, so that the client leaves the size to the API",
)];

/// Lists that are asked for one more page after a full one that is the last, with the reason.
pub const ONE_MORE_PAGE: [(&str, &str); 2] = [
    ("registries_list_garbageCollections", UNSURE),
    ("registry_list_garbageCollections", UNSURE),
];

/// See [`ONE_MORE_PAGE`].
const UNSURE: &str =
    "total and links are seen in recordings only, so that the client does not rely on them";

/// Payloads of others that need not decode, each with the reason.
pub const UNDECODABLE: [(&str, &str); 4] = [
    (
        "apps_get_job_invocation:response:200:job_invocation",
        "an example that holds a list where the operation returns one object, as its name and other examples say",
    ),
    (
        "apps_cancel_job_invocation:response:200:job_invocation",
        "the same example",
    ),
    (
        "kubernetes_create_cluster:response:201:Kubernetes Cluster with Multiple Node Pools Response",
        "an example with the plural for the one cluster, which the schema, the official client and other examples have not",
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

/// Updates whose body is made from no model although the path has a GET, with the reason.
pub const NOT_CONVERTED: [(&str, &str); 4] = [
    (
        "databases_update_onlineMigration",
        "the body is the source of a new migration; the GET returns the progress of one",
    ),
    (
        "databases_update_sql_mode",
        "what is returned is a string, which `new` takes",
    ),
    (
        "genai_rollback_to_agent_version",
        "the body names a version; the GET lists versions",
    ),
    (
        "genai_update_agents_workspace",
        "the body lists agents to move; the GET lists all agents",
    ),
];

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
