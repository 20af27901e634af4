use digitalocean::__testing::{sample, sample_event};

use super::FuzzInput;
use crate::calls::ENTRIES;

/// Returns the fake's sample responses: one of each method, and its events.
pub fn seeds() -> Vec<FuzzInput> {
    let mut seeds = Vec::new();
    for entry in ENTRIES.iter() {
        let input = FuzzInput {
            entry,
            status: 200,
            headers: Vec::new(),
            body: sample(entry.meta),
        };
        if let Some(event) = sample_event(entry.meta) {
            let data = String::from_utf8_lossy(&event);
            let content_type = ("content-type".to_owned(), "text/event-stream".to_owned());
            seeds.push(FuzzInput {
                headers: vec![content_type],
                body: format!(": start\n\nid: 1\ndata: {data}\n\ndata: [DONE]\n\n").into_bytes(),
                ..input.clone()
            });
        }
        seeds.push(input);
    }
    seeds
}
