//! How to test code that uses this crate: with the fake instead of the API.
//!
//! ```sh
//! cargo test -p generated-client --example own_test
//! ```

use digitalocean::{Client, Error};

/// The code under test: it takes a client, wherever that comes from.
async fn destroy_all(client: &Client, tag: &str) -> Result<usize, Error> {
    let droplets = client.droplets().list().tag_name(tag).items();
    let droplets = droplets.collect_all().await?;
    for droplet in &droplets {
        let request = client.droplets().destroy(droplet.id);
        request.ignore_not_found().await?;
    }
    Ok(droplets.len())
}

#[tokio::main]
async fn main() -> Result<(), Error> {
    let client = digitalocean::fake::Fake::new().client()?;
    println!("{} destroyed", destroy_all(&client, "old").await?);
    Ok(())
}

#[cfg(test)]
mod tests {
    use digitalocean::droplets::Droplet;
    use digitalocean::fake::{Fake, Fault, Reply};
    use serde_json::json;

    use super::*;

    /// A list of the crate's own models, in the format of the API.
    fn list(ids: &[i64]) -> Reply {
        let droplet = |id: &i64| {
            let mut droplet = Droplet::default();
            droplet.id = *id;
            droplet
        };
        let droplets: Vec<_> = ids.iter().map(droplet).collect();
        Reply::json(&json!({ "droplets": droplets, "meta": { "total": ids.len() } }))
    }

    #[tokio::test(start_paused = true)] // Waits between attempts take no time.
    async fn faults_are_survived() -> Result<(), Error> {
        let fake = Fake::new();
        fake.enqueue_for("droplets_list", Reply::status(503))?;
        fake.enqueue_for("droplets_list", list(&[7, 8]))?;
        fake.enqueue_for("droplets_destroy", Reply::fault(Fault::ConnectionRefused))?;
        assert_eq!(destroy_all(&fake.client()?, "old").await?, 2);

        let sent = fake.requests();
        let paths: Vec<_> = sent.iter().map(|sent| sent.path()).collect();
        assert_eq!(
            paths[1..],
            ["/v2/droplets", "/v2/droplets/7", "/v2/droplets/8"]
        );
        assert_eq!(sent[0].parameter("tag_name").as_deref(), Some("old"));
        Ok(())
    }
}
