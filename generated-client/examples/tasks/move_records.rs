//! Copies the records of a domain to another account.

use digitalocean::domains::{DomainCreate, DomainRecord, DomainRecordCreate};
use digitalocean::{Client, Result};

/// Returns the number of copied records.
pub(crate) async fn run(from: &Client, to: &Client, domain: &str) -> Result<usize> {
    let (from, to) = (from.domains(), to.domains());
    let records = from
        .list_records(domain)
        .items()
        .complete()
        .collect_all()
        .await?;
    to.create(DomainCreate::new(domain)).await?;
    let mut count = 0;
    for record in records {
        // Each account has its own.
        if !matches!(record.type_.as_str(), "SOA" | "NS") {
            to.create_record(domain, copy(record)).await?;
            count += 1;
        }
    }
    Ok(count)
}

fn copy(record: DomainRecord) -> DomainRecordCreate {
    let kind = record.type_;
    let mut data = record.data.unwrap_or_default();
    // Responses have names without the dot at the end, and requests need it.
    if matches!(kind.as_str(), "CNAME" | "MX" | "SRV") && data != "@" && !data.ends_with('.') {
        data.push('.');
    }
    let mut copy = DomainRecordCreate::new(kind)
        .name(record.name)
        .data(data)
        .priority(record.priority)
        .port(record.port)
        .weight(record.weight)
        .flags(record.flags)
        .tag(record.tag);
    copy.ttl = record.ttl;
    copy
}
