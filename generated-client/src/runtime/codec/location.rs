/// Where a response holds the requested value.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Location {
    /// The operation, for error messages.
    pub(crate) operation: &'static str,
    /// The documented path of members; empty for the whole document.
    pub(crate) at: &'static [&'static str],
    /// Other paths, which the document lacks.
    pub(crate) or_at: &'static [&'static [&'static str]],
    /// Whether the object that should hold the value may lack it.
    pub(crate) optional: bool,
    /// Whether the value may be an object without members.
    pub(crate) may_be_empty: bool,
}

impl Location {
    /// Returns the location of a value that must be at a path.
    pub(crate) const fn new(operation: &'static str, at: &'static [&'static str]) -> Self {
        Self {
            operation,
            at,
            or_at: &[],
            optional: false,
            may_be_empty: false,
        }
    }
}
