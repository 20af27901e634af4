use digitalocean::Client;
use digitalocean::body_retyped::WidgetCreate;

pub async fn program(client: &Client) {
    let _ = client.body_retyped().create(WidgetCreate::new("a")).await;
}
