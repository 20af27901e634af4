use std::cell::OnceCell;
use std::collections::BTreeMap;

use super::error::{Problem, ProblemKind};
use super::node::Node;
use super::parse;
use super::reference::{Reference, percent_decode};
use crate::json_pointer;

/// The longest chain of references that is followed; only a loop that grows with each turn is longer.
const LONGEST_CHAIN: usize = 64;

/// The files of the tree, each parsed when it is first needed.
pub(crate) struct Sources<'a> {
    files: BTreeMap<&'a str, SourceFile<'a>>,
}

struct SourceFile<'a> {
    bytes: &'a [u8],
    parsed: OnceCell<Result<Node, Box<Problem>>>,
}

/// The address of a value: a file and the tokens of a JSON pointer.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct FilePointer {
    pub(crate) file: String,
    pub(crate) tokens: Vec<String>,
}

/// The final target of a reference; never another reference.
pub(crate) struct ResolvedReference<'s> {
    pub(crate) target_pointer: FilePointer,
    pub(crate) node: &'s Node,
}

/// Why a reference cannot be resolved.
pub(crate) enum ReferenceError {
    /// The reference itself is wrong.
    InReference(ProblemKind),
    /// A file on the way cannot be read.
    InFile(Box<Problem>),
}

impl FilePointer {
    pub(crate) fn root(file: &str) -> Self {
        Self {
            file: file.to_owned(),
            tokens: Vec::new(),
        }
    }

    pub(crate) fn child(&self, token: &str) -> Self {
        let mut child = self.clone();
        child.tokens.push(token.to_owned());
        child
    }

    pub(crate) fn problem(&self, line: usize, kind: ProblemKind) -> Problem {
        Problem {
            file: self.file.clone(),
            line: Some(line),
            pointer: json_pointer::pointer(&self.tokens),
            kind,
        }
    }
}

impl<'a> Sources<'a> {
    pub(crate) fn new(files: &'a BTreeMap<String, Vec<u8>>) -> Self {
        let source = |bytes| SourceFile {
            bytes,
            parsed: OnceCell::new(),
        };
        Self {
            files: files
                .iter()
                .map(|(path, bytes)| (path.as_str(), source(bytes.as_slice())))
                .collect(),
        }
    }

    /// The files of the tree with another content of the entry file.
    pub(crate) fn with_entry(
        files: &'a BTreeMap<String, Vec<u8>>,
        entry: &'a str,
        content: Node,
    ) -> Self {
        let mut sources = Self::new(files);
        let source = SourceFile {
            bytes: &[],
            parsed: OnceCell::from(Ok(content)),
        };
        sources.files.insert(entry, source);
        sources
    }

    /// Returns the content of a file, or `None` if the file does not exist.
    pub(crate) fn file(&self, path: &str) -> Option<Result<&Node, Box<Problem>>> {
        let source = self.files.get(path)?;
        let parsed = source
            .parsed
            .get_or_init(|| parse::parse(path, source.bytes));
        Some(parsed.as_ref().map_err(Clone::clone))
    }

    /// Follows the reference `text` in `file` through files, pointers and further references.
    pub(crate) fn resolve(
        &self,
        file: &str,
        text: &str,
    ) -> Result<ResolvedReference<'_>, ReferenceError> {
        let mut visited: Vec<FilePointer> = Vec::new();
        let mut target_pointer = self.file_pointer(file, text)?;
        'next: loop {
            if visited.contains(&target_pointer) || visited.len() == LONGEST_CHAIN {
                return Err(ReferenceError::InReference(ProblemKind::LoopingReference(
                    text.to_owned(),
                )));
            }
            visited.push(target_pointer.clone());
            let mut node = self.open(&target_pointer, text)?;
            for (index, token) in target_pointer.tokens.iter().enumerate() {
                if let Some(next) = node.reference().and_then(Node::as_str) {
                    let mut target = self.file_pointer(&target_pointer.file, next)?;
                    target
                        .tokens
                        .extend_from_slice(&target_pointer.tokens[index..]);
                    target_pointer = target;
                    continue 'next;
                }
                node = node
                    .child(token)
                    .ok_or_else(|| dangling_pointer(text, &target_pointer, index))?;
            }
            match node.reference().and_then(Node::as_str) {
                Some(next) => target_pointer = self.file_pointer(&target_pointer.file, next)?,
                None => {
                    return Ok(ResolvedReference {
                        target_pointer,
                        node,
                    });
                }
            }
        }
    }

    fn open(&self, target_pointer: &FilePointer, text: &str) -> Result<&Node, ReferenceError> {
        match self.file(&target_pointer.file) {
            Some(Ok(node)) => Ok(node),
            Some(Err(problem)) => Err(ReferenceError::InFile(problem)),
            None => Err(ReferenceError::InReference(ProblemKind::DanglingFile {
                reference: text.to_owned(),
                path: target_pointer.file.clone(),
            })),
        }
    }

    fn file_pointer(&self, file: &str, text: &str) -> Result<FilePointer, ReferenceError> {
        let Reference { path, tokens } =
            Reference::parse(file, text).map_err(ReferenceError::InReference)?;
        let path = path.unwrap_or_else(|| file.to_owned());
        if !self.files.contains_key(path.as_str())
            && let Some(decoded) = percent_decode(&path)
            && self.files.contains_key(&*decoded)
        {
            return Ok(FilePointer {
                file: decoded.into_owned(),
                tokens,
            });
        }
        Ok(FilePointer { file: path, tokens })
    }
}

fn dangling_pointer(text: &str, target_pointer: &FilePointer, index: usize) -> ReferenceError {
    ReferenceError::InReference(ProblemKind::DanglingPointer {
        reference: text.to_owned(),
        path: target_pointer.file.clone(),
        pointer: json_pointer::pointer(&target_pointer.tokens[..=index]),
    })
}
