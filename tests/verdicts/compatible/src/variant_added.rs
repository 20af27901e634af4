use digitalocean::variant_added::Shape;

pub fn program(shape: &Shape) -> u8 {
    match shape {
        Shape::String(_) => 0,
        Shape::Integer(_) => 1,
        _ => 2,
    }
}
