use digitalocean::field_retyped_one_to_many::Widget;

pub fn program(widget: Widget) -> Option<String> {
    widget.tag
}
