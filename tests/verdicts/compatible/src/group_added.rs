use digitalocean::Client;

pub async fn program(client: &Client) {
    let _ = client.group_added_gadgets().check().await;
}
