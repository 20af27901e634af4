use digitalocean::Client;
use digitalocean::body_removed::WidgetCreate;

pub async fn program(client: &Client, body: WidgetCreate) {
    let _ = client.body_removed().create(body).await;
}
