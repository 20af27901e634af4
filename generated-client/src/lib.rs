//! Typed client for the DigitalOcean API.
