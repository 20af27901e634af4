//! The invocations that the documentation of macros shows, and what becomes of them.

use http::Method;

use crate::runtime::codec::param::Param as _;
use crate::runtime::codec::{Nullable, decode, encode, record, string_enum, union};
use crate::runtime::operation::Retrieval;
use crate::runtime::operation::meta::Content;
use crate::runtime::{operation, setters};

/// The macros, and this file.
const SOURCES: [(&str, &str); 5] = [
    ("record", include_str!("../codec/record.rs")),
    ("string_enum", include_str!("../codec/string_enum.rs")),
    ("union", include_str!("../codec/union.rs")),
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
