use std::collections::BTreeMap;

use saphyr_parser::{Event, Parser, ScalarStyle, ScanError, Span, StrInput};

use super::error::{Problem, ProblemKind};
use super::node::{Data, Node};
use super::scalar;
use crate::json_pointer::escape;

/// How deeply values may be nested, so that no later stage can exhaust the stack.
///
/// Two and a half times the depth of the real document.
pub(crate) const MAX_DEPTH: usize = 48;

/// Reads the one YAML document in `bytes`.
pub(crate) fn parse(file: &str, bytes: &[u8]) -> Result<Node, Box<Problem>> {
    let at_start = |kind| {
        Box::new(Problem {
            file: file.to_owned(),
            line: None,
            pointer: String::new(),
            kind,
        })
    };
    let text = str::from_utf8(bytes).map_err(|_| at_start(ProblemKind::NotUtf8))?;
    let text = text.strip_prefix('\u{feff}').unwrap_or(text);
    let mut builder = Builder {
        file,
        open: Vec::new(),
        root: None,
    };
    for event in Parser::<StrInput<'_>>::new_from_str(text) {
        let (event, span) = event.map_err(|error| builder.syntax(&error))?;
        builder.take(event, span)?;
    }
    builder.root.ok_or_else(|| at_start(ProblemKind::Empty))
}

struct Builder<'a> {
    file: &'a str,
    open: Vec<Open>,
    root: Option<Node>,
}

/// A collection whose end has not come yet.
enum Open {
    List {
        line: usize,
        items: Vec<Node>,
    },
    Map {
        line: usize,
        map: BTreeMap<String, Node>,
        key: Option<String>,
    },
}

impl Builder<'_> {
    fn take(&mut self, event: Event<'_>, span: Span) -> Result<(), Box<Problem>> {
        let line = span.start.line();
        match event {
            Event::DocumentStart(_) if self.root.is_some() => {
                Err(self.problem(line, ProblemKind::SeveralDocuments))
            }
            Event::Alias(_) => Err(self.problem(line, ProblemKind::Unsupported("an alias"))),
            Event::Scalar(_, _, anchor, _)
            | Event::SequenceStart(anchor, _)
            | Event::MappingStart(anchor, _)
                if anchor != 0 =>
            {
                Err(self.problem(line, ProblemKind::Unsupported("an anchor")))
            }
            Event::Scalar(_, _, _, Some(_))
            | Event::SequenceStart(_, Some(_))
            | Event::MappingStart(_, Some(_)) => {
                Err(self.problem(line, ProblemKind::Unsupported("a tag")))
            }
            Event::Scalar(text, style, ..) => self.scalar(&text, style, line),
            Event::SequenceStart(..) => self.open(
                line,
                Open::List {
                    line,
                    items: Vec::new(),
                },
            ),
            Event::MappingStart(..) => self.open(
                line,
                Open::Map {
                    line,
                    map: BTreeMap::new(),
                    key: None,
                },
            ),
            Event::SequenceEnd | Event::MappingEnd => {
                self.close();
                Ok(())
            }
            _ => Ok(()),
        }
    }

    fn scalar(&mut self, text: &str, style: ScalarStyle, line: usize) -> Result<(), Box<Problem>> {
        if let Some(Open::Map {
            map,
            key: key @ None,
            ..
        }) = self.open.last_mut()
        {
            if map.contains_key(text) {
                return Err(self.problem(line, ProblemKind::DuplicateKey(text.to_owned())));
            }
            *key = Some(text.to_owned());
            if text == "<<" && style == ScalarStyle::Plain {
                return Err(self.problem(line, ProblemKind::Unsupported("a merge key")));
            }
            return Ok(());
        }
        let data = if style == ScalarStyle::Plain {
            scalar::resolve(text)
                .map_err(|text| self.problem(line, ProblemKind::BadNumber(text)))?
        } else {
            Data::String(text.to_owned())
        };
        self.add(Node::new(line, data));
        Ok(())
    }

    fn open(&mut self, line: usize, open: Open) -> Result<(), Box<Problem>> {
        if let Some(Open::Map { key: None, .. }) = self.open.last() {
            return Err(self.problem(line, ProblemKind::KeyNotScalar));
        }
        if self.open.len() >= MAX_DEPTH {
            return Err(self.problem(line, ProblemKind::TooDeep(MAX_DEPTH)));
        }
        self.open.push(open);
        Ok(())
    }

    fn close(&mut self) {
        match self.open.pop() {
            Some(Open::List { line, items }) => self.add(Node::new(line, Data::List(items))),
            Some(Open::Map { line, map, .. }) => self.add(Node::new(line, Data::Map(map))),
            None => {}
        }
    }

    fn add(&mut self, node: Node) {
        match self.open.last_mut() {
            Some(Open::List { items, .. }) => items.push(node),
            Some(Open::Map { map, key, .. }) => {
                if let Some(key) = key.take() {
                    map.insert(key, node);
                }
            }
            None => self.root = Some(node),
        }
    }

    fn syntax(&self, error: &ScanError) -> Box<Problem> {
        // The scanner looks ahead and may see how deep it goes before this builder does.
        let kind = if error.info() == "recursion limit exceeded" {
            ProblemKind::TooDeep(MAX_DEPTH)
        } else {
            ProblemKind::Syntax(error.info().to_owned())
        };
        self.problem(error.marker().line(), kind)
    }

    fn problem(&self, line: usize, kind: ProblemKind) -> Box<Problem> {
        Box::new(Problem {
            file: self.file.to_owned(),
            line: Some(line),
            pointer: self.pointer(),
            kind,
        })
    }

    fn pointer(&self) -> String {
        let mut pointer = String::new();
        for open in &self.open {
            match open {
                Open::List { items, .. } => pointer.push_str(&format!("/{}", items.len())),
                Open::Map { key: Some(key), .. } => {
                    pointer.push_str(&format!("/{}", escape(key)));
                }
                Open::Map { key: None, .. } => {}
            }
        }
        pointer
    }
}
