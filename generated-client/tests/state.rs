//! The effects of requests on the fake's state, and the effects that they must not have.

#![allow(clippy::unwrap_used, reason = "tests fail by panicking")]

use digitalocean::domains::{DomainCreate, DomainRecordCreate, DomainRecordUpdate};
use digitalocean::droplets::{
    Droplet, DropletAction, DropletActionRename, DropletActionResize, DropletCreate,
};
use digitalocean::fake::{Fake, Reply};
use digitalocean::reserved_ips::ReservedIpInRegion;
use digitalocean::ssh_keys::SshKeyCreate;
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
    assert_eq!(domain.name.as_deref(), Some("a.example"));
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
    let resize = DropletActionResize::new().size("s-4vcpu-8gb");
    droplets.create_action(small.id, resize).await?;
    let rename = DropletActionRename::new().name("web-2");
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
async fn actions_that_make_no_sense_are_refused() -> Result<(), Error> {
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
    let nameless = DropletActionRename::new();
    let refused = droplets.create_action(before.id, nameless).await;
    assert!(refused.unwrap_err().is_invalid());
    let nothing = DropletActionResize::new();
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
    assert_eq!(balancer.status.unwrap().as_str(), "active");
    assert!(start.elapsed().is_zero());
    fake.enqueue(state("new"));
    balancers.wait_until_active("a").await?;
    assert!(start.elapsed().as_secs() >= 4);
    fake.handle("loadBalancers_get", move |_| Some(state("errored")));
    let error = balancers.wait_until_active("a").await.unwrap_err();
    assert!(matches!(&error, Error::Wait(wait) if wait.state() == Some("errored")));

    assert!(
        client
            .vpc_peerings()
            .wait_until_deleted("a")
            .await?
            .is_none()
    );
    // Without a wait, the intermediate state is visible.
    assert!(client.vpc_peerings().get("a").await.is_ok());
    Ok(())
}

#[tokio::test(start_paused = true)]
async fn links_of_samples_lead_to_their_waits() -> Result<(), Error> {
    let client = Fake::new().client()?;
    let body = ReservedIpInRegion::new("nyc3");
    let created = client.reserved_ips().create(body).await?;
    let [wait] = created.links.unwrap().waits(&client).try_into().unwrap();
    assert_eq!(wait.await?.status.unwrap().as_str(), "completed");
    let error = client.actions().wait_until_completed(999).await;
    assert!(error.unwrap_err().is_not_found());
    Ok(())
}
