use digitalocean::default_impl_removed::WidgetCreate;

pub fn program() -> WidgetCreate {
    WidgetCreate::default()
}
