use digitalocean::Client;

pub async fn program(client: &Client) {
    let _ = client.option_renamed().check().tag_name("a").await;
}
