//! Setters of queries and bodies: accepted values, and the resulting requests.

use digitalocean::domains::DomainRecordType;
use digitalocean::fake::Fake;
use digitalocean::firewalls::FirewallUpdate;
use digitalocean::load_balancers::LoadBalancerUpdate;
use digitalocean::monitoring::AlertPolicyCreate;
use digitalocean::{Nullable, Result};
use serde_json::{json, to_value};

#[test]
fn query_setters_take_options_and_do_not_send_none() -> Result<()> {
    let client = Fake::new().client()?;
    let list = || client.droplets().list();
    let name = String::from("web");
    for request in [
        list().tag_name("web"),
        list().tag_name(&name),
        list().tag_name(name.clone()),
        list().tag_name(Some("web")),
        list().tag_name(Some(&name)),
        list().tag_name(Some(name.clone())),
    ] {
        assert!(request.to_curl().contains("tag_name=web"));
    }
    for request in [
        list().tag_name(None::<String>),
        list().tag_name("web").tag_name(None::<&str>),
        list().tag_name(Nullable::Null),
        list().page(1).page(None),
        list().per_page(20).per_page(Nullable::Absent),
    ] {
        assert!(!request.to_curl().contains('?'), "{}", request.to_curl());
    }
    let request = list().page(Some(2)).per_page(100);
    assert!(request.to_curl().contains("page=2&per_page=100"));
    let records = || client.domains().list_records("example.com");
    for request in [
        records().type_(DomainRecordType::A),
        records().type_(Some(DomainRecordType::A)),
        records().type_("A"),
        records().type_(Some("A")),
        records().type_(Some(String::from("A"))),
    ] {
        assert!(request.to_curl().contains("type=A"));
    }
    Ok(())
}

#[test]
fn lists_of_bodies_can_be_emptied() -> serde_json::Result<()> {
    // Records and numbers: an empty array has the type of the items.
    let firewall = FirewallUpdate::new("web")
        .inbound_rules([])
        .droplet_ids([])
        .clear_tags();
    let sent = json!({ "name": "web", "inbound_rules": [], "droplet_ids": [], "tags": [] });
    assert_eq!(to_value(firewall)?, sent);
    let balancer = LoadBalancerUpdate::new().forwarding_rules([]).domains([]);
    let sent = json!({ "forwarding_rules": [], "domains": [] });
    assert_eq!(to_value(balancer)?, sent);
    // Strings convert, so that an empty array of them has no type.
    let policy = AlertPolicyCreate::new()
        .entities(["1"])
        .clear_entities()
        .clear_tags();
    assert_eq!(to_value(policy)?, json!({ "entities": [], "tags": [] }));
    Ok(())
}
