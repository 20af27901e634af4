use digitalocean::Client;

pub async fn program(client: &Client) {
    let found = client.json_path_changed().get(1).await;
    if let Ok(widget) = found {
        let _: String = widget.name;
    }
}
