use digitalocean::field_added::Widget;

pub fn program(widget: &Widget) -> &str {
    let Widget { name, .. } = widget;
    name
}
