use digitalocean::Client;

pub async fn program(client: &Client) {
    let _ = client.body_added().create().await;
}
