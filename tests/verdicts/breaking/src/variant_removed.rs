use digitalocean::variant_removed::Shape;

pub fn program(shape: &Shape) -> bool {
    matches!(shape, Shape::Array(_))
}
