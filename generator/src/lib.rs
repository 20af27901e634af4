//! Reads the DigitalOcean OpenAPI document and writes the Rust client crate.

pub mod config;
pub mod import;
pub mod ir;
pub mod lower;
pub mod openapi;
pub mod overlay;
