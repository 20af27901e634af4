//! Decoding a page of 200 Droplets, compared with derived serde structs: the Droplets alone, read
//! from text by the same parser, and the page as a response, from bytes to the caller's value. The
//! page has the narrower budget.
//!
//! `cargo bench -p generated-client --bench decode`. Rounds of both alternate, and the median of the ratios counts.

use std::error::Error;
use std::io::Write as _;
use std::time::Instant;

use bytes::Bytes;
use digitalocean::Client;
use digitalocean::Transport;
use digitalocean::droplets::Droplet;
use digitalocean::transport::{BoxFuture, ResponseBody};
use digitalocean::transport::{TransportError, TransportRequest, TransportResponse};
use http::{HeaderMap, StatusCode};
use serde_json::Value;

const DROPLETS: u64 = 200;
const ROUNDS: usize = 61;
const DECODES: usize = 20;
const LAST: &str = "https://api.digitalocean.com/v2/droplets?page=1";

/// The types that a user would write by hand for the fields of the models: derived structs, and
/// derived enums where the document lists the values.
mod derived {
    use digitalocean::Timestamp;
    use serde::Deserialize;

    #[derive(Deserialize)]
    #[expect(dead_code, reason = "only decoding counts")]
    pub(super) struct Page {
        pub(super) droplets: Vec<Droplet>,
        links: Option<Links>,
        meta: Meta,
    }

    #[derive(Deserialize)]
    #[expect(dead_code, reason = "only decoding counts")]
    struct Links {
        pages: Option<Pages>,
    }

    #[derive(Deserialize)]
    #[expect(dead_code, reason = "only decoding counts")]
    struct Pages {
        first: Option<String>,
        prev: Option<String>,
        next: Option<String>,
        last: Option<String>,
    }

    #[derive(Deserialize)]
    #[expect(dead_code, reason = "only decoding counts")]
    struct Meta {
        total: i64,
    }

    #[derive(Deserialize)]
    #[expect(dead_code, reason = "only decoding counts")]
    pub(super) struct Droplet {
        id: i64,
        name: String,
        memory: i64,
        vcpus: i64,
        disk: i64,
        locked: bool,
        status: Status,
        created_at: Timestamp,
        features: Vec<String>,
        backup_ids: Vec<i64>,
        next_backup_window: Option<Window>,
        snapshot_ids: Vec<i64>,
        image: Image,
        volume_ids: Vec<String>,
        size: Size,
        size_slug: String,
        networks: Networks,
        region: Region,
        tags: Vec<String>,
        disk_info: Option<Vec<DiskInfo>>,
        gpu_info: Option<GpuInfo>,
        kernel: Option<Kernel>,
        vpc_uuid: Option<String>,
    }

    #[derive(Deserialize)]
    #[serde(rename_all = "lowercase")]
    enum Status {
        New,
        Active,
        Off,
        Archive,
    }

    #[derive(Deserialize)]
    #[expect(dead_code, reason = "only decoding counts")]
    struct Window {
        end: Option<Timestamp>,
        start: Option<Timestamp>,
    }

    #[derive(Deserialize)]
    #[expect(dead_code, reason = "only decoding counts")]
    struct Image {
        id: Option<i64>,
        name: Option<String>,
        description: Option<String>,
        distribution: Option<Distribution>,
        slug: Option<String>,
        public: Option<bool>,
        regions: Option<Vec<RegionSlug>>,
        created_at: Option<Timestamp>,
        min_disk_size: Option<i64>,
        size_gigabytes: Option<f64>,
        r#type: Option<ImageType>,
        status: Option<ImageStatus>,
        error_message: Option<String>,
        tags: Option<Vec<String>>,
    }

    #[derive(Deserialize)]
    enum Distribution {
        #[serde(rename = "Arch Linux")]
        ArchLinux,
        CentOS,
        CoreOS,
        Debian,
        Fedora,
        #[serde(rename = "Fedora Atomic")]
        FedoraAtomic,
        FreeBSD,
        Gentoo,
        #[serde(rename = "openSUSE")]
        Opensuse,
        RancherOS,
        #[serde(rename = "Rocky Linux")]
        RockyLinux,
        Ubuntu,
        Unknown,
    }

    #[derive(Deserialize)]
    #[serde(rename_all = "lowercase")]
    enum ImageType {
        Base,
        Snapshot,
        Backup,
        Custom,
        Admin,
    }

    #[derive(Deserialize)]
    #[serde(rename_all = "lowercase")]
    enum ImageStatus {
        #[serde(rename = "NEW")]
        New,
        Available,
        Pending,
        Deleted,
        Retired,
    }

    #[derive(Deserialize)]
    #[serde(rename_all = "lowercase")]
    enum RegionSlug {
        Ams1,
        Ams2,
        Ams3,
        Blr1,
        Fra1,
        Lon1,
        Nyc1,
        Nyc2,
        Nyc3,
        Sfo1,
        Sfo2,
        Sfo3,
        Sgp1,
        Tor1,
        Syd1,
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
        disk_info: Option<Vec<DiskInfo>>,
        gpu_info: Option<GpuInfo>,
    }

    #[derive(Deserialize)]
    #[expect(dead_code, reason = "only decoding counts")]
    struct DiskInfo {
        r#type: Option<DiskType>,
        size: Option<Amount>,
    }

    #[derive(Deserialize)]
    #[serde(rename_all = "lowercase")]
    enum DiskType {
        Local,
        Boot,
        Scratch,
    }

    #[derive(Deserialize)]
    #[expect(dead_code, reason = "only decoding counts")]
    struct GpuInfo {
        count: Option<i64>,
        model: Option<String>,
        vram: Option<Amount>,
    }

    #[derive(Deserialize)]
    #[expect(dead_code, reason = "only decoding counts")]
    struct Amount {
        amount: Option<i64>,
        unit: Option<String>,
    }

    #[derive(Deserialize)]
    #[expect(dead_code, reason = "only decoding counts")]
    struct Networks {
        v4: Option<Vec<Network<String>>>,
        v6: Option<Vec<Network<i64>>>,
    }

    #[derive(Deserialize)]
    #[expect(dead_code, reason = "only decoding counts")]
    struct Network<Mask> {
        ip_address: Option<String>,
        netmask: Option<Mask>,
        gateway: Option<String>,
        r#type: Option<NetworkType>,
    }

    #[derive(Deserialize)]
    #[serde(rename_all = "lowercase")]
    enum NetworkType {
        Public,
        Private,
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

    #[derive(Deserialize)]
    #[expect(dead_code, reason = "only decoding counts")]
    struct Kernel {
        id: Option<i64>,
        name: Option<String>,
        version: Option<String>,
    }
}

/// Returns the page to every request.
struct Shelf(Bytes);

impl Transport for Shelf {
    fn send(
        &self,
        _: TransportRequest,
    ) -> BoxFuture<'_, Result<TransportResponse, TransportError>> {
        let body = ResponseBody::bytes(self.0.clone());
        let response = TransportResponse::new(StatusCode::OK, HeaderMap::new(), body);
        Box::pin(std::future::ready(Ok(response)))
    }

    fn is_in_process(&self) -> bool {
        true
    }
}

fn main() -> Result<(), Box<dyn Error>> {
    let droplets: Vec<String> = (1..=DROPLETS).map(droplet).collect();
    let text = format!("[{}]", droplets.join(","));
    let sorted = serde_json::to_string(&serde_json::from_str::<Vec<Value>>(&text)?)?;
    let page = Bytes::from(format!(
        r#"{{"droplets":{text},"links":{{"pages":{{"last":"{LAST}"}}}},"meta":{{"total":{DROPLETS}}}}}"#
    ));
    let client = Client::builder().transport(Shelf(page.clone())).build()?;
    let runtime = tokio::runtime::Builder::new_current_thread()
        .enable_time()
        .build()?;

    let models = |text: &str| {
        median(
            || Ok(serde_json::from_str::<Vec<Droplet>>(text)?.len()),
            || Ok(serde_json::from_str::<Vec<derived::Droplet>>(text)?.len()),
        )
    };
    let (models, sorted) = (models(&text)?, models(&sorted)?);
    let pages = median(
        || {
            Ok(runtime
                .block_on(client.droplets().list().into_future())?
                .items()
                .len())
        },
        || {
            Ok(serde_json::from_slice::<derived::Page>(&page)?
                .droplets
                .len())
        },
    )?;
    let mut out = std::io::stdout().lock();
    let what = format!("{DROPLETS} Droplets against derived structs");
    writeln!(
        out,
        "| {what}: the page, from bytes to what a caller gets | ≤ 0.90 | {pages:.2} |"
    )?;
    writeln!(
        out,
        "| {what}: the models alone, from text | ≤ 1.10 | {models:.2} |"
    )?;
    writeln!(
        out,
        "| {what}: the same, members sorted by name | | {sorted:.2} |"
    )?;
    Ok(())
}

/// Returns the median of the ratios of our times to theirs.
fn median(
    ours: impl Fn() -> Result<usize, Box<dyn Error>>,
    theirs: impl Fn() -> Result<usize, Box<dyn Error>>,
) -> Result<f64, Box<dyn Error>> {
    let mut ratios = Vec::new();
    for _ in 0..ROUNDS {
        ratios.push(time(&ours)? / time(&theirs)?);
    }
    ratios.sort_by(f64::total_cmp);
    Ok(ratios[ROUNDS / 2])
}

fn time(decode: impl Fn() -> Result<usize, Box<dyn Error>>) -> Result<f64, Box<dyn Error>> {
    let start = Instant::now();
    for _ in 0..DECODES {
        assert_eq!(decode()?, DROPLETS as usize);
    }
    Ok(start.elapsed().as_secs_f64())
}

/// Returns a Droplet with its members in the order in which the API sends them.
fn droplet(id: u64) -> String {
    const TEXT: &str = r#"{
        "id": 0, "name": "web-0", "memory": 1024, "vcpus": 1, "disk": 25,
        "disk_info": [{ "type": "local", "size": { "amount": 25, "unit": "gib" } }],
        "locked": false, "status": "active", "kernel": null, "created_at": "2024-05-01T12:00:00Z",
        "features": ["backups", "ipv6"], "backup_ids": [70], "next_backup_window": null, "snapshot_ids": [80],
        "image": {
            "id": 7, "name": "24.04", "distribution": "Ubuntu", "slug": "ubuntu-24-04-x64", "public": true,
            "regions": ["ams3", "fra1", "nyc1", "nyc3", "sfo3", "sgp1", "tor1"],
            "created_at": "2024-05-01T12:00:00Z", "min_disk_size": 7, "type": "base", "size_gigabytes": 0.98,
            "description": "Ubuntu 24.04", "tags": [], "status": "available"
        },
        "volume_ids": [],
        "size": {
            "slug": "s-1vcpu-1gb", "memory": 1024, "vcpus": 1, "disk": 25, "transfer": 1.0,
            "price_monthly": 6.0, "price_hourly": 0.00893,
            "regions": ["ams3", "fra1", "nyc1", "nyc3", "sfo3", "sgp1", "tor1"],
            "available": true, "description": "Basic"
        },
        "size_slug": "s-1vcpu-1gb",
        "networks": {
            "v4": [
                { "ip_address": "10.0.0.2", "netmask": "255.255.240.0", "gateway": "10.0.0.1", "type": "private" },
                { "ip_address": "192.0.2.2", "netmask": "255.255.255.0", "gateway": "192.0.2.1", "type": "public" }
            ],
            "v6": []
        },
        "region": {
            "name": "New York 3", "slug": "nyc3", "features": ["backups", "ipv6"], "available": true,
            "sizes": ["s-1vcpu-1gb", "s-2vcpu-2gb"]
        },
        "tags": ["web", "blue"], "vpc_uuid": "760e09ef-dc84-11e8-981e-3cfdfeaae000"
    }"#;
    TEXT.split_whitespace()
        .collect::<String>()
        .replacen("\"id\":0", &format!("\"id\":{id}"), 1)
        .replacen("web-0", &format!("web-{id}"), 1)
}
