//! Where generated code is, and how long its files may be.

/// The longest file, documentation not counted.
pub const MAX_LINES: usize = 2_000;

/// The folder of the generated code in the crate.
pub const ROOT: &str = "src/generated";
