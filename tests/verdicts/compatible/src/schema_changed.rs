use digitalocean::schema_changed::Widget;

pub fn program(widget: &Widget) -> &str {
    &widget.name
}
