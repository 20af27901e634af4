use digitalocean::setter_removed::Widget;

pub fn program(widget: Widget) -> Widget {
    widget.size(1)
}
