use digitalocean::field_retyped_string_to_enum::Widget;

pub fn program(widget: Widget) -> Option<String> {
    widget.state
}
