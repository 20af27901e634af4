//! Waiting until a Droplet is there, until its action is done, and until it is gone.
//!
//! ```sh
//! cargo run -p generated-client --example waiting
//! ```
//!
//! It talks to the fake, whose Droplets are new at first. A client from `Client::from_env` waits in the same way.

use std::time::Duration;

use digitalocean::Error;
use digitalocean::droplets::DropletCreate;
use digitalocean::fake::{Fake, Reply};
use digitalocean::wait::Step;

#[tokio::main]
async fn main() -> Result<(), Error> {
    let fake = Fake::new();
    let client = fake.client()?;
    let soon = Duration::from_millis(20); // 5 s by default, which the API asks for

    let body = DropletCreate::new("web-1", "s-1vcpu-1gb", "ubuntu-24-04-x64").region("nyc3");
    let created = client.droplets().create(body).await?;
    let id = created.droplet.id;

    // The response links to the action that creates the Droplet.
    for wait in created.links.waits(&client) {
        let action = wait.interval(soon).await?;
        println!("the action is {:?}", action.status);
    }

    // The resource is the result. A deadline ends the wait with an error, dropping it stops it.
    let droplet = client
        .droplets()
        .wait_until_active(id)
        .interval(soon)
        .timeout(Duration::from_secs(300))
        .on_progress(|state| println!("the Droplet is {}", state.unwrap_or("not there yet")))
        .await?;
    println!("{} has {} MB of memory", droplet.name, droplet.memory);

    // The same as a stream.
    let mut steps = client.droplets().wait_until_active(id).steps();
    while let Some(step) = steps.next().await {
        match step? {
            Step::State(state) => println!("seen: {state:?}"),
            Step::Done(droplet) => println!("done: {}", droplet.name),
        }
    }

    // A resource that fails ends the wait at once, with the state in which it was seen.
    fake.enqueue_for(
        "droplets_get",
        Reply::json(&serde_json::json!({ "droplet": { "status": "archive" } })),
    )?;
    match client.droplets().wait_until_active(id).await {
        Err(Error::Wait(failure)) => println!("failed as {:?}: {failure}", failure.state()),
        other => drop(other?),
    }
    Ok(())
}
