//! Setters of queries: accepted values, and the resulting requests.

use digitalocean::domains::DomainRecordType;
use digitalocean::fake::Fake;
use digitalocean::{Nullable, Result};

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
