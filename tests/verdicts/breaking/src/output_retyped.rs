use digitalocean::Client;

pub async fn program(client: &Client) {
    let found = client.output_retyped().get(1).await;
    if let Ok(found) = found {
        let _: Option<String> = found.name;
    }
}
