use digitalocean::Client;

pub async fn program(client: &Client) {
    let _ = client.option_added().check().await;
}
