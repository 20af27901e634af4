//! The invocations that the documentation of macros shows, and what becomes of them.

use http::Method;

use crate::runtime::codec::param::Param as _;
use crate::runtime::codec::{Nullable, conversion, decode, encode, record, string_enum, union};
use crate::runtime::operation::Retrieval;
use crate::runtime::operation::meta::Content;
use crate::runtime::{operation, setters};

/// The macros, and this file.
const SOURCES: [(&str, &str); 6] = [
    ("record", include_str!("../codec/record.rs")),
    ("string_enum", include_str!("../codec/string_enum.rs")),
    ("union", include_str!("../codec/union.rs")),
    ("conversion", include_str!("../codec/conversion.rs")),
    ("operation", include_str!("../operation/operation_macro.rs")),
    ("setters", include_str!("../request/setters.rs")),
];

record! {
    /// A Droplet to create.
    pub struct DropletCreate {
        /// Name.
        pub name: String,
        /// Type.
        pub type_: DropletType = "type",
        /// Tags.
        pub tags: Option<Vec<String>> [each String, clear_tags],
        /// Kernel; `null` means the default one.
        pub kernel: Nullable<i64> [nullable i64],
        /// Image; required, may be `null`.
        pub image: Option<String> as or_null,
    }
    new(name: into String) with(type_ = DropletType::Plain);
}

string_enum! {
    /// Type of a Droplet.
    pub enum DropletType {
        Plain = "plain",
    }
}

string_enum! {
    /// Status of a Droplet.
    pub enum DropletStatus {
        /// Being created.
        New = "new",
        InProgress = "in-progress",
    }
}

union! {
    /// Image of a Droplet.
    pub enum Image {
        /// ID.
        Id(i64) = integer,
        /// Slug.
        Slug(String) = string,
    }
    from { Id: i64, Slug: String, Slug: &str }
}

record! {
    /// A Droplet.
    pub struct Droplet {
        /// ID.
        pub id: i64,
    }
    new();
}

record! {
    /// A part of a load balancer.
    pub struct Part {
        /// Port.
        pub port: i64,
    }
    new();
}

record! {
    /// The same, in a request.
    pub struct PartUpdate {
        /// Port.
        pub port: Option<i64>,
    }
    new();
}

conversion! { Part => PartUpdate { same always [port]; } }

record! {
    /// A region.
    pub struct Region {
        /// Slug.
        pub slug: String,
    }
    new();
}

record! {
    /// A load balancer.
    pub struct Balancer {
        /// Name.
        pub name: String,
        /// End of host names.
        pub suffix: String,
        /// Tag of its Droplets.
        pub tag: Option<String>,
        /// IDs of its Droplets.
        pub droplet_ids: Vec<i64> as plain,
        /// Firewall.
        pub firewall: Option<Part>,
        /// Rules.
        pub rules: Vec<Part> as plain,
        /// Type.
        pub kind: Option<DropletType>,
        /// Region.
        pub region: Option<Region>,
    }
    new();
}

record! {
    /// The same, in a request.
    pub struct BalancerUpdate {
        /// Name.
        pub name: Option<String>,
        /// End of host names.
        pub suffix: Option<String>,
        /// Tag of its Droplets.
        pub tag: Option<String>,
        /// IDs of its Droplets.
        pub droplet_ids: Option<Vec<i64>>,
        /// Firewall.
        pub firewall: Option<PartUpdate>,
        /// Rules.
        pub rules: Option<Vec<PartUpdate>>,
        /// Type.
        pub kind: Option<DropletType>,
        /// Slug of the region.
        pub region: Option<String>,
    }
    new();
}

conversion! {
    Balancer => BalancerUpdate {
        // Fields of the same type that the model may lack, and those that it always has, except from
        // a server that leaves them out: an empty string is none, unless it may be sent.
        same [tag, droplet_ids];
        same always [name];
        same even_empty [suffix];
        // Fields of a type with a conversion of its own, and lists of such.
        nested [firewall];
        each [rules];
        // Strings and enums of strings.
        text [kind];
        // Fields of another name or form, which the model may lack or always has.
        text from [region = given region always slug];
        // Of two fields, the second is left out if the first is set.
        one_of [tag droplet_ids];
    }
}

operation! {
    /// Request of `get`.
    pub struct Get { droplet_id: path i64 }
    id "droplets_get";
    GET "/v2/droplets/{droplet_id}";
    scopes [["droplet:read"]];
    output member(Droplet) at ["droplet"];
    errors [401, 404, 429, 500];
}

operation! {
    /// Request of `list_records`.
    pub struct ListRecords;
    id "domains_list_records";
    GET "/v2/records";
    scopes [];
    output page(Droplet) at ["records"] by pages;
    errors [];
}

setters! {
    ListRecords {
        /// Name, fully qualified.
        name: nullable String,
        /// Type.
        type_: nullable String = "type",
    }
}

/// Returns the first example in the documentation of a macro.
fn example(source: &str) -> String {
    let lines = source.lines().map(|line| line.trim_start_matches("///"));
    let mut lines = lines.skip_while(|line| *line != " ```ignore").skip(1);
    let mut example = String::new();
    for line in lines.by_ref().take_while(|line| *line != " ```") {
        example.push_str(line.strip_prefix(' ').unwrap_or(line));
        example.push('\n');
    }
    example
}

#[test]
fn documentation_shows_what_is_compiled_here() {
    for (name, source) in SOURCES {
        let example = example(source);
        assert!(
            example.starts_with(&format!("{name}! {{")),
            "{name}: {example}"
        );
        assert!(
            include_str!("documented_macros.rs").contains(&example),
            "{name}: {example}"
        );
    }
}

#[test]
fn a_record_has_a_constructor_and_setters() {
    let droplet = DropletCreate::new("web-1")
        .tags(["a"])
        .kernel(Nullable::Null);
    let body = String::from_utf8(encode(&droplet).unwrap()).unwrap();
    let expected = r#"{"name":"web-1","type":"plain","tags":["a"],"kernel":null,"image":null}"#;
    assert_eq!(body, expected);
    assert_eq!(droplet.clear_tags().tags, Some(Vec::new()));
}

#[test]
fn an_enum_of_strings_is_open() {
    assert_eq!(DropletStatus::KNOWN, ["new", "in-progress"]);
    assert_eq!(DropletStatus::from("new").as_str(), "new");
    assert!(matches!(
        DropletStatus::from("x"),
        DropletStatus::Unknown(_)
    ));
}

#[test]
fn a_union_is_read_by_its_matchers() {
    let read = |json: &str| decode::<Image>("test", json.as_bytes()).unwrap().0;
    assert!(matches!(read("1"), Image::Id(1)));
    assert!(matches!(read("\"a\""), Image::Slug(slug) if slug == "a"));
    assert!(matches!(read("{}"), Image::Unknown(_)));
    assert_eq!(Image::from("a").to_param(), "a");
}

#[test]
fn a_body_is_made_from_a_model() {
    let body = r#"{
        "name": "a", "suffix": "", "tag": "web", "droplet_ids": [1], "firewall": {"port": 1}, "rules": [{"port": 2}], "kind": "plain",
        "region": {"slug": "nyc3"}, "later": true
    }"#;
    let (balancer, _) = decode::<Balancer>("test", body.as_bytes()).unwrap();
    let sent = encode(&BalancerUpdate::from(balancer)).unwrap();
    let expected = r#"{"name":"a","suffix":"","tag":"web","firewall":{"port":1},"rules":[{"port":2}],"kind":"plain","region":"nyc3","later":true}"#;
    assert_eq!(String::from_utf8(sent).unwrap(), expected);
}

#[test]
fn an_operation_is_a_type_with_properties() {
    fn meta<O: Retrieval<Output = Droplet>>(_: &O) -> &'static crate::operation::Meta {
        O::META
    }
    let meta = meta(&Get { droplet_id: 1 });
    assert_eq!(
        (meta.id, meta.path),
        ("droplets_get", "/v2/droplets/{droplet_id}")
    );
    assert_eq!((meta.method, meta.content), (&Method::GET, Content::Json));
    assert_eq!(
        (meta.scopes, meta.at),
        (&[&["droplet:read"][..]][..], &["droplet"][..])
    );
    assert_eq!(meta.error_statuses, [401, 404, 429, 500]);
}

#[test]
fn setters_set_arguments_by_the_name_in_the_document() {
    let client = crate::fake::Fake::new().client().unwrap();
    let request = crate::Request::new(&client, ListRecords);
    let request = request.name("a").type_("b");
    let curl = request.to_curl();
    assert!(curl.contains("name=a") && curl.contains("type=b"), "{curl}");
}
