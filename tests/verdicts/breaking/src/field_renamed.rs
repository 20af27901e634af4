use digitalocean::field_renamed::Widget;

pub fn program(widget: &Widget) -> Option<i64> {
    widget.size_gb
}
