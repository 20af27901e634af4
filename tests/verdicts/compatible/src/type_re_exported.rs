use digitalocean::type_re_exported::Part;

pub fn program(part: &Part) -> Option<i64> {
    part.size
}
