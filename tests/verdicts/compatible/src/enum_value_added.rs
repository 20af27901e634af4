use digitalocean::enum_value_added::State;

pub fn program(state: &State) -> u8 {
    match state {
        State::New => 0,
        State::Active => 1,
        _ => 2,
    }
}
