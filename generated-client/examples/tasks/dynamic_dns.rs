//! Points a host name at an address, as a router with a changing address does every few minutes.

use std::net::IpAddr;

use digitalocean::domains::{DomainRecordCreate, DomainRecordPatch};
use digitalocean::{Client, Result};

/// Returns whether the record was created or changed.
pub(crate) async fn run(
    client: &Client,
    domain: &str,
    host: &str,
    address: IpAddr,
) -> Result<bool> {
    let domains = client.domains();
    let kind = if address.is_ipv4() { "A" } else { "AAAA" };
    let data = address.to_string();
    // The filter takes fully qualified names.
    let name = format!("{host}.{domain}");
    let records = domains.list_records(domain).name(name).type_(kind).await?;
    match records.first() {
        Some(record) if record.data.as_ref() == Some(&data) => return Ok(false),
        Some(record) => {
            let change = DomainRecordPatch::new().type_(kind).data(data);
            domains.patch_record(domain, record.id, change).await?;
        }
        None => {
            let record = DomainRecordCreate::new(kind).name(host).data(data).ttl(60);
            domains.create_record(domain, record).await?;
        }
    }
    Ok(true)
}
