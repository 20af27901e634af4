use digitalocean::selection_changed::Shape;

pub fn program(shape: &Shape) -> bool {
    matches!(shape, Shape::Round(_))
}
