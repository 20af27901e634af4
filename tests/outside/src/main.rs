//! Lists Droplets through the client, as a user's program does.

use digitalocean::Error;
use digitalocean::droplets::DropletCreate;
use digitalocean::fake::Fake;
use futures_util::TryStreamExt;

#[tokio::main(flavor = "current_thread")]
async fn main() -> Result<(), Error> {
    let client = Fake::new().client()?;
    let body = DropletCreate::new("web-1", "s-1vcpu-1gb", "ubuntu-24-04-x64");
    client.droplets().create(body).await?;
    let names: Vec<String> = client
        .droplets()
        .list()
        .items()
        .map_ok(|droplet| droplet.name)
        .try_collect()
        .await?;
    assert_eq!(names, ["web-1"]);
    println!("{names:?}");
    Ok(())
}
