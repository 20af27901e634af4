//! Tests of the codec, by subject.

mod models;
mod reading;
