//! The client without async: `call()` on requests and waiters, iterators over lists, steps and events, files to read.
//!
//! ```sh
//! cargo run -p generated-client --example blocking
//! ```
//!
//! Connections and timers run on a thread that the client owns. Inside an async runtime `call()` returns an error.

use std::time::Duration;

use digitalocean::droplets::DropletCreate;
use digitalocean::fake::Fake;
use digitalocean::serverless_inference::{ChatCompletionRequest, ChatMessage};
use digitalocean::stream::Event;
use digitalocean::wait::Step;

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let client = Fake::new().client()?;

    let body = DropletCreate::new("web-1", "s-1vcpu-1gb", "ubuntu-24-04-x64").tags(["web"]);
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

    // A wait, step by step.
    let waiter = client.droplets().wait_until_active(created.droplet.id);
    for step in waiter
        .interval(Duration::from_millis(20))
        .steps()
        .blocking()
    {
        if let Step::State(state) = step? {
            println!("seen: {state:?}");
        }
    }

    // Status and headers, too, or nothing else.
    let response = client.account().get().call_response()?;
    println!("{}, {:?}", response.status(), response.rate_limit());
    let head = client.droplets().list().call_head()?;
    println!("{}, {:?}", head.status(), head.rate_limit());

    // A file, read while it arrives.
    let mut invoice = client
        .billing()
        .get_invoice_pdf("22737513")
        .call_download()?;
    let bytes = std::io::copy(&mut invoice, &mut std::io::sink())?;
    println!("{:?}: {bytes} bytes", invoice.get_ref().content_type());

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
