use digitalocean::type_kind_changed::Part;

pub fn program(part: &Part) -> Option<i64> {
    part.size
}
