use digitalocean::Client;

pub async fn program(client: &Client) {
    let _ = client.argument_now_option().check("a").await;
}
