use digitalocean::Client;

pub async fn program(client: &Client) {
    let _ = client.waiter_changed().wait_until_active(1).await;
}
