use digitalocean::field_now_optional_list_is_sent::Widget;

pub fn program(widget: Widget) -> Vec<String> {
    widget.tags
}
