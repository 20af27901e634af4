use digitalocean::field_retyped_enum_to_string::{Widget, WidgetState};

pub fn program(widget: &Widget) -> bool {
    widget.state == Some(WidgetState::New)
}
