//! The client without async: `call()` on requests and waiters, iterators over lists and events.
//!
//! ```sh
//! cargo run -p generated-client --example blocking
//! ```
//!
//! Connections and timers run on a thread that the client owns. Inside an async runtime `call()` returns an error.

use std::time::Duration;

use digitalocean::droplets::DropletSingleCreate;
use digitalocean::fake::Fake;
use digitalocean::serverless_inference::{ChatCompletionRequest, ChatMessage};
use digitalocean::{Error, Event};

fn main() -> Result<(), Error> {
    let client = Fake::new().client()?;

    let body = DropletSingleCreate::new("web-1", "s-1vcpu-1gb", "ubuntu-24-04-x64").tags(["web"]);
    let created = client.droplets().create(body).call()?;
    let waiter = client.droplets().wait_until_active(created.droplet.id);
    let droplet = waiter.interval(Duration::from_millis(20)).call()?;
    println!("{} is {}", droplet.name, droplet.status);

    // Pages are asked for ahead while the loop is busy.
    for droplet in client
        .droplets()
        .list()
        .tag_name("web")
        .items()
        .prefetch(2)
        .blocking()
    {
        println!("listed: {}", droplet?.name);
    }

    // Status and headers, too.
    let response = client.account().get().call_response()?;
    println!("{}, {:?}", response.status(), response.rate_limit());

    let body = ChatCompletionRequest::new(
        "llama3.3-70b-instruct",
        [ChatMessage::new("user").content("Hi")],
    );
    for event in client
        .serverless_inference()
        .create_chat_completion(body)
        .call_stream()?
    {
        if let Event::Known(chunk) = event? {
            println!("{} choices", chunk.choices.len());
        }
    }
    Ok(())
}
