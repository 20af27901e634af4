use digitalocean::Client;
use digitalocean::body_now_optional::WidgetCreate;

pub async fn program(client: &Client) {
    let _ = client.body_now_optional().create(WidgetCreate::new("a")).await;
}
