use digitalocean::Client;

pub async fn program(client: &Client) {
    let _ = client.option_no_longer_deprecated().check().name("a").await;
}
