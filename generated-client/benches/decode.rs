//! Decoding a page of 200 Droplets, compared with derived serde structs.
//!
//! `cargo bench -p generated-client --bench decode`. Rounds of both alternate, and the median of the ratios counts.

use std::error::Error;
use std::time::{Duration, Instant};

use digitalocean::droplets::Droplet;
use serde::Deserialize;
use serde_json::{Value, json};

const ROUNDS: usize = 61;
const DECODES: usize = 20;

/// What a user would write by hand: the members that the model has, too.
mod derived {
    use std::collections::BTreeMap;

    use serde::Deserialize;

    #[derive(Deserialize)]
    #[expect(dead_code, reason = "only decoding counts")]
    pub(super) struct Droplet {
        id: i64,
        name: String,
        memory: i64,
        vcpus: i64,
        disk: i64,
        locked: bool,
        status: String,
        created_at: digitalocean::Timestamp,
        features: Vec<String>,
        backup_ids: Vec<i64>,
        snapshot_ids: Vec<i64>,
        image: Image,
        volume_ids: Vec<String>,
        size: Size,
        size_slug: String,
        networks: BTreeMap<String, Vec<Network>>,
        region: Region,
        tags: Vec<String>,
        vpc_uuid: Option<String>,
    }

    #[derive(Deserialize)]
    #[expect(dead_code, reason = "only decoding counts")]
    struct Image {
        id: i64,
        name: String,
        distribution: String,
        slug: Option<String>,
        public: bool,
        regions: Vec<String>,
        created_at: digitalocean::Timestamp,
        min_disk_size: i64,
        size_gigabytes: f64,
        r#type: String,
    }

    #[derive(Deserialize)]
    #[expect(dead_code, reason = "only decoding counts")]
    struct Size {
        slug: String,
        memory: i64,
        vcpus: i64,
        disk: i64,
        transfer: f64,
        price_monthly: f64,
        price_hourly: f64,
        regions: Vec<String>,
        available: bool,
        description: String,
    }

    #[derive(Deserialize)]
    #[expect(dead_code, reason = "only decoding counts")]
    struct Network {
        ip_address: String,
        netmask: Value,
        gateway: String,
        r#type: String,
    }

    #[derive(Deserialize)]
    #[expect(dead_code, reason = "only decoding counts")]
    #[serde(untagged)]
    enum Value {
        Text(String),
        Number(i64),
    }

    #[derive(Deserialize)]
    #[expect(dead_code, reason = "only decoding counts")]
    struct Region {
        name: String,
        slug: String,
        features: Vec<String>,
        available: bool,
        sizes: Vec<String>,
    }
}

fn main() -> Result<(), Box<dyn Error>> {
    let text = serde_json::to_string(&(1..=200).map(droplet).collect::<Vec<_>>())?;
    let mut ratios = Vec::new();
    for _ in 0..ROUNDS {
        let ours = time::<Vec<Droplet>>(&text)?;
        let theirs = time::<Vec<derived::Droplet>>(&text)?;
        ratios.push(ours.as_secs_f64() / theirs.as_secs_f64());
    }
    ratios.sort_by(f64::total_cmp);
    println!(
        "200 Droplets, {} bytes: ratio to derived structs {:.2} (budget 1.10)",
        text.len(),
        ratios[ROUNDS / 2]
    );
    Ok(())
}

fn time<T: for<'de> Deserialize<'de>>(text: &str) -> Result<Duration, serde_json::Error> {
    let start = Instant::now();
    for _ in 0..DECODES {
        std::hint::black_box(serde_json::from_str::<T>(text)?);
    }
    Ok(start.elapsed())
}

fn droplet(id: u64) -> Value {
    let regions = ["ams3", "fra1", "nyc1", "nyc3", "sfo3", "sgp1", "tor1"];
    json!({
        "id": id, "name": format!("web-{id}"), "memory": 1024, "vcpus": 1, "disk": 25, "locked": false,
        "status": "active", "created_at": "2024-05-01T12:00:00Z", "features": ["backups", "ipv6"],
        "backup_ids": [id + 1], "snapshot_ids": [id + 2], "volume_ids": [], "size_slug": "s-1vcpu-1gb",
        "next_backup_window": null, "tags": ["web", "blue"], "vpc_uuid": "760e09ef-dc84-11e8-981e-3cfdfeaae000",
        "image": {
            "id": 7, "name": "24.04", "distribution": "Ubuntu", "slug": "ubuntu-24-04-x64", "public": true,
            "regions": regions, "created_at": "2024-05-01T12:00:00Z", "min_disk_size": 7, "size_gigabytes": 0.98,
            "type": "base",
        },
        "size": {
            "slug": "s-1vcpu-1gb", "memory": 1024, "vcpus": 1, "disk": 25, "transfer": 1.0, "price_monthly": 6.0,
            "price_hourly": 0.00893, "regions": regions, "available": true, "description": "Basic",
        },
        "networks": {
            "v4": [
                { "ip_address": "10.0.0.2", "netmask": "255.255.240.0", "gateway": "10.0.0.1", "type": "private" },
                { "ip_address": "192.0.2.2", "netmask": "255.255.255.0", "gateway": "192.0.2.1", "type": "public" },
            ],
            "v6": [],
        },
        "region": {
            "name": "New York 3", "slug": "nyc3", "features": ["backups", "ipv6"], "available": true,
            "sizes": ["s-1vcpu-1gb", "s-2vcpu-2gb"],
        },
    })
}
