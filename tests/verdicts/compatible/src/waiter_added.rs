use digitalocean::Client;

pub async fn program(client: &Client) {
    let _ = client.waiter_added().get(1).await;
}
