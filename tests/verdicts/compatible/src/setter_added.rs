use digitalocean::setter_added::Widget;

pub fn program(widget: &Widget) -> Option<i64> {
    widget.size
}
