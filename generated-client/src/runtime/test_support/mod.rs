//! What the tests of this repository need of operations: samples of responses, and responses written back.

pub(crate) mod testing;
