//! Functions for the tests of this repository: samples of responses, and responses written back.

pub(crate) mod testing;
