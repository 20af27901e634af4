use digitalocean::type_removed::Part;

pub fn program(part: &Part) -> Option<i64> {
    part.size
}
