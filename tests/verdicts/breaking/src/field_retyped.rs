use digitalocean::field_retyped::Widget;

pub fn program(widget: &Widget) -> Option<i64> {
    widget.size
}
