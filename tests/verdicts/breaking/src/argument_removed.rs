use digitalocean::Client;

pub async fn program(client: &Client) {
    let _ = client.argument_removed().check("a").await;
}
