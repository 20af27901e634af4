use digitalocean::type_moved::Part;

pub fn program(part: &Part) -> Option<i64> {
    part.size
}
