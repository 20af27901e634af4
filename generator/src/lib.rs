//! Reads the DigitalOcean OpenAPI document and writes the Rust client crate.

pub mod argument_order;
mod client_crate;
mod component;
pub mod config;
mod conventions;
pub mod docs;
mod draft;
pub mod format;
mod generate;
pub mod import;
mod init;
pub mod ir;
pub mod json_pointer;
mod lines;
pub mod lower;
pub mod names;
mod normalize;
pub mod openapi;
pub mod overlay;
mod path_item;
pub mod questions;
pub mod render;
pub mod review;
pub mod surface;
mod toml_text;
pub mod tree;

pub use self::client_crate::{CrateParts, client_crate};
use self::draft::listed_errors;
pub use self::draft::{Draft, draft};
pub use self::generate::{
    GenerateError, Generated, Input, files, generate, generate_supported, generate_with_registry,
    registry,
};
pub use self::init::{Init, init, with_defaults};
