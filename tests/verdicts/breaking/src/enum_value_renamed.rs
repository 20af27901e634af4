use digitalocean::enum_value_renamed::State;

pub fn program(state: &State) -> bool {
    matches!(state, State::Active)
}
