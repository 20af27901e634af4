//! Functions for the tests of this repository: samples of responses, and responses written back.
//!
//! What they call is in earlier folders, since the traits of operations and types name it: `codec::sample`,
//! `operation::sampling`, `operation::reserialize` and `operation::received`.

pub(crate) mod testing;
