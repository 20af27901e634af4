use digitalocean::type_no_longer_deprecated::Part;

pub fn program(part: &Part) -> Option<i64> {
    part.size
}
