//! Bodies built by `new` and setters.

use std::collections::BTreeMap;

use crate::runtime::codec::{Nullable, Secret, decode, encode, record};

use super::models::{Droplet, Kernel, Keyed, Network, Networks, Status};

#[test]
fn new_takes_what_is_required_and_fills_in_constants() {
    let droplet = Droplet::new("web", "new");
    assert_eq!(droplet.name, "web");
    assert_eq!(droplet.status, Status::New);
    assert_eq!(droplet.price, 2.0);
    assert_eq!(droplet.next.as_deref(), Some("n"));
    assert_eq!(Network::new().ip("x").ip.as_deref(), Some("x"));
}

#[test]
fn setters_convert() {
    let droplet = Droplet::new("web", Status::New)
        .kernel(Kernel::default())
        .labels([("a", "1"), ("b", "2")])
        .size(7_u64)
        .password("hunter2");
    assert!(droplet.kernel.is_some());
    assert_eq!(droplet.labels.unwrap()["b"], "2");
    assert_eq!(droplet.size.as_str(), "7");
    assert_eq!(droplet.password, Some(Secret::from("hunter2")));
    let networks = Networks::default().v4([Network::new(), Network::new().ip("x")]);
    assert_eq!(networks.v4.unwrap().len(), 2);
}

#[test]
fn nullable_setters_take_a_value_or_null() {
    let tags = |droplet: Droplet| droplet.tags;
    assert_eq!(tags(Droplet::new("a", "new")), Nullable::Absent);
    assert_eq!(
        tags(Droplet::new("a", "new").tags(Nullable::Null)),
        Nullable::Null
    );
    let set = tags(Droplet::new("a", "new").tags(vec!["x".to_owned()]));
    assert_eq!(set.as_option().map(Vec::len), Some(1));
    assert_eq!(set.into_option(), Some(vec!["x".to_owned()]));
    assert_eq!(Keyed::default().depth(7).depth, Nullable::Value(7));
    assert_eq!(Nullable::from("x"), Nullable::Value("x".to_owned()));
    assert!(Nullable::<i64>::Null.is_null() && Nullable::<i64>::default().is_absent());
}

record! {
    pub struct Match {
        pub exact: Option<String> as or_null,
    }
    new(exact: or_null String);
}

#[test]
fn a_required_nullable_field_takes_a_value_or_null() {
    assert_eq!(Match::new("x").exact.as_deref(), Some("x"));
    let null = Match::new(Nullable::Null);
    assert_eq!(encode(&null).unwrap(), br#"{"exact":null}"#);
    assert_eq!(Match::new(Nullable::Absent), null);
}

#[test]
#[allow(deprecated)]
fn deprecated_members_have_deprecated_setters() {
    assert_eq!(Droplet::new("a", "new").locked(true).locked, Some(true));
}

record! {
    pub struct Rule {
        pub protocol: Option<String> as needed,
        pub ports: Option<String> [into String],
    }
    new(protocol: into String);
    no default;
}

record! {
    pub struct Port {
        pub name: String as filled,
    }
}

record! {
    pub struct Firewall {
        pub name: Option<String> as needed [into String],
        pub rules: Option<Vec<Rule>> [each Rule],
        pub ports: Option<BTreeMap<String, Port>> [entries Port],
        pub tags: Nullable<Vec<String>> as needed [each String],
    }
    new();
    no default;
}

fn sent(firewall: &Firewall) -> Result<String, String> {
    let body = encode(firewall).map_err(|error| error.to_string())?;
    Ok(String::from_utf8(body).unwrap())
}

#[test]
fn missing_required_field_is_an_error_that_names_it() {
    let missing = |firewall: Firewall| sent(&firewall).unwrap_err();
    assert_eq!(
        missing(Firewall::new()),
        "missing required field `name` in Firewall"
    );
    let firewall = Firewall::new().name("web").tags(["a"]);
    assert_eq!(
        sent(&firewall).unwrap(),
        r#"{"name":"web","tags":["a"]}"#,
        "nothing is missing"
    );
    let mut incomplete = Rule::new("tcp");
    incomplete.protocol = None;
    let rules = firewall.clone().rules([Rule::new("udp"), incomplete]);
    assert_eq!(
        missing(rules),
        "missing required field `rules[1].protocol` in Firewall"
    );
    let ports = firewall.ports([("http", Port::default())]);
    assert_eq!(
        missing(ports),
        "missing required field `ports.http.name` in Firewall"
    );
}

#[test]
fn required_nullable_field_takes_null_but_not_nothing() {
    let mut firewall = Firewall::new().name("web");
    assert_eq!(
        sent(&firewall).unwrap_err(),
        "missing required field `tags` in Firewall"
    );
    firewall.tags = Nullable::Null;
    assert_eq!(sent(&firewall).unwrap(), r#"{"name":"web","tags":null}"#);
}

#[test]
fn incomplete_values_are_written_where_they_are_not_sent() {
    let firewall = Firewall::new().ports([("http", Port::default())]);
    let json = serde_json::to_value(&firewall).unwrap();
    assert_eq!(json, serde_json::json!({"ports": {"http": {"name": ""}}}));
    assert_eq!(serde_json::from_value::<Firewall>(json).unwrap(), firewall);
}

#[test]
fn missing_required_field_is_drift_when_it_is_read() {
    let (firewall, drift) = decode::<Firewall>("op", br#"{"name": null}"#).unwrap();
    assert_eq!((firewall.name, firewall.tags), (None, Nullable::Absent));
    let paths: Vec<_> = drift.iter().map(|drift| drift.path.as_str()).collect();
    assert_eq!(paths, ["name", "tags"]);
}

record! {
    pub struct Listed {
        pub tags: Vec<String> as plain,
        pub labels: BTreeMap<String, String> as plain,
    }
}

#[test]
fn absent_null_and_empty_lists_are_one() {
    for text in [
        r#"{"labels":{}}"#,
        r#"{"tags":null,"labels":null}"#,
        r#"{"tags":[]}"#,
    ] {
        let (listed, drift) = decode::<Listed>("op", text.as_bytes()).unwrap();
        assert_eq!((listed.clone(), drift.len()), (Listed::default(), 0));
        assert_eq!(encode(&listed).unwrap(), b"{}");
    }
    let text = r#"{"tags":["a"],"labels":{"b":"c"}}"#;
    let (listed, _) = decode::<Listed>("op", text.as_bytes()).unwrap();
    assert_eq!(encode(&listed).unwrap(), text.as_bytes());
}
