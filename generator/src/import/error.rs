use std::fmt;

/// Everything that is wrong with the input of an import, in the order of the files.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ImportError {
    problems: Vec<Problem>,
}

impl ImportError {
    pub(crate) fn new(mut problems: Vec<Problem>) -> Self {
        problems.sort();
        problems.dedup();
        Self { problems }
    }

    /// Returns the single problems; there is at least one.
    pub fn problems(&self) -> &[Problem] {
        &self.problems
    }
}

impl From<Problem> for ImportError {
    fn from(problem: Problem) -> Self {
        Self::new(vec![problem])
    }
}

impl From<Box<Problem>> for ImportError {
    fn from(problem: Box<Problem>) -> Self {
        (*problem).into()
    }
}

impl fmt::Display for ImportError {
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

impl std::error::Error for ImportError {}

/// One error and its location.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Problem {
    /// The file, as it is called in the input.
    pub file: String,
    /// The line in the file, where one can be named.
    pub line: Option<usize>,
    /// The JSON pointer inside the file, without the leading `#`.
    pub pointer: String,
    /// The error.
    pub kind: ProblemKind,
}

impl fmt::Display for Problem {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.file)?;
        if let Some(line) = self.line {
            write!(f, ":{line}")?;
        }
        write!(f, ": #{}: {}", self.pointer, self.kind)
    }
}

/// The kinds of errors in the input.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, thiserror::Error)]
#[non_exhaustive]
pub enum ProblemKind {
    /// The entry file is not among the files.
    #[error("no such file; name the entry file of the tree or a bundled document")]
    NoSuchFile,
    /// The bytes of a file are not text.
    #[error("the file is not UTF-8; save it as UTF-8")]
    NotUtf8,
    /// The text is not YAML.
    #[error("this is not valid YAML ({0}); is the file complete?")]
    Syntax(String),
    /// The file holds no document.
    #[error("the file is empty; it needs one YAML document")]
    Empty,
    /// The file holds more than one document.
    #[error("the file holds several YAML documents; keep one")]
    SeveralDocuments,
    /// A mapping has one key twice.
    #[error("the key `{0}` is defined twice; remove one of them")]
    DuplicateKey(String),
    /// A mapping has a key that is not a scalar.
    #[error("a mapping key must be a string")]
    KeyNotScalar,
    /// The document uses a part of YAML that JSON has no counterpart for.
    #[error("{0} cannot be read here; write the value out")]
    Unsupported(&'static str),
    /// An alias inside the value of its own anchor.
    #[error("an alias refers to a value that contains it; write the value out")]
    AliasOfItself,
    /// Aliases repeat so much that the document would not fit in memory.
    #[error("aliases repeat more than {0} values; use `$ref` instead")]
    TooManyAliases(usize),
    /// A number that no JSON reader could hold.
    #[error("`{0}` is not a finite number; quote it if it is a string")]
    BadNumber(String),
    /// The value is nested too deeply.
    #[error("values are nested more than {0} deep; flatten the document")]
    TooDeep(usize),
    /// The value has the wrong type for its place in an OpenAPI document.
    #[error("expected {expected}, found {found}; is the file complete?")]
    Unexpected {
        /// The type that OpenAPI expects.
        expected: &'static str,
        /// The type of the value.
        found: &'static str,
    },
    /// A member that OpenAPI requires is missing.
    #[error("the required member `{0}` is missing; is this an OpenAPI document?")]
    MissingMember(&'static str),
    /// The document has another version than the generator reads.
    #[error("`{0}` is not OpenAPI 3.0; this importer reads 3.0 documents")]
    Version(String),
    /// The entry file gives a component a name that no reference could write.
    #[error("`{0}` cannot be the name of a component; use letters, digits, `.`, `-` and `_`")]
    ComponentName(String),
    /// A reference names a file that does not exist.
    #[error(
        "`$ref: {reference}` cannot be resolved: there is no file {path}; correct the path or add the file"
    )]
    DanglingFile {
        /// The reference as written.
        reference: String,
        /// The path that it resolves to.
        path: String,
    },
    /// A reference names a place that its file does not have.
    #[error(
        "`$ref: {reference}` cannot be resolved: {path} has no `{pointer}`; correct the pointer"
    )]
    DanglingPointer {
        /// The reference as written.
        reference: String,
        /// The file that it names.
        path: String,
        /// The shortest part of the pointer that is missing.
        pointer: String,
    },
    /// A reference that points only to references, and finally to itself.
    #[error("`$ref: {0}` refers only to itself; write the value at one of the locations")]
    LoopingReference(String),
    /// A reference that would have to be inlined into itself without end.
    #[error(
        "`$ref: {0}` includes itself; only schemas, parameters, responses and headers may be recursive"
    )]
    RecursiveInline(String),
    /// A reference to another host.
    #[error("`$ref: {0}` points outside the tree; only files of the tree are read")]
    Remote(String),
    /// A reference whose fragment is not a JSON pointer.
    #[error(
        "`$ref: {0}` is not a relative path with a JSON pointer, such as `models/tag.yml#/name`"
    )]
    BadReference(String),
}
