use digitalocean::Client;
use digitalocean::conversion_added::WidgetUpdate;

pub async fn program(client: &Client, body: WidgetUpdate) {
    let _ = client.conversion_added().update(1, body).await;
}
