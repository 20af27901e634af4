use digitalocean::new_changed_retyped_argument::WidgetCreate;

pub fn program() -> WidgetCreate {
    WidgetCreate::new(1)
}
