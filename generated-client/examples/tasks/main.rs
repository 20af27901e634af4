//! Programs for real tasks, each in a file of its own.
//!
//! ```sh
//! export DIGITALOCEAN_TOKEN=…
//! cargo run -p generated-client --example tasks -- dynamic_dns example.com home 192.0.2.7
//! ```
//!
//! They work with the account of the token. `tests/tasks.rs` runs each of them on the fake.

mod app_variable;
mod costs;
mod database;
mod deploy_app;
mod droplet;
mod dynamic_dns;
mod move_records;
mod rotate_credentials;
mod scale_node_pool;
mod tool_chat;
mod upgrade_kubernetes;

use std::error::Error;
use std::process::Command;

use digitalocean::Client;
use digitalocean::databases::DatabaseUser;

const USAGE: &str = "\
tasks TASK ARGUMENTS
  app_variable APP_ID KEY VALUE
  costs
  database NAME TAG
  deploy_app APP_ID COMPONENT
  droplet NAME REGION PUBLIC_KEY
  dynamic_dns DOMAIN HOST ADDRESS
  move_records DOMAIN TOKEN_OF_OTHER_ACCOUNT
  rotate_credentials CLUSTER_ID USER
  scale_node_pool CLUSTER_ID POOL_ID COUNT
  tool_chat MODEL QUESTION
  upgrade_kubernetes CLUSTER_ID";

#[tokio::main]
async fn main() -> Result<(), Box<dyn Error>> {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let arguments: Vec<&str> = arguments.iter().map(String::as_str).collect();
    if arguments.is_empty() {
        println!("{USAGE}");
        return Ok(());
    }
    let client = &Client::from_env()?;
    match arguments[..] {
        ["app_variable", id, key, value] => {
            app_variable::run(client, id, key, value).await?;
        }
        ["costs"] => {
            for (description, dollars) in costs::run(client).await? {
                println!("{dollars:>10.2} {description}");
            }
        }
        ["database", name, tag] => {
            let (cluster, user) = database::run(client, name, tag).await?;
            println!("{} is online, the user is {}", cluster.id, user.name);
        }
        ["deploy_app", app, component] => deploy_app::run(client, app, component, follow).await?,
        ["droplet", name, region, public_key] => {
            let droplet = droplet::run(client, name, region, public_key).await?;
            println!("Droplet {} is {}", droplet.id, droplet.status);
        }
        ["dynamic_dns", domain, host, address] => {
            let is_changed = dynamic_dns::run(client, domain, host, address.parse()?).await?;
            println!("{}", if is_changed { "changed" } else { "unchanged" });
        }
        ["move_records", domain, token] => {
            let to = Client::builder().token(token).build()?;
            let count = move_records::run(client, &to, domain).await?;
            println!("{count} records");
        }
        ["rotate_credentials", cluster, user] => {
            let publish = async |user: &DatabaseUser| {
                println!("the new user is {}", user.name);
                Ok(())
            };
            rotate_credentials::run(client, cluster, user, publish).await?;
        }
        ["scale_node_pool", cluster, pool, count] => {
            let pool = scale_node_pool::run(client, cluster, pool, count.parse()?).await?;
            println!("{} has {} nodes", pool.name, pool.nodes.len());
        }
        ["tool_chat", model, question] => {
            println!("{}", tool_chat::run(client, model, question).await?);
        }
        ["upgrade_kubernetes", cluster] => match upgrade_kubernetes::run(client, cluster).await? {
            Some(cluster) => println!("{} runs {}", cluster.name, cluster.version),
            None => println!("nothing to upgrade to"),
        },
        _ => eprintln!("{USAGE}"),
    }
    Ok(())
}

/// Prints a log until it ends.
fn follow(url: &str) {
    if let Err(error) = Command::new("curl").args(["--no-buffer", url]).status() {
        eprintln!("curl: {error}");
    }
}
