use digitalocean::Client;

pub async fn program(client: &Client) {
    let _ = client.option_removed().check().name("a").await;
}
