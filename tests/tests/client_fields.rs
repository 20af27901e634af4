//! Fields that official clients have and the document lacks: they are declared, read, written back and sent.

use digitalocean::apps::{
    AppIngressSpec, AppJobSpec, AppJobSpecKind, AppServiceSpec, DeploymentJob, DeploymentService,
    DeploymentWorker, LogType,
};
use digitalocean::databases::DatabaseEngineConfig;
use digitalocean::droplets::{
    Droplet, DropletAction, DropletActionByTagCreate, DropletCreate, DropletGpuPartitionMode,
};
use digitalocean::fake::{Fake, Reply};
use digitalocean::kubernetes::{NodePool, NodePoolCreate, NodePoolGpuPartitionMode};
use digitalocean::load_balancers::{LoadBalancer, LoadBalancerUpdate};
use digitalocean::reserved_ips::{ReservedIpCreate, ReservedIpForDroplet, ReservedIpInRegion};
use digitalocean::sizes::Size;
use digitalocean::vpc_nat_gateways::NatGateway;
use serde::Serialize;
use serde::de::DeserializeOwned;
use serde_json::{Value, json};

/// Reads a value, and checks that it is written back as it was.
fn read<T: DeserializeOwned + Serialize>(value: &Value) -> anyhow::Result<T> {
    let found: T = serde_json::from_value(value.clone())?;
    let written = serde_json::to_value(&found)?;
    for (name, field) in value.as_object().into_iter().flatten() {
        assert_eq!(&written[name], field, "`{name}`");
    }
    Ok(found)
}

macro_rules! read {
    ($value:expr $(,)?) => {
        read(&$value).unwrap()
    };
}

#[test]
fn specs_of_apps() {
    let job: AppJobSpec = read!(json!({
        "name": "report",
        "kind": "SCHEDULED",
        "schedule": { "cron": "45 13 30 4 *", "time_zone": "America/New_York" },
        "timeout": "21600s",
    }));
    assert_eq!(job.kind, Some(AppJobSpecKind::Scheduled));
    let schedule = job.schedule.unwrap();
    assert_eq!(schedule.cron.as_deref(), Some("45 13 30 4 *"));
    assert_eq!(schedule.time_zone.as_deref(), Some("America/New_York"));
    assert_eq!(job.timeout.as_deref(), Some("21600s"));

    let sleep = json!({ "name": "web", "inactivity_sleep": { "after_seconds": 600 } });
    let service: AppServiceSpec = read!(sleep);
    assert_eq!(service.inactivity_sleep.unwrap().after_seconds, Some(600));

    let header = json!({ "key": "x-origin", "remove_header": true, "value": "hunter2" });
    let ingress: AppIngressSpec = read!(json!({ "secure_header": header }));
    let header = ingress.secure_header.unwrap();
    assert_eq!(header.key.as_deref(), Some("x-origin"));
    assert_eq!(header.remove_header, Some(true));
    assert_eq!(header.value.as_ref().unwrap().expose(), "hunter2");
    assert!(!format!("{header:?}").contains("hunter2"));
}

#[test]
fn digests_of_deployed_images() {
    let component = json!({ "name": "web", "source_image_digest": "sha256:1" });
    let digests = [
        read::<DeploymentJob>(&component)
            .unwrap()
            .source_image_digest,
        read::<DeploymentService>(&component)
            .unwrap()
            .source_image_digest,
        read::<DeploymentWorker>(&component)
            .unwrap()
            .source_image_digest,
    ];
    assert_eq!(digests, ["sha256:1"; 3].map(|text| Some(text.to_owned())));
}

#[test]
fn subnets() {
    let balancer: LoadBalancer = read!(json!({ "subnet_uuid": "s" }));
    assert_eq!(balancer.subnet_uuid.as_deref(), Some("s"));
    let update = serde_json::to_value(LoadBalancerUpdate::from(&balancer)).unwrap();
    assert_eq!(update["subnet_uuid"], "s");
    let gateway: NatGateway = read!(
        json!({ "vpcs": [{ "vpc_uuid": "v", "subnet_uuid": "s", "gateway_ip": "10.0.0.1" }] }),
    );
    assert_eq!(gateway.vpcs[0].subnet_uuid.as_deref(), Some("s"));
}

#[test]
fn partitions_of_gpus() {
    let mode = "PARTITION_MODE_DPX_NPS2";
    let droplet: Droplet = read!(json!({ "id": 1, "gpu_partition_mode": mode }));
    assert_eq!(
        droplet.gpu_partition_mode,
        Some(DropletGpuPartitionMode::DpxNps2)
    );
    let body = DropletCreate::new("gpu-1", "gpu-mi300x1-192gb", "gpu-amd-base")
        .gpu_partition_mode(DropletGpuPartitionMode::SpxNps1);
    let body = serde_json::to_value(&body).unwrap();
    assert_eq!(body["gpu_partition_mode"], "PARTITION_MODE_SPX_NPS1");
    let info = json!({ "count": 1, "supported_partition_modes": [mode] });
    let size: Size = read!(json!({ "slug": "gpu-mi300x1-192gb", "gpu_info": info }));
    let modes = size.gpu_info.unwrap().supported_partition_modes;
    assert_eq!(modes, [DropletGpuPartitionMode::DpxNps2]);
    let pool: NodePool = read!(json!({ "gpu_partition_mode": "AMD_PARTITION_MODE_SPX_NPS1" }));
    assert_eq!(
        pool.gpu_partition_mode,
        Some(NodePoolGpuPartitionMode::SpxNps1)
    );
    let body = NodePoolCreate::new("gpus", "gpu-mi300x1-192gb", 2)
        .gpu_partition_mode(NodePoolGpuPartitionMode::DpxNps2);
    let body = serde_json::to_value(&body).unwrap();
    assert_eq!(body["gpu_partition_mode"], "AMD_PARTITION_MODE_DPX_NPS2");
}

#[test]
fn parameters_of_engines() {
    let value = json!({ "pg_parameters": { "work_mem": "1024" } });
    match read!(value) {
        DatabaseEngineConfig::PostgresParameters(config) => {
            assert_eq!(config.pg_parameters["work_mem"], "1024");
        }
        other => panic!("{other:?}"),
    }
    let value = json!({ "mysql_parameters": { "max_connections": "200" } });
    match read!(value) {
        DatabaseEngineConfig::MysqlParameters(config) => {
            assert_eq!(config.mysql_parameters["max_connections"], "200");
        }
        other => panic!("{other:?}"),
    }
    let other = json!({ "work_mem": 4 });
    assert!(matches!(read!(other), DatabaseEngineConfig::Postgres(_)));
}

#[test]
fn droplet_region_and_project_of_a_reserved_ip() {
    let sent = |body: ReservedIpCreate| serde_json::to_value(&body).unwrap();
    let all = ReservedIpForDroplet::new(7).region("nyc3").project_id("p");
    let value = json!({ "droplet_id": 7, "region": "nyc3", "project_id": "p" });
    assert_eq!(sent(all.into()), value);
    assert!(matches!(read!(value), ReservedIpCreate::Droplet(_)));
    let value = json!({ "region": "nyc3", "project_id": "p" });
    assert_eq!(
        sent(ReservedIpInRegion::new("nyc3").project_id("p").into()),
        value
    );
    assert!(matches!(read!(value), ReservedIpCreate::Region(_)));
}

#[test]
fn actions_by_tag() {
    for kind in ["power_off", "enable_ipv6", "shutdown"] {
        let action = DropletActionByTagCreate::from(DropletAction::new(kind));
        let value = serde_json::to_value(&action).unwrap();
        assert_eq!(value, json!({ "type": kind }));
        assert!(matches!(read!(value), DropletActionByTagCreate::Simple(_)));
    }
    let snapshot = json!({ "type": "snapshot", "name": "before" });
    assert!(matches!(
        read!(snapshot),
        DropletActionByTagCreate::Snapshot(_)
    ));
}

#[test]
fn parameters_and_waits() {
    let mut builder = tokio::runtime::Builder::new_current_thread();
    let runtime = builder.enable_time().start_paused(true).build().unwrap();
    runtime.block_on(check_parameters_and_waits()).unwrap();
}

async fn check_parameters_and_waits() -> anyhow::Result<()> {
    let fake = Fake::new();
    let client = fake.client()?;
    let logs = client
        .apps()
        .get_event_logs("app", "event", LogType::Run)
        .tail_lines("100");
    logs.await?;
    let usage = client
        .monitoring()
        .get_database_mysql_cpu_usage("db", "avg", "1", "2")
        .service("primary");
    usage.await?;
    let requests = fake.requests();
    assert_eq!(requests[0].parameter("tail_lines").as_deref(), Some("100"));
    assert_eq!(requests[1].parameter("service").as_deref(), Some("primary"));

    for (states, is_ready) in [
        (["PROVISIONING", "STATE_ACTIVE"], true),
        (["STATE_NEW", "ACTIVE"], true),
        (["NEW", "state_active"], true),
        (["NEW", "STATE_ERROR"], false),
        (["NEW", "ERROR"], false),
    ] {
        for state in states {
            let gateway = json!({ "vpc_nat_gateway": { "id": "g", "state": state } });
            let reply = Reply::json(&gateway);
            fake.enqueue_for("vpcnatgateways_get", reply)?;
        }
        let wait = client.vpc_nat_gateways().wait_until_active("g").await;
        assert_eq!(wait.is_ok(), is_ready, "{states:?}");
        assert!(fake.unused_replies().is_empty(), "{states:?}");
    }
    Ok(())
}
