use digitalocean::new_changed_fifth_argument::WidgetCreate;

pub fn program() -> WidgetCreate {
    WidgetCreate::new("a", "b", "c", "d")
}
