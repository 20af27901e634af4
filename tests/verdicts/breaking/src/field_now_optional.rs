use digitalocean::field_now_optional::Widget;

pub fn program(widget: &Widget) -> i64 {
    widget.size
}
