//! Snapshots of rendered code, one per construct, from hand-built IR.

#![allow(clippy::expect_used, clippy::panic, reason = "tests fail by panicking")]

mod operations;
mod sample;

use generator::{format, ir::*, names, render, tree::FileTree};
use operations::operations;
use sample::*;

/// Renders and formats; every file must be Rust.
fn files(api: &Api) -> FileTree {
    let names = names::claim(api).expect("names");
    let tree = generator::files(api, &names).expect("format");
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
                optional("kernel", TypeRef::Named(type_id(1))),
                required("created_at", TypeRef::Scalar(Scalar::Timestamp)),
                field(
                    "tags",
                    TypeRef::List(Box::new(string())),
                    Presence::Nullable,
                    Build::Setter,
                ),
                field(
                    "next",
                    TypeRef::Boxed(type_id(0)),
                    Presence::RequiredNullable,
                    Build::ReadOnly,
                ),
                optional("labels", TypeRef::Map(Box::new(string()))),
                required("type", string()),
                optional("anything", TypeRef::Json),
                Field {
                    deprecated: true,
                    docs: Docs::default(),
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
                TypeRef::Named(type_id(1)),
                tag("type", &["resize"]),
                true,
            ),
            branch(
                "simple",
                TypeRef::Named(type_id(1)),
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
                TypeRef::Boxed(type_id(1)),
                Matcher::Rest(texts(&["server", "port"])),
                false,
            ),
            branch("rest", TypeRef::Json, Matcher::Exact("object"), false),
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
        or_some: Vec::new(),
    }
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
    let names = names::claim(&api).expect("names");
    let tree = format::format(render::registry(&api, &names)).expect("format");
    let text = |file: &str| {
        tree.get(&format!("src/generated/{file}"))
            .unwrap_or_default()
    };
    insta::assert_snapshot!(format!("{}\n{}", text("mod.rs"), text("droplets.rs")));
}

#[test]
fn root_shared_and_api_error() {
    let api = operations();
    insta::assert_snapshot!(format!(
        "{}\n{}\n{}",
        file(&api, "mod.rs"),
        file(&api, "shared.rs"),
        file(&api, "api_error.rs")
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

/// A group with so many operations that it is divided.
fn large() -> Api {
    let mut all = Vec::new();
    for part in ["agents", "keys", "models"] {
        for number in 0..120 {
            let path = format!("/v2/ai/{part}/things_{number}");
            all.push(operation(&format!("get_{part}_{number}"), "GET", &path));
        }
    }
    let types = (0..150).map(|number| {
        let mut ty = record(&format!("shape_{number}"), DROPLETS, Vec::new());
        ty.docs = Docs::derived("A type.", Vec::new());
        ty
    });
    let mut api = with_operations(types.collect(), all);
    for (index, operation) in api.groups[0].operations.iter_mut().enumerate() {
        operation.output = Output::Json {
            ty: TypeRef::Named(type_id(index % 150)),
            resource: None,
        };
        // One line more for each method, so that they need more than one file.
        operation.deprecated = true;
    }
    api
}

#[test]
fn long_modules_are_divided_by_path_segments() {
    let tree = files(&large());
    let paths: Vec<&str> = tree.iter().map(|(path, _)| path).collect();
    for part in ["agents", "keys", "models"] {
        for folder in ["ops", "methods"] {
            let path = format!("src/generated/droplets/{folder}/{part}.rs");
            assert!(paths.contains(&path.as_str()), "no {path} in {paths:?}");
        }
    }
    for (path, text) in tree.iter() {
        let code = text
            .lines()
            .filter(|line| !line.trim_start().starts_with("//"));
        assert!(code.count() <= format::MAX_LINES, "{path}");
    }
    let hub = file(&large(), "droplets/mod.rs");
    insta::assert_snapshot!(hub);
}

#[test]
fn the_same_input_gives_the_same_files() {
    assert_eq!(files(&large()), files(&large()));
    assert_eq!(files(&operations()), files(&operations()));
}

#[test]
fn every_unit_is_in_exactly_one_file() {
    let tree = files(&large());
    let all: String = tree.iter().map(|(_, text)| text).collect();
    for number in 0..150 {
        let item = format!("pub struct Shape{number} {{}}");
        assert_eq!(all.matches(&item).count(), 1, "{item}");
    }
    assert_eq!(all.matches("    pub fn get_").count(), 360);
    assert_eq!(all.matches("operation! {\n").count(), 360);
}

#[test]
fn a_type_too_long_for_a_file_is_an_error() {
    let fields = (0..2_000).map(|number| optional(&format!("member_{number}"), string()));
    let api = with_types(vec![record("long", DROPLETS, fields.collect())]);
    let names = names::claim(&api).expect("names");
    let error = generator::files(&api, &names).expect_err("too long");
    assert_eq!(
        error.to_string(),
        "`src/generated/droplets/models/shared_long.rs` would have 2009 lines, more than 2000, and cannot be divided further"
    );
}
