//! Stable names for the components of a bundle.
//!
//! A component is called after its file or the last token of its pointer. Where several want the same name,
//! those with the same content share it. Of the rest, the one nearest to the root of the tree keeps the plain
//! name and the others are prefixed with the folder that distinguishes them, so that no name depends on the order
//! in which the tree is read.

use std::collections::{BTreeMap, BTreeSet};

use super::component::{ComponentKey, ComponentNames, Components, file_stem, sanitize};
use super::node::Node;

/// Names all components; `build` returns the content of a key, its references written with the given names.
pub(crate) fn assign(
    components: &Components<'_>,
    build: impl Fn(&ComponentKey, &ComponentNames) -> Node,
) -> ComponentNames {
    let mut groups: BTreeMap<(&'static str, String), Vec<&ComponentKey>> = BTreeMap::new();
    for key in components.nodes.keys() {
        groups
            .entry((key.section, components.wish(key)))
            .or_default()
            .push(key);
    }
    let mut classes: Vec<Class<'_>> = groups
        .into_iter()
        .map(|((_, wish), keys)| Class {
            wish,
            part: 0,
            keys,
        })
        .collect();
    while split(&mut classes, &build) {}
    settle(components, classes)
}

/// Keys that wish for one name and, as far as is known, have the same content.
struct Class<'k> {
    wish: String,
    part: usize,
    keys: Vec<&'k ComponentKey>,
}

/// Splits each class whose members differ once; returns whether anything changed.
///
/// Contents are compared with references written by class, which makes two recursive components equal when
/// nothing distinguishes them, and different as soon as anything does.
fn split(
    classes: &mut Vec<Class<'_>>,
    build: &impl Fn(&ComponentKey, &ComponentNames) -> Node,
) -> bool {
    let label = |class: &Class<'_>| format!("{}\0{}", class.wish, class.part);
    let labels: ComponentNames = classes
        .iter()
        .flat_map(|class| class.keys.iter().map(|&key| (key.clone(), label(class))))
        .collect();
    let before = classes.len();
    let mut result: Vec<Class<'_>> = Vec::with_capacity(before);
    for class in classes.drain(..) {
        if class.keys.len() == 1 {
            result.push(class);
            continue;
        }
        let mut parts: Vec<(Node, Vec<&ComponentKey>)> = Vec::new();
        for key in class.keys {
            let content = build(key, &labels);
            match parts.iter_mut().find(|(other, _)| *other == content) {
                Some((_, keys)) => keys.push(key),
                None => parts.push((content, vec![key])),
            }
        }
        for (index, (_, keys)) in parts.into_iter().enumerate() {
            // The first part keeps its label; the others get one that no class has had.
            let part = if index == 0 {
                class.part
            } else {
                before + result.len()
            };
            result.push(Class {
                wish: class.wish.clone(),
                part,
                keys,
            });
        }
    }
    *classes = result;
    classes.len() > before
}

/// Gives each class its name.
fn settle(components: &Components<'_>, classes: Vec<Class<'_>>) -> ComponentNames {
    let mut taken = components.wished();
    let mut groups: BTreeMap<(&'static str, String), Vec<Class<'_>>> = BTreeMap::new();
    for mut class in classes {
        class.keys.sort_by_key(|key| rank(components, key));
        groups
            .entry((class.keys[0].section, class.wish.clone()))
            .or_default()
            .push(class);
    }
    let mut names = ComponentNames::new();
    for ((section, wish), mut classes) in groups {
        classes.sort_by_key(|class| rank(components, class.keys[0]));
        let shared = shared_segments(&classes);
        for (index, class) in classes.into_iter().enumerate() {
            let name = if index == 0 {
                wish.clone()
            } else {
                qualify(section, &wish, class.keys[0], &shared, &mut taken)
            };
            names.extend(
                class
                    .keys
                    .into_iter()
                    .map(|key| (key.clone(), name.clone())),
            );
        }
    }
    names
}

/// Orders the keys that wish for one name: declared in the entry file, near the root, whole files, by path.
fn rank<'k>(
    components: &Components<'_>,
    key: &'k ComponentKey,
) -> (bool, usize, usize, &'k ComponentKey) {
    let declared = components.declared.contains_key(key);
    (
        !declared,
        key.target_pointer.file.split('/').count(),
        key.target_pointer.tokens.len(),
        key,
    )
}

/// Returns the names on the way to a key, nearest first.
fn segments(key: &ComponentKey) -> Vec<&str> {
    let target_pointer = &key.target_pointer;
    let (folders, _) = target_pointer.file.rsplit_once('/').unwrap_or_default();
    let parents = target_pointer
        .tokens
        .split_last()
        .map(|(_, parents)| parents);
    let mut segments: Vec<&str> = folders
        .split('/')
        .filter(|folder| !folder.is_empty())
        .collect();
    if let Some(parents) = parents {
        segments.push(file_stem(&target_pointer.file));
        segments.extend(
            parents
                .iter()
                .map(String::as_str)
                .filter(|token| !is_keyword(token)),
        );
    }
    segments.reverse();
    segments
}

/// Returns whether a token of a pointer is a keyword of OpenAPI and not a name from the document.
fn is_keyword(token: &str) -> bool {
    matches!(
        token,
        "properties" | "items" | "allOf" | "oneOf" | "anyOf" | "schema" | "content" | "components"
    )
}

fn shared_segments<'k>(classes: &[Class<'k>]) -> BTreeSet<&'k str> {
    let mut sets = classes
        .iter()
        .map(|class| segments(class.keys[0]).into_iter().collect::<BTreeSet<_>>());
    let first = sets.next().unwrap_or_default();
    sets.fold(first, |shared, set| {
        shared.intersection(&set).copied().collect()
    })
}

/// Prefixes a name with as many of the distinguishing folders as make it unique.
fn qualify(
    section: &'static str,
    wish: &str,
    key: &ComponentKey,
    shared: &BTreeSet<&str>,
    taken: &mut BTreeSet<(&'static str, String)>,
) -> String {
    let (distinctive, rest): (Vec<&str>, Vec<&str>) = segments(key)
        .into_iter()
        .partition(|segment| !shared.contains(segment));
    let mut name = wish.to_owned();
    for segment in distinctive.into_iter().chain(rest) {
        name = sanitize(&format!("{segment}_{name}"));
        if taken.insert((section, name.clone())) {
            return name;
        }
    }
    // Two paths may differ only in characters that names cannot hold.
    while !taken.insert((section, name.clone())) {
        name.push('_');
    }
    name
}
