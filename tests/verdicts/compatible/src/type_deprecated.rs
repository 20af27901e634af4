use digitalocean::type_deprecated::Part;

pub fn program(part: &Part) -> Option<i64> {
    part.size
}
