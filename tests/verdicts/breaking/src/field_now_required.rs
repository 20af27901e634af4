use digitalocean::field_now_required::Widget;

pub fn program(widget: &Widget) -> Option<i64> {
    widget.size
}
