use super::layout::MAX_LINES;

/// Why code could not be formatted. Both are defects of the generator.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum FormatError {
    /// The tokens are no Rust.
    #[error("rendered code of `{module}` is not valid Rust: {message}: {code}")]
    Syntax {
        /// Path of the module.
        module: String,
        /// The parser's message.
        message: String,
        /// How the code begins.
        code: String,
    },
    /// A file would be too long however its module is divided.
    #[error(
        "`{path}` would have {lines} lines, more than {MAX_LINES}, and cannot be divided further"
    )]
    TooLong {
        /// Path of the file.
        path: String,
        /// Its number of lines.
        lines: usize,
    },
    /// Two modules have the same file.
    #[error("`{path}` would be written twice")]
    Twice {
        /// Path of the file.
        path: String,
    },
}
