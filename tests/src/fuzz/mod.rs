//! Any response to any method: whatever a server sends, the result is defined.
//!
//! - a success that the method decodes: the decoded value, encoded and decoded again, is the same;
//! - a success that it cannot decode: an error that names the operation and the JSON path, with a short excerpt;
//! - any other status: the API's error, with the documented body or the raw one;
//! - events: each known or kept as received, or an error at the end.
//!
//! Nothing panics, everything ends, and no text of an error grows with what the server sends. `cargo test` tries a
//! fixed number of inputs, `cargo xtask fuzz` looks for new ones for as long as it is let.

mod change;
mod exerciser;
mod input;
mod seeds;

pub use change::change;
pub use exerciser::Exerciser;
pub use input::FuzzInput;
pub use seeds::seeds;
