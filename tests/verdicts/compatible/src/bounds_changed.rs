use digitalocean::bounds_changed::WidgetCreate;

pub fn program() -> WidgetCreate {
    WidgetCreate::new("a")
}
