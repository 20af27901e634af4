use digitalocean::field_deprecated::Widget;

pub fn program(widget: &Widget) -> Option<i64> {
    widget.size
}
