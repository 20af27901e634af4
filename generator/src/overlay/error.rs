use std::fmt;

use crate::import::ImportError;

/// Everything that is wrong with the overlays, in the order they apply.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct OverlayError {
    problems: Vec<OverlayProblem>,
}

impl OverlayError {
    pub(crate) fn new(problems: Vec<OverlayProblem>) -> Self {
        Self { problems }
    }

    /// Returns the single problems; there is at least one.
    pub fn problems(&self) -> &[OverlayProblem] {
        &self.problems
    }

    pub(crate) fn into_problems(self) -> Vec<OverlayProblem> {
        self.problems
    }
}

impl fmt::Display for OverlayError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (index, problem) in self.problems.iter().enumerate() {
            if index > 0 {
                writeln!(f)?;
            }
            problem.fmt(f)?;
        }
        Ok(())
    }
}

impl std::error::Error for OverlayError {}

/// One error in an overlay, and its location.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct OverlayProblem {
    /// The overlay file, as it is called in the input.
    pub overlay: String,
    /// The line in the file, where one can be named.
    pub line: Option<usize>,
    /// The index of the action in `actions`, if the problem belongs to one.
    pub action: Option<usize>,
    /// The target of that action, if it could be read.
    pub target: Option<String>,
    /// The error.
    pub kind: OverlayProblemKind,
}

impl fmt::Display for OverlayProblem {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        // A file that cannot be parsed brings its own positions.
        if let OverlayProblemKind::Unreadable(error) = &self.kind {
            return error.fmt(f);
        }
        f.write_str(&self.overlay)?;
        if let Some(line) = self.line {
            write!(f, ":{line}")?;
        }
        if let Some(action) = self.action {
            write!(f, ": #/actions/{action}")?;
        }
        if let Some(target) = &self.target {
            write!(f, " ({target})")?;
        }
        write!(f, ": {}", self.kind)
    }
}

/// The kinds of errors in an overlay.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum OverlayProblemKind {
    /// The file is not a YAML document.
    #[error("{0}")]
    Unreadable(ImportError),
    /// A value has the wrong type.
    #[error("`{member}` must be {expected}")]
    WrongType {
        /// The member.
        member: &'static str,
        /// The expected type.
        expected: &'static str,
    },
    /// A required member is missing.
    #[error("the required member `{0}` is missing")]
    Missing(&'static str),
    /// A member that the Overlay Specification does not have.
    #[error("the Overlay Specification has no member `{0}` here; correct the name or remove it")]
    UnknownMember(String),
    /// The overlay has another version.
    #[error("`overlay: {0}` is not supported; write 1.0.0")]
    Version(String),
    /// The target is not a JSONPath.
    #[error("the target is not a JSONPath of RFC 9535 (without `match` and `search`): {0}")]
    BadTarget(String),
    /// The action says neither or both of update and remove.
    #[error("an action needs either `update` or `remove: true`")]
    NoChange,
    /// The target selects nothing.
    #[error(
        "stale: the target matches nothing; upstream changed the place, so correct or remove the action"
    )]
    MatchesNothing,
    /// The action leaves everything as it is.
    #[error("stale: the action changes nothing; upstream has taken it over, so remove it")]
    ChangesNothing,
    /// The action appends what is there already.
    #[error("stale: the list at {pointer} already holds {item}; remove it from the action")]
    AlreadyListed {
        /// The list in the document.
        pointer: String,
        /// The item, as JSON.
        item: String,
    },
    /// The update does not fit what is there.
    #[error(
        "{pointer} holds {found} and cannot be merged with {given}; remove it in an action before"
    )]
    Incompatible {
        /// JSON pointer into the document.
        pointer: String,
        /// The type of the value in the document.
        found: &'static str,
        /// The type of the value in the update.
        given: &'static str,
    },
    /// The target of an update is neither an object nor an array.
    #[error("the target selects {found} at {pointer}; select the object that contains it")]
    PrimitiveTarget {
        /// JSON pointer into the document.
        pointer: String,
        /// The type of the value in the document.
        found: &'static str,
    },
    /// The action would remove the whole document.
    #[error("the document as a whole cannot be removed")]
    RemovesDocument,
}
