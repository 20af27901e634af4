//! One operation of each kind.

use generator::ir::*;

use crate::sample::*;

/// An API of one group with operations of every kind and a waiter.
pub(crate) fn operations() -> Api {
    let types = vec![
        record("droplet", DROPLETS, vec![required("id", integer())]),
        body("droplet_create", DROPLETS, vec![required("name", string())]),
        record("stats", Home::Shared, vec![required("count", integer())]),
        values("event_type", DROPLETS, &["a", "b"]),
    ];
    let all = vec![
        create(),
        destroy(),
        get(),
        list(),
        policies(),
        stats(),
        upload(),
    ];
    let mut api = with_operations(types, all);
    api.groups[0].waiters = vec![Waiter {
        method: "wait_until_active".into(),
        noun: "Droplet".into(),
        operation: 2,
        status: "/droplet/status".into(),
        ready: texts(&["active"]),
        failed: texts(&["archive"]),
        gone_is_ready: false,
        after: Vec::new(),
    }];
    api
}

fn droplet() -> TypeRef {
    TypeRef::Named(type_id(0))
}

fn id() -> Argument {
    argument("droplet_id", ArgumentLocation::Path, integer())
}

fn json(required: bool) -> Option<Body> {
    let kind = BodyKind::Json(TypeRef::Named(type_id(1)));
    Some(Body {
        media_type: None,
        styles: Vec::new(),
        part_types: Vec::new(),
        kind,
        format: BodyFormat::Plain,
        required,
        name: None,
    })
}

fn location(name: &str) -> Location {
    Location {
        path: vec![name.into()],
        ..Location::default()
    }
}

fn page(map: bool, extra: Option<TypeRef>, style: PageStyle) -> Output {
    Output::Page(Page {
        at: location("droplets"),
        largest: Some(200),
        item: droplet(),
        map,
        extra,
        style,
    })
}

fn create() -> Operation {
    Operation {
        body: json(true),
        output: Output::Json {
            ty: droplet(),
            resource: None,
        },
        ..operation("create", "POST", "/v2/droplets")
    }
}

fn destroy() -> Operation {
    let boolean = TypeRef::Scalar(Scalar::Boolean);
    let confirmed = argument("X-Dangerous", ArgumentLocation::Header, boolean);
    Operation {
        arguments: vec![id(), confirmed],
        body: json(false),
        deprecated: true,
        ..operation("destroy", "DELETE", "/v2/droplets/{droplet_id}")
    }
}

fn get() -> Operation {
    Operation {
        arguments: vec![id()],
        output: Output::Member {
            at: location("droplet"),
            ty: droplet(),
        },
        scopes: vec![
            texts(&["droplet:read"]),
            texts(&["admin:read", "admin:write"]),
        ],
        ..operation("get", "GET", "/v2/droplets/{droplet_id}")
    }
}

fn list() -> Operation {
    let events = TypeRef::List(Box::new(TypeRef::Named(type_id(3))));
    Operation {
        query: vec![
            query(
                "page",
                integer(),
                &["Page number.", "Default `1`, at least 1."],
            ),
            query("tag_name", string(), &[]),
            query("event_types", events, &["Kinds of events."]),
            QueryParameter {
                provided: false,
                deprecated: true,
                ..query("timeout", integer(), &["Seconds."])
            },
        ],
        output: page(false, None, PageStyle::Pages),
        ..operation("list", "GET", "/v2/droplets")
    }
}

fn policies() -> Operation {
    let extra = Some(TypeRef::Named(type_id(2)));
    Operation {
        output: page(true, extra, PageStyle::Total),
        ..operation("policies", "GET", "/v2/droplets/policies")
    }
}

fn stats() -> Operation {
    let query = |name: &&str| argument(name, ArgumentLocation::Query, string());
    Operation {
        arguments: ["host_id", "start", "end"].iter().map(query).collect(),
        output: Output::Text {
            media_type: "text/csv".into(),
            secret: false,
        },
        server: Server::Named("inference".to_owned()),
        buckets: vec![Bucket {
            name: "metrics".into(),
            limit: 5,
            seconds: 10,
            counts: Some("files".into()),
        }],
        idempotent: Some(true),
        stream: Some(droplet()),
        ..operation("stats", "POST", "/v2/droplets/stats")
    }
}

fn upload() -> Operation {
    Operation {
        arguments: vec![argument("upload_url", ArgumentLocation::Url, string())],
        body: Some(Body {
            media_type: None,
            styles: Vec::new(),
            part_types: Vec::new(),
            kind: BodyKind::Octets,
            format: BodyFormat::Plain,
            required: true,
            name: None,
        }),
        server: Server::Upload,
        output: Output::File {
            media_type: "application/pdf".into(),
        },
        ..operation("upload", "PUT", "/")
    }
}
