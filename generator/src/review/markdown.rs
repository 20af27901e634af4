//! The review as Markdown, and as an entry of the changelog.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write as _;

use super::bump;
use super::change::Change;
use super::kind::{Kind, Level};
use super::result::Review;

/// Returns the review for people: by level, then by group.
pub fn markdown(review: &Review) -> String {
    let mut out = format!(
        "# Changes from {} to {}\n\n{}\n",
        review.old,
        review.new,
        summary(review)
    );
    for level in Level::ALL {
        let changes = review.changes.iter().filter(|change| change.level == level);
        let by_group = by_group(changes);
        if by_group.is_empty() {
            continue;
        }
        out.push_str(&format!("\n## {}\n", level.title()));
        for (group, changes) in by_group {
            out.push_str(&format!("\n### {group}\n\n"));
            for change in changes {
                // Writing into a string does not fail.
                let _ = writeln!(out, "- {}", line(change));
            }
        }
    }
    let kinds: BTreeSet<Kind> = review.changes.iter().map(|change| change.kind).collect();
    if !kinds.is_empty() {
        out.push_str("\n## What the changes mean\n\n");
        for kind in kinds {
            let _ = writeln!(out, "- {}: {}", kind.name(), kind.reason());
        }
    }
    out.push_str(&notes(review));
    out
}

/// Returns the entries of `spec/` that do not fit, with their number for each version and file.
fn notes(review: &Review) -> String {
    let mut files: BTreeMap<(&str, &str), Vec<&str>> = BTreeMap::new();
    for note in &review.notes {
        files.entry(note.origin()).or_default().push(&note.text);
    }
    let mut out = String::new();
    if files.is_empty() {
        return out;
    }
    // Writing into a string does not fail.
    let _ = writeln!(out, "\n## Not read as configured: {}", review.notes.len());
    for ((version, file), notes) in files {
        let _ = writeln!(out, "\n### {version}, {file}: {}\n", notes.len());
        for note in notes {
            let _ = writeln!(out, "- {}", note.replace('\n', " "));
        }
    }
    out
}

/// Returns the number of changes of each level, and the number of the version that follows.
pub(super) fn summary(review: &Review) -> String {
    format!("{} {}", counts(review), bump::rule(review.deciding()))
}

fn counts(review: &Review) -> String {
    if review.changes.is_empty() {
        return "Nothing changed for users of the client.".to_owned();
    }
    let counts = Level::ALL.map(|level| {
        let what = match level {
            Level::Breaking => "breaking",
            Level::Behaviour => "of behaviour",
            Level::Addition => "additions",
        };
        format!("{} {what}", review.count(level))
    });
    format!("{} changes: {}.", review.changes.len(), counts.join(", "))
}

fn by_group<'c>(changes: impl Iterator<Item = &'c Change>) -> BTreeMap<&'c str, Vec<&'c Change>> {
    let mut groups: BTreeMap<&str, Vec<&Change>> = BTreeMap::new();
    for change in changes {
        groups.entry(&change.group).or_default().push(change);
    }
    groups
}

fn line(change: &Change) -> String {
    format!("{} {}", change.kind.name(), difference(change))
}

/// Returns the item, how it was and how it is.
fn difference(change: &Change) -> String {
    let mut line = code(&change.item);
    match (&change.before, &change.after) {
        (Some(before), Some(after)) => {
            line.push_str(&format!(": {} → {}", code(before), code(after)));
        }
        (Some(before), None) => line.push_str(&format!(": {} → nothing", code(before))),
        (None, Some(after)) => line.push_str(&format!(": {}", code(after))),
        (None, None) => {}
    }
    line
}

/// Returns a text as code, unless it contains code already.
fn code(text: &str) -> String {
    if text.contains('`') || text.is_empty() {
        text.to_owned()
    } else {
        format!("`{text}`")
    }
}

/// Returns the lines of the changelog: each breaking change and change of behaviour, a summary of additions and of what no
/// type shows. Empty where nothing changed for users.
pub fn changelog(review: &Review) -> String {
    let of_level = |level: Level| {
        let changes = review.changes.iter();
        changes.filter(move |change| change.level == level)
    };
    let mentioned = |level: Level| {
        let changes = of_level(level).filter(|change| is_for_users(change));
        let lines = changes.map(|change| {
            let kind = change.kind.name().replace('-', " ");
            format!("{} ({kind})", difference(change))
        });
        lines.collect::<Vec<_>>()
    };
    let added = by_group(of_level(Level::Addition)).into_iter();
    let mut changed = mentioned(Level::Behaviour);
    changed.extend(documented(review));
    let sections = [
        ("Breaking", mentioned(Level::Breaking)),
        ("Changed", changed),
        (
            "Added",
            added
                .map(|(group, changes)| additions(group, &changes))
                .collect(),
        ),
    ];
    let mut out = String::new();
    for (title, lines) in sections {
        if lines.is_empty() {
            continue;
        }
        // Writing into a string does not fail.
        let _ = write!(out, "#### {title}\n\n");
        for line in lines {
            let _ = writeln!(out, "- {line}");
        }
        out.push('\n');
    }
    out.trim_end().to_owned()
}

/// Returns one line with the number of changes that only the document shows.
fn documented(review: &Review) -> Option<String> {
    let mut counts: BTreeMap<Kind, usize> = BTreeMap::new();
    let changes = review.changes.iter();
    for change in changes.filter(|change| !is_for_users(change)) {
        *counts.entry(change.kind).or_default() += 1;
    }
    let counts = counts.into_iter().map(|(kind, count)| {
        let kind = kind.name().replace('-', " ");
        format!("{kind} ({count})")
    });
    let counts: Vec<_> = counts.collect();
    (!counts.is_empty()).then(|| format!("what no type shows: {}", counts.join(", ")))
}

/// Whether the change is one that the changelog mentions: not what only the document shows.
fn is_for_users(change: &Change) -> bool {
    !matches!(
        change.kind,
        Kind::SchemaChanged
            | Kind::HeadersChanged
            | Kind::MediaTypesChanged
            | Kind::SerializationChanged
            | Kind::OperationIdChanged
            | Kind::FormatChanged
            | Kind::DefaultChanged
            | Kind::BoundsChanged
    )
}

/// The additions of a group in one line: methods by name, the rest by number.
fn additions(group: &str, changes: &[&Change]) -> String {
    let named = |kind: Kind| {
        let changes = changes.iter().filter(|change| change.kind == kind);
        let names = changes.filter_map(|change| change.item.rsplit("::").next());
        names.map(|name| format!("`{name}`")).collect::<Vec<_>>()
    };
    let mut parts = Vec::new();
    if changes.iter().any(|change| change.kind == Kind::GroupAdded) {
        parts.push("new group".to_owned());
    }
    let methods = [named(Kind::MethodAdded), named(Kind::WaiterAdded)].concat();
    if !methods.is_empty() {
        parts.push(methods.join(", "));
    }
    let deprecated = named(Kind::MethodDeprecated);
    if !deprecated.is_empty() {
        parts.push(format!("deprecated: {}", deprecated.join(", ")));
    }
    let counted = [
        (Kind::OptionAdded, "option", "options"),
        (Kind::TypeAdded, "type", "types"),
        (Kind::FieldAdded, "field", "fields"),
        (Kind::ValueAdded, "enum value", "enum values"),
        (Kind::VariantAdded, "variant", "variants"),
        (
            Kind::TypeReexported,
            "re-exported type",
            "re-exported types",
        ),
        (Kind::SetterAdded, "setter", "setters"),
        (Kind::ConversionAdded, "conversion", "conversions"),
    ];
    for (kind, one, many) in counted {
        let count = changes.iter().filter(|change| change.kind == kind).count();
        match count {
            0 => {}
            1 => parts.push(format!("1 {one}")),
            _ => parts.push(format!("{count} {many}")),
        }
    }
    if parts.is_empty() {
        let kinds: BTreeSet<_> = changes.iter().map(|change| change.kind).collect();
        let names = kinds.into_iter().map(|kind| kind.name().replace('-', " "));
        parts.push(names.collect::<Vec<_>>().join(", "));
    }
    format!("{group}: {}", parts.join("; "))
}
