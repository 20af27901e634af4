//! Answers of any kind to any method: whatever a server sends, what comes of it is defined.
//!
//! - a success that the method reads: what was read, written back and sent again, is read as the same;
//! - a success that it does not read: an error that names operation and place, and shows little of the body;
//! - any other status: the failure that the API answered, documented or raw;
//! - events: each known or kept as it came, or an error at the end.
//!
//! Nothing panics, everything ends, and no text of an error grows with what the server sends. `cargo test` tries a
//! fixed number of inputs, `cargo xtask fuzz` looks for new ones for as long as it is let.

mod change;
mod exerciser;
mod input;
mod seeds;

pub use change::change;
pub use exerciser::Exerciser;
pub use input::Input;
pub use seeds::seeds;
