//! One call: attempts, time limits, and the span around them.

pub(crate) mod attempts;
pub(crate) mod curl;
pub(crate) mod decoding;
pub(crate) mod exchange;
pub(crate) mod html;
pub(crate) mod prepare;
mod redirect;
pub(crate) mod span;
pub(crate) mod start;
