use digitalocean::Client;

pub async fn program(client: &Client) {
    let _ = client.option_deprecated().check().name("a").await;
}
