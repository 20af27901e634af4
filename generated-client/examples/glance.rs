//! Each kind of call once, on the fake.
//!
//! ```sh
//! cargo run -p generated-client --example glance
//! ```

use std::time::Duration;

use digitalocean::apps::AppUpdate;
use digitalocean::droplets::{Droplet, DropletCreate, DropletCreateMany};
use digitalocean::fake::{Fake, Reply};
use digitalocean::http::Method;
use digitalocean::load_balancers::LoadBalancerUpdate;
use digitalocean::serverless_inference::{ChatCompletionRequest, ChatMessage};
use digitalocean::{ApiError, Client, Error, Secret};
use futures_util::TryStreamExt;
use tokio::time::sleep;

#[tokio::main(flavor = "current_thread", start_paused = true)]
async fn main() -> Result<(), Error> {
    let fake = Fake::new();
    let existing = serde_json::json!({ "droplet": { "id": 3164444, "name": "db-1" } });
    fake.enqueue_for("droplets_get", Reply::json(&existing))?;
    let client = fake.client()?;
    read(&client).await?;
    fail(&client).await?;
    create(&client).await?;
    let pool = serde_json::json!({ "node_pool": { "id": "p", "nodes": [{}, {}, {}, {}] } });
    fake.enqueue_for("kubernetes_get_nodePool", Reply::json(&pool))?;
    change(&client, "4de7ac8b-495b-4884-9a69-1050c6793cd6").await?;
    stream(&client).await
}

/// Shows how to build a client from a token, for the API or for another server.
#[allow(dead_code, reason = "the fake needs no token")]
fn make(secret: &str) -> Result<(Client, Client), Error> {
    // DIGITALOCEAN_TOKEN, then DIGITALOCEAN_ACCESS_TOKEN; blanks and quotes do not count.
    let client = Client::from_env()?;
    let local = Client::builder()
        .token(secret)
        .base_url("http://localhost:4010")?
        .build()?;
    Ok((client, local))
}

async fn read(client: &Client) -> Result<(), Error> {
    // One object, unwrapped.
    let droplet: Droplet = client.droplets().get(3164444).await?;
    println!("{}", droplet.name);

    // One page, with its total.
    let page = client
        .droplets()
        .list()
        .tag_name("web")
        .per_page(200)
        .await?;
    println!("{} of {:?}", page.len(), page.total());

    // Everything: pages are fetched ahead, order is kept, nothing is cut off silently.
    let maybe_tag: Option<&str> = None;
    let names: Vec<String> = client
        .droplets()
        .list()
        .tag_name(maybe_tag)
        .items()
        .map_ok(|d| d.name)
        .try_collect()
        .await?;
    println!("{names:?}");

    // Status, headers, rate limit, raw bytes.
    let response = client.account().get().send().await?;
    println!("{:?} {:?}", response.request_id(), response.rate_limit());
    let anything: serde_json::Value = response.json()?;
    println!("{anything}");

    // See what would be sent, without the token.
    println!("{}", client.droplets().list().tag_name("web").to_curl());
    Ok(())
}

async fn create(client: &Client) -> Result<(), Error> {
    // Create, and wait until it is there.
    let mins = Duration::from_mins;
    let body = DropletCreate::new("web-1", "s-1vcpu-1gb", "ubuntu-24-04-x64")
        .region("nyc3")
        .tags(["web"]);
    let created = client.droplets().create(body).await?;
    let droplet = client
        .droplets()
        .wait_until_active(created.droplet.id)
        .timeout(mins(5))
        .await?;
    println!("{} is {}", droplet.name, droplet.status);

    // Many names make as many Droplets.
    let body = DropletCreateMany::new(["web-2", "web-3"], "s-1vcpu-1gb", "ubuntu-24-04-x64");
    let created = client.droplets().create_many(body).await?;
    println!("{} more", created.droplets.len());
    Ok(())
}

async fn change(client: &Client, id: &str) -> Result<(), Error> {
    // Any condition on any GET.
    let (cluster, pool, mins) = ("cluster-id", "pool-id", Duration::from_mins);
    client
        .kubernetes()
        .get_node_pool(cluster, pool)
        .wait_until(|pool| pool.nodes.len() == 4)
        .timeout(mins(15))
        .await?;

    // Read, change, write: nothing is lost, not even fields that this version does not know.
    let balancer = client.load_balancers().get(id).await?;
    client
        .load_balancers()
        .update(id, LoadBalancerUpdate::from(&balancer).size_unit(3))
        .await?;
    let app = client.apps().get(id).await?;
    client.apps().update(id, AppUpdate::from(&app)).await?;

    // An endpoint that the document lacks.
    let request = client.request::<serde_json::Value>(Method::POST, "/v2/apps/detect");
    let spec = serde_json::json!({ "name": "web" });
    println!("{}", request.json(&spec).to_curl());
    Ok(())
}

async fn fail(client: &Client) -> Result<(), Error> {
    // Error statuses by variant or by predicate.
    match client.droplets().get(1).await {
        Err(Error::Api(ApiError::NotFound(e))) => eprintln!("{}", e.message()),
        Err(e) if e.is_rate_limited() => sleep(e.retry_after().unwrap_or_default()).await,
        other => {
            other?;
        }
    }

    // DELETE may be repeated: gone is gone.
    client.droplets().destroy(1).ignore_not_found().await?;
    Ok(())
}

async fn stream(client: &Client) -> Result<(), Error> {
    let question = ChatMessage::new("user").content("Hello");
    let body = ChatCompletionRequest::new("llama3.3-70b-instruct", [question]);
    let mut chunks = client
        .serverless_inference()
        .create_chat_completion(body)
        .stream()
        .await?;
    while let Some(chunk) = chunks.try_next().await? {
        println!("{chunk:?}");
    }

    // Bytes, with a file name.
    let pdf = client.billing().get_invoice_pdf("22737513").await?;
    println!("{:?} has {} bytes", pdf.name(), pdf.bytes().len());
    // A secret: `Debug` does not show it.
    let kubeconfig: Secret = client.kubernetes().get_kubeconfig("bd5f5959").await?;
    println!("{kubeconfig:?} has {} bytes", kubeconfig.expose().len());
    Ok(())
}
