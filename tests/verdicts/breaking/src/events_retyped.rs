use digitalocean::events_retyped::{StepEvent, ops};
use digitalocean::stream::Streaming;

pub fn program() {
    fn is_step<O: Streaming<Event = StepEvent>>() {}
    is_step::<ops::Watch>();
}
