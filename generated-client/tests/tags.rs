//! Tags of the fake, and the Droplets and volumes that have them.

#![allow(clippy::unwrap_used, reason = "tests fail by panicking")]

use digitalocean::droplets::{DropletAction, DropletCreate, DropletCreateMany};
use digitalocean::fake::Fake;
use digitalocean::tags::{TagAssignment, TagCreate, TagResources, TaggedResource};
use digitalocean::volumes::VolumeCreate;
use digitalocean::{Client, Error};
use serde_json::{from_value, json};

async fn droplet(client: &Client, name: &str, tags: &[&str]) -> i64 {
    let body = DropletCreate::new(name, "s-1vcpu-1gb", "ubuntu-24-04-x64");
    let created = client.droplets().create(body.tags(tags.to_vec())).await;
    created.unwrap().droplet.id
}

async fn volume(client: &Client, tags: &[&str]) -> String {
    let body = json!({ "name": "data", "size_gigabytes": 10, "region": "nyc3", "tags": tags });
    let body: VolumeCreate = from_value(body).unwrap();
    client.volumes().create(body).await.unwrap().id
}

fn resources(all: &[(&str, &str)]) -> TagAssignment {
    let resource =
        |(kind, id): &(&str, &str)| TaggedResource::new().resource_id(*id).resource_type(*kind);
    TagAssignment::new(all.iter().map(resource))
}

async fn counts(client: &Client, tag: &str) -> (i64, i64, i64) {
    let resources = client.tags().get(tag).await.unwrap().resources.unwrap();
    let TagResources {
        count,
        droplets,
        volumes,
        ..
    } = resources;
    let number = |of: Option<digitalocean::tags::TagMetadata>| of.unwrap().count.unwrap();
    (count.unwrap(), number(droplets), number(volumes))
}

#[tokio::test]
async fn resources_are_tagged_and_untagged() {
    let client = Fake::new().client().unwrap();
    let (tags, droplets) = (client.tags(), client.droplets());
    let id = droplet(&client, "web-1", &[]).await;
    let text = id.to_string();
    let volume = volume(&client, &[]).await;
    let both = resources(&[("droplet", &text), ("volume", &volume)]);
    let error = tags.assign_resources("web", both.clone()).await;
    assert!(error.unwrap_err().is_not_found(), "the tag does not exist");
    tags.create(TagCreate::new("web")).await.unwrap();
    assert_eq!(counts(&client, "web").await, (0, 0, 0));
    assert!(droplets.list().tag_name("web").await.unwrap().is_empty());

    tags.assign_resources("web", both.clone()).await.unwrap();
    // A resource has a tag once.
    tags.assign_resources("web", both.clone()).await.unwrap();
    assert_eq!(counts(&client, "web").await, (2, 1, 1));
    let tag = tags.get("web").await.unwrap().resources.unwrap();
    let uri = format!("https://api.digitalocean.com/v2/droplets/{id}");
    assert_eq!(tag.droplets.unwrap().last_tagged_uri, Some(uri));
    let uri = format!("https://api.digitalocean.com/v2/volumes/{volume}");
    assert_eq!(tag.last_tagged_uri, Some(uri));
    assert_eq!(
        tags.list().await.unwrap()[0]
            .resources
            .as_ref()
            .unwrap()
            .count,
        Some(2)
    );
    assert_eq!(droplets.list().tag_name("web").await.unwrap()[0].id, id);
    assert_eq!(droplets.get(id).await.unwrap().tags, ["web"]);
    let found = client.volumes().get(&volume).await.unwrap();
    assert_eq!(found.tags, ["web"]);

    let one = resources(&[("droplet", &text)]);
    tags.unassign_resources("web", one).await.unwrap();
    assert_eq!(counts(&client, "web").await, (1, 0, 1));
    assert!(droplets.list().tag_name("web").await.unwrap().is_empty());
    client.volumes().delete(&volume).await.unwrap();
    assert_eq!(counts(&client, "web").await, (0, 0, 0));
    // Nothing happens unless all exist.
    let error = tags.assign_resources("web", both).await.unwrap_err();
    assert!(error.is_not_found(), "{error}");
    assert_eq!(counts(&client, "web").await, (0, 0, 0));
}

#[tokio::test]
async fn resources_created_with_tags_have_them() {
    let client = Fake::new().client().unwrap();
    let (tags, droplets) = (client.tags(), client.droplets());
    let id = droplet(&client, "web-1", &["web", "prod"]).await;
    let two = DropletCreateMany::new(["a", "b"], "s-1vcpu-1gb", "ubuntu-24-04-x64");
    droplets.create_many(two.tags(["web"])).await.unwrap();
    volume(&client, &["web"]).await;
    let names = tags.list().await.unwrap();
    let names: Vec<_> = names.iter().map(|tag| &*tag.name).collect();
    assert_eq!(names, ["prod", "web"]);
    assert_eq!(counts(&client, "web").await, (4, 3, 1));
    assert_eq!(counts(&client, "prod").await, (1, 1, 0));

    let off = DropletAction::new("power_off");
    let actions = droplets.create_actions_by_tag(off).tag_name("prod").await;
    assert_eq!(actions.unwrap()[0].resource_id, Some(id));
    assert_eq!(droplets.get(id).await.unwrap().status.as_str(), "off");
    droplets.destroy_by_tag("prod").await.unwrap();
    assert!(droplets.get(id).await.unwrap_err().is_not_found());
    assert_eq!(counts(&client, "web").await, (3, 2, 1));

    tags.delete("web").await.unwrap();
    assert!(tags.get("web").await.unwrap_err().is_not_found());
    let left = droplets.list().await.unwrap();
    assert!(left.iter().all(|droplet| droplet.tags.is_empty()));
}

#[tokio::test]
async fn resources_without_state_are_counted_and_names_are_checked() -> Result<(), Error> {
    let client = Fake::new().client()?;
    let tags = client.tags();
    tags.create(TagCreate::new("web:1")).await?;
    let image = resources(&[("image", "7"), ("database", "a")]);
    tags.assign_resources("web:1", image.clone()).await?;
    let tag = tags.get("web:1").await?.resources.unwrap();
    assert_eq!((tag.count, tag.images.unwrap().count), (Some(2), Some(1)));
    tags.unassign_resources("web:1", image).await?;
    assert_eq!(counts(&client, "web:1").await, (0, 0, 0));
    for name in ["", "a b", "ä"] {
        let error = tags.create(TagCreate::new(name)).await.unwrap_err();
        assert!(error.is_invalid(), "{error}");
    }
    let other = resources(&[("teapot", "7")]);
    let error = tags.assign_resources("web:1", other).await.unwrap_err();
    assert_eq!(error.status().unwrap(), 422);
    Ok(())
}
