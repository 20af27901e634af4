use digitalocean::conversion_removed::{Widget, WidgetUpdate};

pub fn program(widget: &Widget) -> WidgetUpdate {
    WidgetUpdate::from(widget)
}
