//! Snapshots of rendered code, one per construct, from hand-built IR.

#![allow(clippy::expect_used, clippy::panic, reason = "tests fail by panicking")]

mod sample;

use generator::{format, ir::*, names, render, tree::FileTree};
use sample::*;

/// Renders and formats; every file must be Rust.
fn files(api: &Api) -> FileTree {
    let names = names::claim(api).expect("names");
    let tree = format::format(render::render(api, &names)).expect("format");
    for (path, text) in tree.iter() {
        if let Err(error) = syn::parse_file(text) {
            panic!("{path}: {error}\n{text}");
        }
    }
    tree
}

fn file(api: &Api, path: &str) -> String {
    let tree = files(api);
    let paths: Vec<_> = tree.iter().map(|(path, _)| path).collect();
    tree.get(&format!("src/generated/{path}"))
        .unwrap_or_else(|| panic!("no {path} in {paths:?}"))
        .to_owned()
}

#[test]
fn records() {
    let types = vec![
        record(
            "droplet",
            DROPLETS,
            vec![
                required("id", integer()),
                optional("kernel", TypeRef::Named(TypeId(1))),
                required("created_at", TypeRef::Scalar(Scalar::Timestamp)),
                field(
                    "tags",
                    TypeRef::List(Box::new(string())),
                    Presence::Nullable,
                    Build::Setter,
                ),
                field(
                    "next",
                    TypeRef::Boxed(TypeId(0)),
                    Presence::RequiredNullable,
                    Build::ReadOnly,
                ),
                optional("labels", TypeRef::Map(Box::new(string()))),
                required("type", string()),
                optional("anything", TypeRef::Json),
                Field {
                    deprecated: true,
                    docs: Vec::new(),
                    ..optional("1_clicks", TypeRef::Scalar(Scalar::Float))
                },
            ],
        ),
        record("kernel", DROPLETS, Vec::new()),
    ];
    insta::assert_snapshot!(file(&with_types(types), "droplets/models.rs"));
}

#[test]
fn builders() {
    let types = vec![
        body(
            "droplet_resize",
            DROPLETS,
            vec![
                field(
                    "type",
                    string(),
                    Presence::Required,
                    Build::Preset("resize".into()),
                ),
                required("name", string()),
                required("count", integer()),
                field("region", string(), Presence::Nullable, Build::Setter),
                optional("tags", TypeRef::List(Box::new(string()))),
                optional("labels", TypeRef::Map(Box::new(string()))),
                optional("disk", TypeRef::Scalar(Scalar::Boolean)),
                optional("default", string()),
                field("id", integer(), Presence::Optional, Build::ReadOnly),
            ],
        ),
        body(
            "many",
            DROPLETS,
            (0..8)
                .map(|n| required(&format!("a_rather_long_argument_{n}"), string()))
                .collect(),
        ),
    ];
    insta::assert_snapshot!(file(&with_types(types), "droplets/models.rs"));
}

#[test]
fn string_enums() {
    let types = vec![
        values(
            "droplet_status",
            DROPLETS,
            &["new", "in-progress", "Unknown", "red", "red*"],
        ),
        values(
            "retrieval_method",
            DROPLETS,
            &["RETRIEVAL_METHOD_NONE", "RETRIEVAL_METHOD_STEP_BACK"],
        ),
    ];
    insta::assert_snapshot!(file(&with_types(types), "droplets/models.rs"));
}

#[test]
fn unions() {
    let branch = |name: &str, ty: TypeRef, matcher: Matcher, from: bool| Branch {
        name: name.into(),
        ty,
        matcher,
        from,
        docs: Vec::new(),
    };
    let shape = Shape::Union(Union {
        branches: vec![
            branch("slug", string(), Matcher::Kind("string"), true),
            branch("id", integer(), Matcher::Kind("integer"), true),
            branch(
                "resize",
                TypeRef::Named(TypeId(1)),
                tag("type", &["resize"]),
                true,
            ),
            branch(
                "simple",
                TypeRef::Named(TypeId(1)),
                tag(
                    "type",
                    &[
                        "reboot",
                        "power_off",
                        "power_on",
                        "shutdown",
                        "power_cycle",
                        "password_reset",
                        "enable_ipv6",
                    ],
                ),
                false,
            ),
            branch(
                "rsyslog",
                TypeRef::Boxed(TypeId(1)),
                Matcher::Has(texts(&["server", "port"])),
                false,
            ),
            branch(
                "rest",
                TypeRef::Json,
                Matcher::Lacks(texts(&["server"])),
                false,
            ),
            branch("other", TypeRef::Json, Matcher::Any, false),
        ],
    });
    let types = vec![
        ty("droplet_image", DROPLETS, shape),
        record("resize", DROPLETS, Vec::new()),
    ];
    insta::assert_snapshot!(file(&with_types(types), "droplets/models.rs"));
}

fn tag(member: &str, values: &[&str]) -> Matcher {
    Matcher::Tag {
        member: member.into(),
        values: texts(values),
    }
}

/// One operation of each kind.
fn operations() -> Api {
    let types = vec![
        record("droplet", DROPLETS, vec![required("id", integer())]),
        body("droplet_create", DROPLETS, vec![required("name", string())]),
        record("stats", Home::Shared, vec![required("count", integer())]),
        values("event_type", DROPLETS, &["a", "b"]),
    ];
    let droplet = || TypeRef::Named(TypeId(0));
    let id = || argument("droplet_id", ArgumentLocation::Path, integer());
    let json = |required: bool| {
        Some(Body {
            kind: BodyKind::Json(TypeRef::Named(TypeId(1))),
            required,
        })
    };
    let page = |map: bool, extra: Option<TypeRef>, style: PageStyle| {
        Output::Page(Page {
            path: vec!["droplets".into()],
            item: droplet(),
            map,
            extra,
            style,
        })
    };
    let all = vec![
        Operation {
            body: json(true),
            output: Output::Json(droplet()),
            ..operation("create", "POST", "/v2/droplets")
        },
        Operation {
            arguments: vec![
                id(),
                argument(
                    "X-Dangerous",
                    ArgumentLocation::Header,
                    TypeRef::Scalar(Scalar::Boolean),
                ),
            ],
            body: json(false),
            deprecated: true,
            ..operation("destroy", "DELETE", "/v2/droplets/{droplet_id}")
        },
        Operation {
            arguments: vec![id()],
            output: Output::Member {
                path: vec!["droplet".into()],
                ty: droplet(),
            },
            scopes: vec![
                texts(&["droplet:read"]),
                texts(&["admin:read", "admin:write"]),
            ],
            ..operation("get", "GET", "/v2/droplets/{droplet_id}")
        },
        Operation {
            query: vec![
                query(
                    "page",
                    integer(),
                    &["Page number.", "Default `1`, at least 1."],
                ),
                query("tag_name", string(), &[]),
                query(
                    "event_types",
                    TypeRef::List(Box::new(TypeRef::Named(TypeId(3)))),
                    &["Kinds of events."],
                ),
                QueryParameter {
                    deprecated: true,
                    ..query("timeout", integer(), &["Seconds."])
                },
            ],
            output: page(false, None, PageStyle::Pages),
            ..operation("list", "GET", "/v2/droplets")
        },
        Operation {
            output: page(true, Some(TypeRef::Named(TypeId(2))), PageStyle::Total),
            ..operation("policies", "GET", "/v2/droplets/policies")
        },
        Operation {
            arguments: ["host_id", "start", "end"]
                .map(|name| argument(name, ArgumentLocation::Query, string()))
                .into(),
            output: Output::Text {
                media_type: "text/csv".into(),
            },
            server: Server::Inference,
            bucket: Some("metrics".into()),
            idempotent: Some(true),
            stream: Some(droplet()),
            ..operation("stats", "POST", "/v2/droplets/stats")
        },
        Operation {
            arguments: vec![argument("upload_url", ArgumentLocation::Url, string())],
            body: Some(Body {
                kind: BodyKind::Octets,
                required: true,
            }),
            server: Server::Upload,
            output: Output::File {
                media_type: "application/pdf".into(),
            },
            ..operation("upload", "PUT", "/")
        },
    ];
    let mut api = with_operations(types, all);
    api.groups[0].waiters = vec![Waiter {
        method: "wait_until_active".into(),
        operation: 2,
        status: "/droplet/status".into(),
        ready: texts(&["active"]),
        failed: texts(&["archive"]),
        gone_is_ready: false,
    }];
    api
}

#[test]
fn operations_as_data() {
    insta::assert_snapshot!(file(&operations(), "droplets/ops.rs"));
}

#[test]
fn methods_waiters_and_aliases() {
    insta::assert_snapshot!(file(&operations(), "droplets/mod.rs"));
}

#[test]
fn registry() {
    let api = operations();
    insta::assert_snapshot!(format!(
        "{}\n{}",
        file(&api, "every_operation/mod.rs"),
        file(&api, "every_operation/droplets.rs")
    ));
}

#[test]
fn root_shared_and_errors() {
    let api = operations();
    insta::assert_snapshot!(format!(
        "{}\n{}\n{}",
        file(&api, "mod.rs"),
        file(&api, "shared.rs"),
        file(&api, "errors.rs")
    ));
}

#[test]
fn cargo_features() {
    let mut api = operations();
    api.groups.push(Group {
        requires: texts(&["droplets"]),
        ..group("images", "Images")
    });
    insta::assert_snapshot!(render::features(&api));
}
