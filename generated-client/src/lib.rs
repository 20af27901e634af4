//! Typed client for the DigitalOcean API.

pub mod runtime;
