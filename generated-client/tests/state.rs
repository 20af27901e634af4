//! Changes of the fake's state by requests.

#![allow(clippy::unwrap_used, reason = "tests fail by panicking")]

use digitalocean::databases::{DatabaseClusterCreate, DatabaseUserCreate, DatabaseUserResetAuth};
use digitalocean::domains::{DomainCreate, DomainRecordCreate, DomainRecordUpdate};
use digitalocean::droplets::{
    Droplet, DropletAction, DropletActionRename, DropletActionResize, DropletActionSnapshot,
    DropletCreate,
};
use digitalocean::fake::{Fake, Fault, Reply};
use digitalocean::kubernetes::{ClusterCreate, NodePoolCreate, NodePoolUpdate};
use digitalocean::reserved_ips::ReservedIpInRegion;
use digitalocean::ssh_keys::SshKeyCreate;
use digitalocean::volumes::{VolumeCreate, VolumeSnapshotCreate};
use digitalocean::{Client, Error};
use serde_json::{from_value, json};

async fn droplet(client: &Client) -> Droplet {
    let body = DropletCreate::new("web-1", "s-1vcpu-2gb", "ubuntu-24-04-x64").tags(["web"]);
    client.droplets().create(body).await.unwrap().droplet
}

#[tokio::test]
async fn a_body_changes_neither_key_nor_what_only_the_api_sets() -> Result<(), Error> {
    let client = Fake::new().client()?;
    let domains = client.domains();
    let body = json!({ "name": "a.example", "ttl": 5, "zone_file": "mine" });
    let body: DomainCreate = from_value(body).unwrap();
    let domain = domains.create(body).await?;
    assert_eq!(domain.name, "a.example");
    assert_eq!(domain.ttl, Some(1800));
    assert_eq!(domain.zone_file.as_deref(), Some(""));

    let body = json!({ "id": 777, "type": "A", "name": "www", "data": "192.0.2.1" });
    let body: DomainRecordCreate = from_value(body).unwrap();
    let record = domains.create_record("a.example", body).await?;
    let id = record.id;
    assert_ne!(id, 777);
    let body = DomainRecordUpdate::new().data("192.0.2.2");
    let changed = domains.update_record("a.example", id, body).await?;
    assert_eq!(changed.id, id);
    assert_eq!(changed.data.as_deref(), Some("192.0.2.2"));
    assert_eq!(domains.get_record("a.example", id).await?, changed);

    let body = json!({ "id": 777, "fingerprint": "aa", "name": "me", "public_key": "ssh" });
    let key: SshKeyCreate = from_value(body).unwrap();
    let key = client.ssh_keys().create(key).await?;
    assert_ne!(key.id, 777);
    assert_ne!(key.fingerprint.as_deref(), Some("aa"));
    Ok(())
}

#[tokio::test]
async fn actions_change_size_and_name() -> Result<(), Error> {
    let client = Fake::new().client()?;
    let droplets = client.droplets();
    let small = droplet(&client).await;
    assert_eq!((small.vcpus, small.memory), (1, 2048));
    let resize = DropletActionResize::new("s-4vcpu-8gb");
    droplets.create_action(small.id, resize).await?;
    let rename = DropletActionRename::new("web-2");
    droplets.create_action(small.id, rename).await?;
    let large = droplets.get(small.id).await?;
    assert_eq!((large.vcpus, large.memory), (4, 8192));
    assert_eq!(large.size_slug, "s-4vcpu-8gb");
    assert_eq!(large.size.slug, "s-4vcpu-8gb");
    assert_eq!(large.name, "web-2");
    assert_eq!(large.disk, small.disk, "the disk stays");
    Ok(())
}

#[tokio::test]
async fn invalid_actions_are_refused() -> Result<(), Error> {
    let client = Fake::new().client()?;
    let droplets = client.droplets();
    let before = droplet(&client).await;
    let unknown = DropletAction::new("explode");
    let refused = droplets.create_action(before.id, unknown.clone()).await;
    assert!(refused.unwrap_err().is_invalid());
    let refused = droplets.create_actions_by_tag(unknown).tag_name("web");
    assert!(refused.await.unwrap_err().is_invalid());
    // Not all actions go by tag.
    let reboot = DropletAction::new("reboot");
    let refused = droplets.create_actions_by_tag(reboot.clone());
    assert!(refused.tag_name("web").await.unwrap_err().is_invalid());
    droplets.create_action(before.id, reboot).await?;
    let nameless = DropletAction::new("rename");
    let refused = droplets.create_action(before.id, nameless).await;
    assert!(refused.unwrap_err().is_invalid());
    let nothing = DropletAction::new("resize");
    let refused = droplets.create_action(before.id, nothing).await;
    assert!(refused.unwrap_err().is_invalid());
    assert_eq!(droplets.list_actions(before.id).await?.len(), 2);
    Ok(())
}

#[tokio::test(start_paused = true)]
async fn waits_for_what_has_no_state_end_well_unless_a_script_says_otherwise() -> Result<(), Error>
{
    let fake = Fake::new();
    let client = fake.client()?;
    let balancers = client.load_balancers();
    let state = |state: &str| Reply::json(&json!({ "load_balancer": { "status": state } }));
    let start = tokio::time::Instant::now();
    let balancer = balancers.wait_until_active("a").await?;
    assert_eq!(balancer.status.as_str(), "active");
    assert!(start.elapsed().is_zero());
    fake.enqueue(state("new"));
    balancers.wait_until_active("a").await?;
    assert!(start.elapsed().as_secs() >= 4);
    fake.handle("loadBalancers_get", move |_| Some(state("errored")))?;
    let error = balancers.wait_until_active("a").await.unwrap_err();
    assert!(matches!(&error, Error::Wait(wait) if wait.state() == Some("errored")));

    assert!(
        client
            .vpc_peerings()
            .wait_until_deleted("a")
            .await?
            .is_none()
    );
    // Without a wait, the stored state is visible.
    assert!(client.vpc_peerings().get("a").await.is_ok());
    Ok(())
}

#[tokio::test(start_paused = true)]
async fn links_of_samples_lead_to_their_waits() -> Result<(), Error> {
    let client = Fake::new().client()?;
    let body = ReservedIpInRegion::new("nyc3");
    let created = client.reserved_ips().create(body).await?;
    let [wait] = created.links.unwrap().waits(&client).try_into().unwrap();
    assert_eq!(wait.await?.status.as_str(), "completed");
    let error = client.actions().wait_until_completed(999).await;
    assert!(error.unwrap_err().is_not_found());
    Ok(())
}

#[tokio::test]
async fn records_are_filtered_by_fully_qualified_name() -> Result<(), Error> {
    let client = Fake::new().client()?;
    let domains = client.domains();
    domains.create(DomainCreate::new("example.com")).await?;
    for (kind, name) in [("A", "www"), ("AAAA", "www"), ("A", "@"), ("A", "a.www")] {
        let record = json!({ "type": kind, "name": name, "data": "192.0.2.1" });
        let record: DomainRecordCreate = from_value(record).unwrap();
        let created = domains.create_record("example.com", record).await?;
        assert_eq!(created.name, name, "the relative name");
    }
    let list = || domains.list_records("example.com");
    assert_eq!(list().name("www.example.com").await?.len(), 2);
    assert_eq!(list().name("WWW.example.com").type_("A").await?.len(), 1);
    assert_eq!(list().name("example.com").await?.len(), 1);
    assert_eq!(list().name("www").await?.len(), 0);
    assert_eq!(list().type_("A").await?.len(), 3);
    Ok(())
}

#[tokio::test]
async fn snapshots_are_stored() -> Result<(), Error> {
    let client = Fake::new().client()?;
    let (droplets, snapshots) = (client.droplets(), client.snapshots());
    assert!(snapshots.list().await?.is_empty());
    let id = droplet(&client).await.id;
    let action = DropletActionSnapshot::new().name("before");
    droplets.create_action(id, action).await?;
    let body = json!({ "name": "data", "size_gigabytes": 10, "region": "nyc3" });
    let body: VolumeCreate = from_value(body).unwrap();
    let volume = client.volumes().create(body).await?.id;
    let body = VolumeSnapshotCreate::new("data-1").tags(["daily"]);
    let copy = client.volumes().create_snapshot(&volume, body).await?;
    assert_eq!(
        (copy.name.as_str(), copy.tags),
        ("data-1", vec!["daily".to_owned()])
    );

    assert_eq!(snapshots.list().await?.len(), 2);
    let images = snapshots.list().resource_type("droplet").await?;
    assert_eq!((images.len(), images[0].name.as_str()), (1, "before"));
    assert_eq!(droplets.list_snapshots(id).await?[0].name, "before");
    assert_eq!(client.volumes().list_snapshots(&volume).await?.len(), 1);
    assert_eq!(droplets.get(id).await?.snapshot_ids.len(), 1);
    snapshots.delete(images[0].id.as_str()).await?;
    let gone = snapshots.get(images[0].id.as_str()).await;
    assert!(gone.unwrap_err().is_not_found());
    assert!(droplets.get(id).await?.snapshot_ids.is_empty());
    assert_eq!(snapshots.get(copy.id).await?.name, "data-1");
    Ok(())
}

#[tokio::test]
async fn database_users_are_stored() -> Result<(), Error> {
    let client = Fake::new().client()?;
    let databases = client.databases();
    assert!(databases.list_users("a").await?.is_empty());
    assert!(
        databases
            .get_user("a", "app")
            .await
            .unwrap_err()
            .is_not_found()
    );
    let body = DatabaseClusterCreate::new()
        .name("db")
        .engine("pg")
        .num_nodes(1)
        .size("db-s-1vcpu-1gb")
        .region("nyc3");
    let cluster = databases.create_cluster(body).await?;
    assert_eq!(
        (cluster.name.as_str(), cluster.region.as_str()),
        ("db", "nyc3")
    );
    let id = cluster.id;
    assert_eq!(databases.get_cluster(&id).await?.name, "db");
    let users = || databases.list_users(&id);
    assert!(users().await?.is_empty());
    let user = databases
        .add_user(&id, DatabaseUserCreate::new("app"))
        .await?;
    assert_eq!(users().await?[0], user);
    let reset = databases
        .reset_auth(&id, "app", DatabaseUserResetAuth::new())
        .await?;
    assert_ne!(reset.password, user.password);
    assert_eq!(databases.get_user(&id, "app").await?, reset);
    databases.delete_user(&id, "app").await?;
    assert!(users().await?.is_empty());
    databases.destroy_cluster(&id).await?;
    assert!(users().await.unwrap_err().is_not_found());
    Ok(())
}

#[tokio::test]
async fn created_resources_contain_the_fields_of_the_request() -> Result<(), Error> {
    let client = Fake::new().client()?;
    let pools = [NodePoolCreate::new("web", "s-2vcpu-4gb", 3).tags(["a"])];
    let body = ClusterCreate::new("k", "nyc3", "1.33.1-do.0", pools);
    let created = client.kubernetes().create_cluster(body).await?;
    assert_eq!(
        (created.name.as_str(), created.version.as_str()),
        ("k", "1.33.1-do.0")
    );
    let id = created.id;
    let pools = client.kubernetes().list_node_pools(&id).await?;
    assert_eq!((pools.len(), pools[0].nodes.len()), (1, 3));
    assert_eq!((pools[0].name.as_str(), pools[0].tags.len()), ("web", 1));
    let body = NodePoolUpdate::new().count(1);
    let pool = pools[0].id.clone().unwrap();
    client
        .kubernetes()
        .update_node_pool(&id, &pool, body)
        .await?;
    let pool = client.kubernetes().get_node_pool(&id, &pool).await?;
    assert_eq!((pool.nodes.len(), pool.size.as_str()), (1, "s-2vcpu-4gb"));
    client.kubernetes().delete_cluster(&id).await?;
    assert!(
        client
            .kubernetes()
            .get_cluster(&id)
            .await
            .unwrap_err()
            .is_not_found()
    );
    Ok(())
}

#[tokio::test(start_paused = true)]
async fn scripts_are_checked() -> Result<(), Error> {
    let fake = Fake::new();
    let client = fake.client()?;
    let error = fake.enqueue_for("droplet_list", Reply::status(500));
    let message = error.unwrap_err().to_string();
    assert!(message.contains("`droplet_list`"), "{message}");
    assert!(message.contains("droplets_list"), "{message}");
    let error = fake.handle("droplets_lst", |_| None).unwrap_err();
    assert!(error.message().contains("droplets_list"), "{error}");

    fake.enqueue_for("droplets_list", Reply::status(503))?;
    fake.enqueue_for("account_get", Reply::fault(Fault::TruncatedBody))?;
    client.droplets().list().await?;
    fake.enqueue(Reply::status(204));
    assert_eq!(
        fake.unused_replies(),
        ["account_get: TruncatedBody", "any operation: status 204"]
    );
    Ok(())
}
