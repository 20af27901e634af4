//! Functions for the tests of this repository: samples of responses, and responses written back.
//!
//! The functions that they call are in earlier folders, since the traits of operations and types name it: `codec::sample`,
//! `operation::sampling`, `operation::reserialize` and `operation::received`.

pub(crate) mod testing;
