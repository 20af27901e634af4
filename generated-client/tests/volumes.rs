//! Volumes of the fake, and the Droplets that they are attached to.

#![allow(clippy::unwrap_used, reason = "tests fail by panicking")]

use digitalocean::droplets::DropletCreate;
use digitalocean::fake::Fake;
use digitalocean::volumes::{Volume, VolumeAttach, VolumeCreate, VolumeDetach, VolumeResize};
use digitalocean::{Client, Error};
use serde_json::{from_value, json};

async fn droplet(client: &Client) -> i64 {
    let body = DropletCreate::new("web-1", "s-1vcpu-1gb", "ubuntu-24-04-x64");
    client.droplets().create(body).await.unwrap().droplet.id
}

async fn volume(client: &Client, region: &str) -> String {
    let body = json!({ "name": "data", "size_gigabytes": 10, "region": region });
    let body: VolumeCreate = from_value(body).unwrap();
    client.volumes().create(body).await.unwrap().id
}

async fn get(client: &Client, id: &str) -> Volume {
    client.volumes().get(id).await.unwrap()
}

#[tokio::test(start_paused = true)]
async fn a_volume_is_attached_and_detached() -> Result<(), Error> {
    let client = Fake::new().client()?;
    let (volumes, droplets) = (client.volumes(), client.droplets());
    let (droplet, volume) = (droplet(&client).await, volume(&client, "nyc3").await);
    let action = volumes
        .create_action(&volume, VolumeAttach::new(droplet))
        .await?;
    let id = action.id;
    let done = volumes.wait_until_action_completed(&volume, id).await?;
    assert_eq!(done.type_.as_deref(), Some("attach_volume"));
    assert_eq!(client.actions().get(id).await?.id, id);
    assert_eq!(get(&client, &volume).await.droplet_ids, [droplet]);
    assert_eq!(droplets.get(droplet).await?.volume_ids, [volume.as_str()]);
    assert_eq!(volumes.list_actions(&volume).await?.len(), 1);
    // An action belongs to a resource.
    let other = volumes.get_action("b", id).await.unwrap_err();
    assert!(other.is_not_found(), "{other}");
    assert!(
        droplets
            .get_action(droplet, id)
            .await
            .unwrap_err()
            .is_not_found()
    );

    let detach = VolumeDetach::new(droplet)
        .volume_name("data")
        .region("nyc3");
    volumes.create_action_by_name(detach).await?;
    assert!(get(&client, &volume).await.droplet_ids.is_empty());
    assert!(droplets.get(droplet).await?.volume_ids.is_empty());
    volumes
        .create_action(&volume, VolumeResize::new(20))
        .await?;
    assert_eq!(get(&client, &volume).await.size_gigabytes, Some(20));

    volumes
        .create_action(&volume, VolumeAttach::new(droplet))
        .await?;
    assert_eq!(droplets.list_actions(droplet).await?.len(), 1);
    droplets.destroy(droplet).await?;
    let error = droplets.list_actions(droplet).await.unwrap_err();
    assert!(error.is_not_found(), "{error}");
    assert!(volumes.list_actions("b").await.unwrap_err().is_not_found());
    assert!(get(&client, &volume).await.droplet_ids.is_empty());
    let error = volumes
        .create_action(&volume, VolumeAttach::new(droplet))
        .await;
    assert!(error.unwrap_err().is_not_found());
    Ok(())
}

#[tokio::test]
async fn a_volume_is_deleted_by_name() -> Result<(), Error> {
    let client = Fake::new().client()?;
    let volumes = client.volumes();
    let (near, far) = (volume(&client, "nyc3").await, volume(&client, "fra1").await);
    volumes.delete_by_name("data", "fra1").await?;
    assert!(volumes.get(&far).await.unwrap_err().is_not_found());
    get(&client, &near).await;
    let error = volumes.delete_by_name("data", "fra1").await.unwrap_err();
    assert!(error.is_not_found(), "{error}");
    Ok(())
}
