use digitalocean::field_no_longer_deprecated::Widget;

pub fn program(widget: &Widget) -> Option<i64> {
    widget.size
}
