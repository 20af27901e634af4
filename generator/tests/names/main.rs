//! Identifiers, as they come out of the table.

#![allow(clippy::expect_used, clippy::panic, reason = "tests fail by panicking")]

mod sample;

use generator::{
    ir::*,
    names::{self, NameError, NameTable},
};
use sample::*;

fn claimed(api: &Api) -> NameTable {
    match names::claim(api) {
        Ok(names) => names,
        Err(error) => panic!("{error}"),
    }
}

fn type_name(key: &str) -> String {
    let api = api(vec![ty(component(key), GROUP, record(&[], false))], vec![]);
    claimed(&api).ty(type_id(0)).ident.to_string()
}

fn members(name: &str, shape: Shape) -> Vec<String> {
    let api = api(vec![ty(component(name), GROUP, shape)], vec![]);
    let names = claimed(&api);
    names
        .ty(type_id(0))
        .members
        .iter()
        .map(ToString::to_string)
        .collect()
}

#[test]
fn acronyms_are_one_word() {
    for (key, name) in [
        ("vpc_peering", "VpcPeering"),
        ("VPCPeering", "VpcPeering"),
        ("sshKeys", "SshKeys"),
        ("floatingIPsAction", "FloatingIpsAction"),
        ("reserved_ipv6", "ReservedIpv6"),
        ("networkIPv6Address", "NetworkIpv6Address"),
        ("OAuth2GetURL", "Oauth2GetUrl"),
        ("apiAgentAPIKeyInfo", "ApiAgentApiKeyInfo"),
        ("vectordbVectorDBConfig", "VectordbVectorDbConfig"),
        ("oneClicks", "OneClicks"),
        ("1Clicks", "OneClicks"),
        ("version-2", "Version2"),
        ("sha256Digest", "Sha256Digest"),
        ("IDs", "Ids"),
        ("openSearchURLs", "OpenSearchUrls"),
    ] {
        assert_eq!(type_name(key), name, "{key}");
    }
}

#[test]
fn names_of_the_standard_library_get_a_word_more() {
    assert_eq!(type_name("error"), "DropletsError");
    assert_eq!(type_name("Self"), "SelfValue");
    let shared = api(
        vec![ty(component("error"), Home::Shared, record(&[], false))],
        vec![],
    );
    let names = claimed(&shared);
    assert_eq!(names.ty(type_id(0)).ident, "ErrorBody");
    assert_eq!(names.reports.len(), 1);
}

#[test]
fn members_are_identifiers() {
    let wires = [
        "type",
        "self",
        "1_clicks",
        "pg_partman_bgw.role",
        "registry.digitalocean.com",
        "resultType",
        "X-Dangerous",
        "default",
        "new",
        "a b",
        "a-b",
        "async",
        "$id",
    ];
    assert_eq!(
        members("m", record(&wires, false)),
        [
            "type_",
            "self_",
            "one_clicks",
            "pg_partman_bgw_role",
            "registry_digitalocean_com",
            "result_type",
            "x_dangerous",
            "default_",
            "new_",
            "a_b",
            "a_b_",
            "async_",
            "id",
        ]
    );
    // Types that callers build have `new`, and `Default` by its trait; types of responses follow the same rule.
    for buildable in [true, false] {
        assert_eq!(
            members("m", record(&["default", "new"], buildable)),
            ["default_", "new_"]
        );
    }
}

#[test]
fn values_that_begin_with_a_digit_get_a_word_that_says_what_they_are() {
    let wires = [
        "1.2",
        "0.10.0-IV0",
        "5m",
        "24h",
        "1d",
        "1024x1536",
        "600",
        "1 hour",
        "-1",
        "1536foo",
    ];
    assert_eq!(
        members("m", values(&wires)),
        [
            "V1_2",
            "V0_10_0Iv0",
            "Minutes5",
            "Hours24",
            "Days1",
            "Size1024x1536",
            "N600",
            "OneHour",
            "Minus1",
            "N1536foo",
        ]
    );
}

#[test]
fn values_are_distinguished() {
    let wires = [
        "red",
        "red*",
        "Red",
        "Unknown",
        "UNKNOWN",
        "",
        "*",
        "%m [%p]",
        "in-progress",
        "in_progress",
        "v1/insights/droplet/load_1",
        "compact,delete",
        "é",
    ];
    assert_eq!(
        members("m", values(&wires)),
        [
            "Red",
            "RedStar",
            "Red2",
            "UnknownValue",
            "UnknownValue2",
            "Empty",
            "Star",
            "MP",
            "InProgress",
            "InProgress2",
            "V1InsightsDropletLoad1",
            "CompactDelete",
            "E",
        ]
    );
}

#[test]
fn words_that_repeat_the_type_are_left_out() {
    let runs = ["MODEL_EVALUATION_RUN_QUEUED", "MODEL_EVALUATION_RUN_FAILED"];
    assert_eq!(
        members("model_evaluation_run_status", values(&runs)),
        ["Queued", "Failed"]
    );
    // The last word would be nothing, so that fewer are left out.
    let states = ["STATUS_UNKNOWN", "STATUS"];
    assert_eq!(
        members("status", values(&states)),
        ["StatusUnknown", "Status"]
    );
    // Not a repetition of the type.
    let kinds = ["apps_small", "apps_large"];
    assert_eq!(
        members("instance_size", values(&kinds)),
        ["AppsSmall", "AppsLarge"]
    );
    // The rest would begin with a digit.
    let sizes = ["size_1", "size_2"];
    assert_eq!(members("size", values(&sizes)), ["Size1", "Size2"]);
    // One value alone shares all its words with itself.
    assert_eq!(members("mode", values(&["mode_fast"])), ["ModeFast"]);
}

#[test]
fn chosen_names_come_first_and_the_struct_with_the_methods_last() {
    let api = api(
        vec![
            ty(component("thing"), GROUP, record(&[], false)),
            ty(NameHint::Chosen("Thing".into()), GROUP, record(&[], false)),
            ty(component("droplets"), Home::Shared, record(&[], false)),
            ty(
                NameHint::Inside {
                    parent: type_id(0),
                    member: "inner".into(),
                },
                GROUP,
                record(&[], false),
            ),
            ty(
                NameHint::OfOperation {
                    method: "list".into(),
                    role: "response".into(),
                },
                GROUP,
                record(&[], false),
            ),
        ],
        vec![],
    );
    let names = claimed(&api);
    let idents: Vec<String> = (0..5)
        .map(|id| names.ty(type_id(id)).ident.to_string())
        .collect();
    assert_eq!(
        idents,
        [
            "DropletsThing",
            "Thing",
            "Droplets",
            "DropletsThingInner",
            "ListResponse"
        ]
    );
    assert_eq!(names.group(0).handle, "DropletsApi");
    assert_eq!(names.group(0).module, "droplets");
}

#[test]
fn methods_and_setters() {
    let api = api(
        vec![],
        vec![
            operation("get", "/v2/droplets/{id}", &[]),
            operation("get", "/v2/droplets/{id}/again", &["timeout", "tag_name"]),
            operation("move", "/v2/droplets/{id}/actions", &[]),
            operation("string", "/v2/droplets", &[]),
        ],
    );
    let names = claimed(&api);
    let group = names.group(0);
    let methods: Vec<String> = group
        .operations
        .iter()
        .map(|o| o.method.to_string())
        .collect();
    assert_eq!(methods, ["get", "get2", "move_", "string"]);
    let structs: Vec<String> = group
        .operations
        .iter()
        .map(|o| o.operation.to_string())
        .collect();
    assert_eq!(structs, ["Get", "Get2", "Move", "StringOperation"]);
    let setters: Vec<String> = group.operations[1]
        .query
        .iter()
        .map(ToString::to_string)
        .collect();
    assert_eq!(setters, ["timeout_param", "tag_name"]);
    let segments: Vec<_> = group
        .operations
        .iter()
        .map(|o| o.segments.join("/"))
        .collect();
    assert_eq!(segments, ["droplets", "again", "actions", "droplets"]);
    assert_eq!(names.reports.len(), 2, "{:?}", names.reports);
}

#[test]
fn types_without_a_name_are_errors() {
    let nameless =
        |hint| names::claim(&api(vec![ty(hint, GROUP, record(&[], false))], vec![])).err();
    assert!(matches!(nameless(component("")), Some(NameError { .. })));
    let inside = NameHint::Inside {
        parent: type_id(0),
        member: "a".into(),
    };
    let error = nameless(inside)
        .map(|error| error.to_string())
        .unwrap_or_default();
    assert!(error.contains("named after itself"), "{error}");

    let mut clash = api(vec![], vec![]);
    clash.groups[0].key = "runtime".into();
    assert!(names::claim(&clash).is_err());
    clash.groups[0].key = "Not Snake".into();
    assert!(names::claim(&clash).is_err());
}

#[test]
fn the_same_input_gives_the_same_names() {
    let types: Vec<TypeDef> = ["b", "a", "error", "a-", "a_"]
        .iter()
        .map(|key| ty(component(key), GROUP, values(&["x", "X", "x "])))
        .collect();
    let first = format!("{:?}", claimed(&api(types.clone(), vec![])));
    assert_eq!(first, format!("{:?}", claimed(&api(types, vec![]))));
}
