use digitalocean::new_removed::Widget;

pub fn program() -> Widget {
    Widget::new("a")
}
