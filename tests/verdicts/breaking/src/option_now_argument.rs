use digitalocean::Client;

pub async fn program(client: &Client) {
    let _ = client.option_now_argument().check().name("a").await;
}
