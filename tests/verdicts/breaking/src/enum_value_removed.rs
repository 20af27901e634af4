use digitalocean::enum_value_removed::State;

pub fn program(state: &State) -> bool {
    matches!(state, State::Active)
}
