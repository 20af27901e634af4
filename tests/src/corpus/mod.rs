//! Payloads that others wrote, read and sent by the client.
//!
//! Every line is taken through the operation's own method: an answer is served to it, a request is built by it. What
//! comes out is compared with what went in, as far as the document declares it.

mod line;
mod report;
mod trial;

pub use line::{Kind, Line};
pub use report::Report;
pub use trial::{Bench, Trial, Verdict};
