use digitalocean::type_added::Widget;

pub fn program(widget: &Widget) -> &str {
    &widget.name
}
