//! Reads the DigitalOcean OpenAPI document and writes the Rust client crate.

pub mod argument_order;
pub mod config;
pub mod docs;
mod draft;
pub mod format;
mod generate;
pub mod import;
pub mod ir;
pub mod lower;
pub mod names;
pub mod openapi;
pub mod overlay;
pub mod questions;
pub mod render;
pub mod review;
pub mod surface;
pub mod tree;

use self::draft::listed_errors;
pub use self::draft::{Draft, draft};
pub use self::generate::{GenerateError, Generated, Input, generate};
