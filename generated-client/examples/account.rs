//! Reads a real account: `DIGITALOCEAN_TOKEN=… cargo run -p generated-client --example account`.
//!
//! It changes nothing.

use digitalocean::{Client, Error};
use futures_util::TryStreamExt;

#[tokio::main]
async fn main() -> Result<(), Error> {
    let client = Client::from_env()?;
    let response = client.account().get().send().await?;
    println!("rate limit: {:?}", response.rate_limit());
    let account = response.into_inner();
    println!(
        "{}: {}, at most {} Droplets",
        account.email, account.status, account.droplet_limit
    );

    let mut regions = client.regions().list().items();
    while let Some(region) = regions.try_next().await? {
        println!("{:<6} {}", region.slug, region.name);
    }
    let balance = client.billing().get_balance().await?;
    println!("balance: {balance:?}");
    Ok(())
}
