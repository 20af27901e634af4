use digitalocean::new_changed::WidgetCreate;

pub fn program() -> WidgetCreate {
    WidgetCreate::new("a")
}
