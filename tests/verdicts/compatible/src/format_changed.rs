use digitalocean::format_changed::WidgetCreate;

pub fn program() -> WidgetCreate {
    WidgetCreate::new("a")
}
