//! Lists Droplets through the client, as a user's program does.

use std::error::Error;

use digitalocean::droplets::{Droplet, DropletCreate};
use digitalocean::fake::{Fake, Reply};
use digitalocean::http::Method;
use futures_util::TryStreamExt;
use serde_json::Value;

#[tokio::main(flavor = "current_thread")]
async fn main() -> Result<(), Box<dyn Error>> {
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
    numbers_keep_their_digits().await
}

/// With `arbitrary_precision`, numbers in unknown fields, in unions and in JSON without a model are written as they were
/// read, and fields with a type are read as without it.
async fn numbers_keep_their_digits() -> Result<(), Box<dyn Error>> {
    let fake = Fake::new();
    let client = fake.client()?;
    for number in [
        "123456789012345678901234567890",
        "0.1000000000000000055511151231257827",
        "-1e+400",
        "1.10",
    ] {
        let droplet = format!(
            r#"{{"id":3164444,"name":{number},"vcpus":"2","memory":{number},"new":{{"a":[{number}]}}}}"#
        );
        let body = format!(r#"{{"droplet":{droplet}}}"#);
        fake.enqueue(Reply::body("application/json", body));
        let found: Droplet = client.droplets().get(3_164_444).await?;
        assert_eq!((found.id, found.vcpus), (3_164_444, 2), "{number}");
        assert_eq!(found.name, number);
        assert_eq!(
            found
                .unknown_fields()
                .get("memory")
                .map(ToString::to_string)
                .as_deref(),
            Some(number)
        );
        let written = serde_json::to_string(&found)?;
        assert!(
            written.contains(&format!(r#""new":{{"a":[{number}]}}"#)),
            "{written}"
        );
        assert!(
            written.contains(&format!(r#""memory":{number}"#)),
            "{written}"
        );

        let body = format!(r#"{{"name":"a","size":"b","image":{{"id":{number}}}}}"#);
        let create: DropletCreate = serde_json::from_str(&body)?;
        let written = serde_json::to_string(&create)?;
        assert!(
            written.contains(&format!(r#""image":{{"id":{number}}}"#)),
            "{written}"
        );

        fake.enqueue(Reply::body("application/json", format!("[{number}]")));
        let any: Value = client.request(Method::GET, "/v2/any").await?;
        assert_eq!(any.to_string(), format!("[{number}]"));
    }
    Ok(())
}
