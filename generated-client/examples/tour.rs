//! A tour of the client on the fake: no account, no network.
//!
//! ```sh
//! cargo run -p generated-client --example tour
//! DIGITALOCEAN_TOKEN=… cargo run -p generated-client --example tour -- --live
//! ```
//!
//! With `--live` it reads the real account, and changes nothing.

use std::time::Duration;

use digitalocean::droplets::DropletCreate;
use digitalocean::fake::{Fake, Reply};
use digitalocean::{ApiError, Client, Error};
use futures_util::TryStreamExt;

#[tokio::main]
async fn main() -> Result<(), Error> {
    if std::env::args().any(|argument| argument == "--live") {
        return live(&Client::from_env()?).await;
    }
    let fake = Fake::new();
    let client = fake.client()?;
    create(&client).await?;
    list(&client).await?;
    fail(&client).await?;
    limited(&fake, &client).await?;
    println!("\nThe fake received {} requests.", fake.requests().len());
    Ok(())
}

/// Creates Droplets and waits for one of them.
async fn create(client: &Client) -> Result<(), Error> {
    println!("# Create and wait\n");
    for number in 1..=45 {
        let name = format!("web-{number}");
        let body = DropletCreate::new(name, "s-1vcpu-1gb", "ubuntu-24-04-x64")
            .region("nyc3")
            .tags(["web"]);
        let created = client.droplets().create(body).await?;
        if number == 1 {
            println!(
                "created {} ({}): {}",
                created.droplet.name, created.droplet.id, created.droplet.status
            );
            let droplet = client
                .droplets()
                .wait_until_active(created.droplet.id)
                .interval(Duration::from_millis(100))
                .timeout(Duration::from_secs(300))
                .await?;
            println!("waited until it is {}", droplet.status);
        }
    }
    Ok(())
}

/// One page, then everything.
async fn list(client: &Client) -> Result<(), Error> {
    println!("\n# List\n");
    let page = client.droplets().list().tag_name("web").await?;
    println!("one page: {} of {:?}", page.len(), page.total());
    let names: Vec<String> = client
        .droplets()
        .list()
        .items()
        .map_ok(|droplet| droplet.name)
        .try_collect()
        .await?;
    println!(
        "all pages: {} Droplets, the last is {:?}",
        names.len(),
        names.last()
    );
    println!(
        "as curl: {}",
        client.droplets().list().tag_name("web").to_curl()
    );
    Ok(())
}

/// An error status by its variant, and a deletion that may be repeated.
async fn fail(client: &Client) -> Result<(), Error> {
    println!("\n# Fail\n");
    match client.droplets().get(1_000_000).await {
        Err(Error::Api(ApiError::NotFound(error))) => {
            println!("not found: {}", error.message());
        }
        Err(other) => return Err(other),
        Ok(droplet) => println!("there is a Droplet {}", droplet.name),
    }
    client
        .droplets()
        .destroy(1_000_000)
        .ignore_not_found()
        .await?;
    println!("destroyed what was gone already");
    Ok(())
}

/// A rate limit: the client waits as long as the API asks, and tries again.
async fn limited(fake: &Fake, client: &Client) -> Result<(), Error> {
    println!("\n# Rate limit\n");
    fake.enqueue_for("account_get", Reply::status(429).header("retry-after", "1"))?;
    let response = client.account().get().send().await?;
    println!(
        "status {} after {} attempts",
        response.status(),
        response.attempts()
    );
    Ok(())
}

/// The calls that only read, for a real account.
async fn live(client: &Client) -> Result<(), Error> {
    let response = client.account().get().send().await?;
    println!("{:?}, {:?}", response.request_id(), response.rate_limit());
    println!("account {}", response.into_inner().email);
    let mut droplets = client.droplets().list().items();
    while let Some(droplet) = droplets.try_next().await? {
        println!("{:>12} {:<30} {}", droplet.id, droplet.name, droplet.status);
    }
    Ok(())
}
