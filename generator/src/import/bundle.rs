use std::collections::BTreeMap;

use super::component::{ComponentKey, ComponentNames, Components, is_name};
use super::document::Document;
use super::error::{ImportError, Problem, ProblemKind};
use super::grammar::NodeKind;
use super::naming;
use super::node::{Data, Node};
use super::source::{FilePointer, Sources};
use super::walk::{ReferenceWalk, component_reference};

/// Makes one document of a tree of files.
///
/// `files` maps paths, relative to one root and with `/`, to contents; `entry` is the path of the file that
/// holds `openapi` and `paths`. What `$ref` can name under `components` becomes a component; everything else
/// is put in the place of its reference. Prose is kept.
///
/// # Errors
///
/// Fails with every broken reference of the tree, or with what makes a file unreadable.
pub fn bundle(files: &BTreeMap<String, Vec<u8>>, entry: &str) -> Result<Document, ImportError> {
    let sources = Sources::new(files);
    let root = entry_root(&sources, entry)?;
    let (components, problems) = collect(&sources, entry, root);
    if problems.is_empty() {
        Ok(Document::new(written(&sources, entry, root, &components)))
    } else {
        Err(ImportError::new(problems))
    }
}

/// Makes one document of a tree of files; broken references stay as they are. None if there is nothing to start from.
pub(crate) fn bundle_leniently(sources: &Sources<'_>, entry: &str) -> Option<Node> {
    let root = entry_root(sources, entry).ok()?;
    let (components, _) = collect(sources, entry, root);
    Some(written(sources, entry, root, &components))
}

/// Writes the document with its components.
fn written(sources: &Sources<'_>, entry: &str, root: &Node, components: &Components<'_>) -> Node {
    let content = |key: &ComponentKey, names: &ComponentNames| match components.nodes.get(key) {
        Some(node) => ReferenceWalk::new(sources, names).component(key, node),
        None => Node::new(0, Data::Null),
    };
    let names = naming::assign(components, content);
    let Data::Map(mut document) = ReferenceWalk::new(sources, &names)
        .document(entry, root)
        .data
    else {
        return root.clone();
    };
    let mut sections: BTreeMap<&str, BTreeMap<String, Node>> = BTreeMap::new();
    for (key, name) in &names {
        let section = sections.entry(key.section).or_default();
        section
            .entry(name.clone())
            .or_insert_with(|| content(key, &names));
    }
    for ((section, alias), key) in &components.aliases {
        if let Some(name) = names.get(key) {
            sections
                .entry(section)
                .or_default()
                .insert(alias.clone(), component_reference(key.section, name));
        }
    }
    // The rest of the entry file's `components` is sections without references to them, such as examples.
    let rest = match document.remove("components") {
        Some(Node {
            data: Data::Map(rest),
            ..
        }) => rest,
        _ => BTreeMap::new(),
    };
    let named = sections
        .into_iter()
        .map(|(section, members)| (section.to_owned(), Node::new(0, Data::Map(members))));
    let sections: BTreeMap<String, Node> = rest.into_iter().chain(named).collect();
    if !sections.is_empty() {
        document.insert("components".to_owned(), Node::new(0, Data::Map(sections)));
    }
    Node::new(root.line, Data::Map(document))
}

/// Returns the content of the entry file, if it is an OpenAPI 3.0 document.
fn entry_root<'s>(sources: &'s Sources<'_>, entry: &str) -> Result<&'s Node, ImportError> {
    let at = FilePointer::root(entry);
    let Some(root) = sources.file(entry) else {
        return Err(Problem {
            line: None,
            ..at.problem(0, ProblemKind::NoSuchFile)
        }
        .into());
    };
    let root = root?;
    let Some(map) = root.as_map() else {
        let kind = ProblemKind::Unexpected {
            expected: "an OpenAPI document",
            found: root.kind_name(),
        };
        return Err(at.problem(root.line, kind).into());
    };
    for member in ["openapi", "info", "paths"] {
        if !map.contains_key(member) {
            return Err(at
                .problem(root.line, ProblemKind::MissingMember(member))
                .into());
        }
    }
    match map.get("openapi").and_then(Node::as_str) {
        Some(version) if version.starts_with("3.0.") => Ok(root),
        version => Err(at
            .problem(
                root.line,
                ProblemKind::Version(version.unwrap_or_default().to_owned()),
            )
            .into()),
    }
}

/// Walks everything reachable from the entry file and returns the content of `components`, and all problems.
fn collect<'s>(
    sources: &'s Sources<'_>,
    entry: &str,
    root: &'s Node,
) -> (Components<'s>, Vec<Problem>) {
    let unnamed = ComponentNames::new();
    let mut walk = ReferenceWalk::new(sources, &unnamed);
    walk.document(entry, root);
    let mut components = Components::default();
    declare(&mut walk, entry, root, &mut components);
    let mut queue = std::mem::take(&mut walk.found);
    while let Some((key, node)) = queue.pop() {
        if components.nodes.contains_key(&key) {
            continue;
        }
        walk.component(&key, node);
        components.nodes.insert(key, node);
        queue.append(&mut walk.found);
    }
    (components, walk.problems)
}

/// Records the components that the entry file itself holds.
fn declare<'s>(
    walk: &mut ReferenceWalk<'s, '_>,
    entry: &str,
    root: &'s Node,
    components: &mut Components<'s>,
) {
    let Some(sections) = root.child("components").and_then(Node::as_map) else {
        return;
    };
    for (section, members) in sections {
        let NodeKind::Map(kind) = NodeKind::Components.member(section) else {
            continue;
        };
        let (Some(section), Some(members)) = (kind.section(), members.as_map()) else {
            continue;
        };
        // A definition precedes the references to it, so that it keeps its name.
        let (own, referring): (Vec<_>, Vec<_>) = members
            .iter()
            .partition(|(_, node)| node.reference().is_none());
        for (name, node) in own.into_iter().chain(referring) {
            let tokens = ["components", section, name];
            let target_pointer = FilePointer {
                file: entry.to_owned(),
                tokens: tokens.map(str::to_owned).to_vec(),
            };
            if !is_name(name) {
                walk.problems.push(
                    target_pointer.problem(node.line, ProblemKind::ComponentName(name.clone())),
                );
            }
            if let Some((target_pointer, node)) = walk.end_of(target_pointer, node) {
                let key = ComponentKey {
                    section,
                    target_pointer,
                };
                walk.found.push((key.clone(), node));
                components.declare(key, name);
            }
        }
    }
}
