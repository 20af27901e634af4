use digitalocean::field_retyped_signed_to_unsigned::Widget;

pub fn program(widget: &Widget) -> Option<i64> {
    widget.size
}
