use digitalocean::wire_name_changed::State;

pub fn program(state: &State) -> bool {
    matches!(state, State::Active)
}
