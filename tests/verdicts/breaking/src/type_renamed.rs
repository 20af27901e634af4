use digitalocean::type_renamed::Part;

pub fn program(part: &Part) -> Option<i64> {
    part.size
}
