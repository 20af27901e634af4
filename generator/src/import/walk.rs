use std::collections::BTreeMap;

use super::component::{ComponentKey, ComponentNames};
use super::error::{Problem, ProblemKind};
use super::grammar::{NodeKind, YamlType};
use super::node::{Data, MAX_DEPTH, Node};
use super::source::{FilePointer, ReferenceError, ResolvedReference, Sources};

/// Copies parts of the tree with references resolved.
///
/// It runs twice: first without names, to find what becomes a component, then with all names, to write.
pub(crate) struct ReferenceWalk<'s, 'n> {
    sources: &'s Sources<'s>,
    names: &'n ComponentNames,
    /// Components that were referred to.
    pub(crate) found: Vec<(ComponentKey, &'s Node)>,
    pub(crate) problems: Vec<Problem>,
    /// The places being put in for their references, outermost first.
    inlining: Vec<FilePointer>,
    depth: usize,
}

impl<'s, 'n> ReferenceWalk<'s, 'n> {
    pub(crate) fn new(sources: &'s Sources<'s>, names: &'n ComponentNames) -> Self {
        Self {
            sources,
            names,
            found: Vec::new(),
            problems: Vec::new(),
            inlining: Vec::new(),
            depth: 0,
        }
    }

    /// Copies the entry document, without the components that have names.
    pub(crate) fn document(&mut self, entry: &str, root: &'s Node) -> Node {
        self.visit(&mut FilePointer::root(entry), root, NodeKind::Document)
    }

    /// Copies one component.
    pub(crate) fn component(&mut self, key: &ComponentKey, node: &'s Node) -> Node {
        let NodeKind::Map(kind) = NodeKind::Components.member(key.section) else {
            return node.clone();
        };
        self.visit(&mut key.target_pointer.clone(), node, *kind)
    }

    /// Returns `target_pointer` itself or, if it is a reference, its target.
    pub(crate) fn end_of(
        &mut self,
        target_pointer: FilePointer,
        node: &'s Node,
    ) -> Option<(FilePointer, &'s Node)> {
        let Some(reference) = node.reference() else {
            return Some((target_pointer, node));
        };
        let target = self.resolve(&target_pointer.child("$ref"), reference)?;
        Some((target.target_pointer, target.node))
    }

    fn visit(&mut self, at: &mut FilePointer, node: &'s Node, kind: NodeKind) -> Node {
        if matches!(kind, NodeKind::Value | NodeKind::Sample) {
            return node.clone();
        }
        if let Some(reference) = node.reference() {
            if matches!(kind, NodeKind::Prose | NodeKind::Example) && !self.is_meant(at, reference)
            {
                return node.clone();
            }
            return self.follow(at, node, reference, kind);
        }
        if let Some(expected) = mismatch(node, kind) {
            self.problems.push(at.problem(
                node.line,
                ProblemKind::Unexpected {
                    expected,
                    found: node.kind_name(),
                },
            ));
            return node.clone();
        }
        if !matches!(node.data, Data::Map(_) | Data::List(_)) {
            return node.clone();
        }
        if self.depth == MAX_DEPTH {
            self.problems
                .push(at.problem(node.line, ProblemKind::TooDeep(MAX_DEPTH)));
            return Node::new(node.line, Data::Null);
        }
        self.depth += 1;
        let data = match &node.data {
            Data::Map(map) if kind == NodeKind::Mapping => Data::Map(self.mapping(at, map)),
            Data::Map(map) => Data::Map(self.members(at, map, kind)),
            Data::List(items) => {
                let items = items.iter().enumerate();
                Data::List(
                    items
                        .map(|(index, item)| self.child(at, &index.to_string(), item, kind.item()))
                        .collect(),
                )
            }
            data => data.clone(),
        };
        self.depth -= 1;
        Node::new(node.line, data)
    }

    fn members(
        &mut self,
        at: &mut FilePointer,
        map: &'s BTreeMap<String, Node>,
        kind: NodeKind,
    ) -> BTreeMap<String, Node> {
        let mut members = BTreeMap::new();
        for (key, value) in map {
            let member = kind.member(key);
            if kind == NodeKind::Components && matches!(member, NodeKind::Map(_)) {
                self.check_section(at, key, value);
                continue;
            }
            members.insert(key.clone(), self.child(at, key, value, member));
        }
        members
    }

    fn check_section(&mut self, at: &FilePointer, key: &str, section: &Node) {
        if section.as_map().is_none() {
            let at = at.child(key);
            let kind = ProblemKind::Unexpected {
                expected: "a mapping",
                found: section.kind_name(),
            };
            self.problems.push(at.problem(section.line, kind));
        }
    }

    fn child(&mut self, at: &mut FilePointer, token: &str, node: &'s Node, kind: NodeKind) -> Node {
        at.tokens.push(token.to_owned());
        let child = self.visit(at, node, kind);
        at.tokens.pop();
        child
    }

    /// Replaces a reference by a reference into `components`, or by its target.
    fn follow(
        &mut self,
        at: &mut FilePointer,
        node: &'s Node,
        reference: &Node,
        kind: NodeKind,
    ) -> Node {
        let Some(target) = self.resolve(&at.child("$ref"), reference) else {
            return node.clone();
        };
        let mut copy = match kind.section() {
            Some(section) => self.component_reference(section, target),
            None => self.inline(at, node, target, kind),
        };
        // OpenAPI 3.0 ignores the siblings of `$ref`; they are kept for readers that use them.
        if let (Data::Map(members), Some(map)) = (&mut copy.data, node.as_map()) {
            for (key, value) in map.iter().filter(|(key, _)| *key != "$ref") {
                members.insert(key.clone(), self.child(at, key, value, kind.member(key)));
            }
        }
        copy
    }

    fn component_reference(
        &mut self,
        section: &'static str,
        target: ResolvedReference<'s>,
    ) -> Node {
        let key = ComponentKey {
            section,
            target_pointer: target.target_pointer,
        };
        if let Some(name) = self.names.get(&key) {
            return component_reference(section, name);
        }
        self.found.push((key, target.node));
        component_reference(section, "")
    }

    fn inline(
        &mut self,
        at: &FilePointer,
        node: &Node,
        mut target: ResolvedReference<'s>,
        kind: NodeKind,
    ) -> Node {
        if self.inlining.contains(&target.target_pointer) {
            let text = node.reference().and_then(Node::as_str);
            let text = text.unwrap_or_default().to_owned();
            let at = at.child("$ref");
            self.problems
                .push(at.problem(node.line, ProblemKind::RecursiveInline(text)));
            return node.clone();
        }
        self.inlining.push(target.target_pointer.clone());
        let copy = self.visit(&mut target.target_pointer, target.node, kind);
        self.inlining.pop();
        copy
    }

    /// Rewrites a discriminator mapping, whose values are references without `$ref`, or bare component names.
    fn mapping(
        &mut self,
        at: &mut FilePointer,
        map: &'s BTreeMap<String, Node>,
    ) -> BTreeMap<String, Node> {
        let mut mapping = BTreeMap::new();
        for (key, value) in map {
            at.tokens.push(key.clone());
            let value = if value.as_str().is_some_and(is_mapped_reference) {
                self.mapped(at, value)
            } else {
                value.clone()
            };
            at.tokens.pop();
            mapping.insert(key.clone(), value);
        }
        mapping
    }

    fn mapped(&mut self, at: &FilePointer, value: &'s Node) -> Node {
        let reference = self
            .resolve(at, value)
            .map(|target| self.component_reference("schemas", target));
        reference
            .as_ref()
            .and_then(Node::reference)
            .unwrap_or(value)
            .clone()
    }

    /// Returns whether a reference in prose is one: an example may contain references inside its own document.
    fn is_meant(&self, at: &FilePointer, reference: &Node) -> bool {
        let text = reference.as_str().unwrap_or_default();
        let leads_on =
            |target: ResolvedReference<'s>| !self.inlining.contains(&target.target_pointer);
        !text.starts_with('#') || self.sources.resolve(&at.file, text).is_ok_and(leads_on)
    }

    /// Follows the reference at `at`; records the error if it has no target.
    fn resolve(&mut self, at: &FilePointer, reference: &Node) -> Option<ResolvedReference<'s>> {
        match self.sources.resolve(&at.file, reference.as_str()?) {
            Ok(target) => return Some(target),
            Err(ReferenceError::InReference(kind)) => {
                self.problems.push(at.problem(reference.line, kind));
            }
            Err(ReferenceError::InFile(problem)) => self.problems.push(*problem),
        }
        None
    }
}

/// Returns whether a value of a discriminator mapping is a reference and not the bare name of a component.
fn is_mapped_reference(text: &str) -> bool {
    let extensions = [".yml", ".yaml", ".json"];
    text.contains(['/', '#']) || extensions.iter().any(|extension| text.ends_with(extension))
}

/// Returns a reference object that names a component.
pub(crate) fn component_reference(section: &str, name: &str) -> Node {
    let target = Node::string(0, format!("#/components/{section}/{name}"));
    Node::new(0, Data::Map(BTreeMap::from([("$ref".to_owned(), target)])))
}

/// Returns what a kind looks like, unless the node looks like it.
fn mismatch(node: &Node, kind: NodeKind) -> Option<&'static str> {
    match (kind.shape(), &node.data) {
        (YamlType::Map, Data::Map(_)) | (YamlType::List, Data::List(_)) | (YamlType::Any, _) => {
            None
        }
        (YamlType::MapOrBool, Data::Map(_) | Data::Bool(_)) => None,
        (YamlType::Map, _) => Some("a mapping"),
        (YamlType::List, _) => Some("a list"),
        (YamlType::MapOrBool, _) => Some("a schema or a boolean"),
    }
}
