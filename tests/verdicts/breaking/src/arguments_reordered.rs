use digitalocean::Client;

pub async fn program(client: &Client) {
    let _ = client.arguments_reordered().check(1, "a").await;
}
