use digitalocean::default_changed::WidgetCreate;

pub fn program() -> WidgetCreate {
    WidgetCreate::new("a").size(1)
}
