//! Shared code of the integration tests: a second reader of the document, values made from its schemas, and every
//! method of the client.

mod caller;
pub mod calls;
pub mod compare;
pub mod conversions;
pub mod corpus;
pub mod decisions;
mod files_below;
pub mod fuzz;
#[expect(deprecated, reason = "every method is called, deprecated ones too")]
#[rustfmt::skip]
mod generated;
pub mod json_pointer;
pub mod sampler;
pub mod second_reader;
mod shared_folder;

pub use caller::{AGENT_ENDPOINT, AGENT_KEY, Caller, MODEL_ACCESS_KEY, RecordedCall, TOKEN};
pub use files_below::files_below;
pub use shared_folder::shared;
