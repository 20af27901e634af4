//! Names and words of the runtime that the generator knows are those of the runtime's sources.
#![allow(clippy::expect_used, clippy::panic, reason = "tests fail by panicking")]

mod macro_words;
mod page_styles;
mod reserved;
