use digitalocean::Client;

pub async fn program(client: &Client) {
    let _ = client.argument_retyped().check(1).await;
}
