//! Bodies built by `new` and setters.

use crate::runtime::codec::{Nullable, Secret, builder, encode, record};

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
        .kernel(Kernel {})
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

#[derive(Clone, Debug, Default, PartialEq)]
struct Match {
    exact: Option<String>,
}

record! {
    Match { exact: required_nullable "exact" }
}

builder! {
    Match { new(exact: or_null String); }
}

#[test]
fn what_is_required_and_may_be_null_takes_a_value_or_null() {
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
