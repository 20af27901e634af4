use digitalocean::field_nullability_changed::WidgetCreate;

pub fn program(body: &WidgetCreate) -> Option<i64> {
    body.size
}
