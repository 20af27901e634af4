//! Payloads of others that are not what the API sends.

/// Payloads of others that need not decode, each with the reason.
pub(super) const UNDECODABLE: [(&str, &str); 5] = [
    (
        "cli:account_get:response:434",
        "a stub of a test that does not look at the account: an empty object is not an account",
    ),
    (
        "cli:droplets_list:response:330",
        "a stub of a test that does not look at the Droplets: an empty object is not a list",
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
