use std::collections::BTreeMap;

use saphyr_parser::{Event, Parser, ScalarStyle, ScanError, Span, StrInput};

use super::anchors::Anchors;
use super::error::{Problem, ProblemKind};
use super::node::{Data, MAX_DEPTH, Node};
use super::repair::repaired;
use super::scalar;
use crate::json_pointer::escape;

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
    let yaml = str::from_utf8(bytes).map_err(|_| at_start(ProblemKind::NotUtf8))?;
    let yaml = yaml.strip_prefix('\u{feff}').unwrap_or(yaml);
    match read(file, yaml) {
        // Other readers accept more than YAML allows; this is only tried on an invalid text.
        Err(problem) if matches!(problem.kind, ProblemKind::Syntax(_)) => {
            read(file, &repaired(yaml)).map_err(|_| problem)?
        }
        other => other?,
    }
    .ok_or_else(|| at_start(ProblemKind::Empty))
}

fn read(file: &str, yaml: &str) -> Result<Option<Node>, Box<Problem>> {
    let mut builder = Builder {
        file,
        open: Vec::new(),
        root: None,
        anchors: Anchors::default(),
    };
    for event in Parser::<StrInput<'_>>::new_from_str(yaml) {
        let (event, span) = event.map_err(|error| builder.syntax(&error))?;
        builder.take(event, span)?;
    }
    Ok(builder.root)
}

struct Builder<'a> {
    file: &'a str,
    open: Vec<OpenCollection>,
    root: Option<Node>,
    anchors: Anchors,
}

/// A collection whose end has not come yet.
enum OpenCollection {
    List {
        line: usize,
        anchor: usize,
        items: Vec<Node>,
    },
    Map {
        line: usize,
        anchor: usize,
        map: BTreeMap<String, Node>,
        key: Option<String>,
        /// Whether the key is a merge key.
        is_merge: bool,
        /// The values of merge keys.
        merged: Vec<Node>,
    },
}

impl Builder<'_> {
    fn take(&mut self, event: Event<'_>, span: Span) -> Result<(), Box<Problem>> {
        let line = span.start.line();
        match event {
            Event::DocumentStart(_) if self.root.is_some() => {
                Err(self.problem(line, ProblemKind::SeveralDocuments))
            }
            Event::Alias(anchor) => self.alias(anchor, line),
            Event::Scalar(_, _, _, Some(_))
            | Event::SequenceStart(_, Some(_))
            | Event::MappingStart(_, Some(_)) => {
                Err(self.problem(line, ProblemKind::Unsupported("a tag")))
            }
            Event::Scalar(text, style, anchor, _) => self.scalar(&text, style, anchor, line),
            Event::SequenceStart(anchor, _) => self.open(
                line,
                OpenCollection::List {
                    line,
                    anchor,
                    items: Vec::new(),
                },
            ),
            Event::MappingStart(anchor, _) => self.open(
                line,
                OpenCollection::Map {
                    line,
                    anchor,
                    map: BTreeMap::new(),
                    key: None,
                    is_merge: false,
                    merged: Vec::new(),
                },
            ),
            Event::SequenceEnd | Event::MappingEnd => self.close(line),
            _ => Ok(()),
        }
    }

    /// Puts a copy of an anchor's value in the place of an alias.
    fn alias(&mut self, anchor: usize, line: usize) -> Result<(), Box<Problem>> {
        let depth = MAX_DEPTH.saturating_sub(self.open.len());
        let copy = self.anchors.copy(anchor, depth);
        let node = copy.map_err(|kind| self.problem(line, kind))?;
        match (self.open.last_mut(), &node.data) {
            (
                Some(OpenCollection::Map {
                    key: key @ None, ..
                }),
                Data::String(text),
            ) => {
                *key = Some(text.clone());
                Ok(())
            }
            (Some(OpenCollection::Map { key: None, .. }), _) => {
                Err(self.problem(line, ProblemKind::KeyNotScalar))
            }
            _ => self.add(node),
        }
    }

    fn scalar(
        &mut self,
        text: &str,
        style: ScalarStyle,
        anchor: usize,
        line: usize,
    ) -> Result<(), Box<Problem>> {
        if let Some(OpenCollection::Map {
            map,
            key: key @ None,
            is_merge,
            ..
        }) = self.open.last_mut()
        {
            *is_merge = text == "<<" && style == ScalarStyle::Plain;
            if !*is_merge && map.contains_key(text) {
                return Err(self.problem(line, ProblemKind::DuplicateKey(text.to_owned())));
            }
            *key = Some(text.to_owned());
            self.anchors.set(anchor, &Node::string(line, text));
            return Ok(());
        }
        let data = if style == ScalarStyle::Plain {
            scalar::resolve(text)
                .map_err(|text| self.problem(line, ProblemKind::BadNumber(text)))?
        } else {
            Data::String(text.to_owned())
        };
        let node = Node::new(line, data);
        self.anchors.set(anchor, &node);
        self.add(node)
    }

    fn open(&mut self, line: usize, open: OpenCollection) -> Result<(), Box<Problem>> {
        if let Some(OpenCollection::Map { key: None, .. }) = self.open.last() {
            return Err(self.problem(line, ProblemKind::KeyNotScalar));
        }
        if self.open.len() >= MAX_DEPTH {
            return Err(self.problem(line, ProblemKind::TooDeep(MAX_DEPTH)));
        }
        self.open.push(open);
        Ok(())
    }

    fn close(&mut self, line: usize) -> Result<(), Box<Problem>> {
        let (anchor, node) = match self.open.pop() {
            Some(OpenCollection::List {
                line,
                anchor,
                items,
            }) => (anchor, Node::new(line, Data::List(items))),
            Some(OpenCollection::Map {
                line,
                anchor,
                mut map,
                merged,
                ..
            }) => {
                for value in merged {
                    merge(&mut map, value);
                }
                (anchor, Node::new(line, Data::Map(map)))
            }
            None => {
                return Err(self.problem(
                    line,
                    ProblemKind::Syntax("an end without a start".to_owned()),
                ));
            }
        };
        self.anchors.set(anchor, &node);
        self.add(node)
    }

    fn add(&mut self, node: Node) -> Result<(), Box<Problem>> {
        let line = node.line;
        match self.open.last_mut() {
            Some(OpenCollection::List { items, .. }) => items.push(node),
            Some(OpenCollection::Map {
                map,
                key,
                is_merge,
                merged,
                ..
            }) => match key.take() {
                Some(_) if std::mem::take(is_merge) => {
                    if !is_mergeable(&node) {
                        let kind = ProblemKind::Unsupported("a merge key without mappings");
                        return Err(self.problem(line, kind));
                    }
                    merged.push(node);
                }
                Some(key) => {
                    map.insert(key, node);
                }
                None => {}
            },
            None => self.root = Some(node),
        }
        Ok(())
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
                OpenCollection::List { items, .. } => {
                    pointer.push_str(&format!("/{}", items.len()));
                }
                OpenCollection::Map { key: Some(key), .. } => {
                    pointer.push_str(&format!("/{}", escape(key)));
                }
                OpenCollection::Map { key: None, .. } => {}
            }
        }
        pointer
    }
}

/// Whether a value can be merged: a mapping, or a list of mappings.
fn is_mergeable(node: &Node) -> bool {
    match &node.data {
        Data::Map(_) => true,
        Data::List(items) => items.iter().all(|item| item.as_map().is_some()),
        _ => false,
    }
}

/// Adds the members of a merge key's value that a mapping does not have itself; earlier mappings win.
fn merge(map: &mut BTreeMap<String, Node>, value: Node) {
    match value.data {
        Data::Map(members) => {
            for (key, member) in members {
                map.entry(key).or_insert(member);
            }
        }
        Data::List(items) => items.into_iter().for_each(|item| merge(map, item)),
        _ => {}
    }
}
