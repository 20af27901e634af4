use digitalocean::field_removed::Widget;

pub fn program(widget: &Widget) -> Option<i64> {
    widget.size
}
