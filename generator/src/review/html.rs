//! The review as one HTML page that needs nothing else.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write as _;

use super::change::Change;
use super::kind::Level;
use super::markdown::summary;
use super::result::Review;

/// Style sheet of the page.
const STYLE: &str = include_str!("page.css");

/// Returns the page: groups with breaking changes first, and before and after side by side.
pub fn html(review: &Review) -> String {
    let mut groups: BTreeMap<&str, Vec<&Change>> = BTreeMap::new();
    for change in &review.changes {
        groups.entry(&change.group).or_default().push(change);
    }
    let mut groups: Vec<_> = groups.into_iter().collect();
    // Changes are sorted by level, so the first one of a group is its worst.
    groups.sort_by_key(|(key, changes)| (changes.first().map(|change| change.level), *key));

    let title = format!(
        "Changes from {} to {}",
        escaped(&review.old),
        escaped(&review.new)
    );
    let mut out = format!(
        "<!doctype html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n\
         <meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n<title>{title}</title>\n\
         <style>\n{STYLE}</style>\n</head>\n<body>\n<header>\n<h1>{title}</h1>\n<p>{}</p>\n</header>\n",
        summary(review)
    );
    out.push_str(&contents(&groups));
    out.push_str("<main>\n");
    for (key, changes) in &groups {
        out.push_str(&section(key, changes));
    }
    out.push_str(&reasons(review));
    out.push_str(&notes(review));
    out.push_str("</main>\n</body>\n</html>\n");
    out
}

/// Links to the groups, with the number of changes of each level.
fn contents(groups: &[(&str, Vec<&Change>)]) -> String {
    let mut out = String::from("<nav>\n<ul>\n");
    for (key, changes) in groups {
        let _ = write!(out, "<li><a href=\"#{key}\">{key}</a>");
        for level in Level::ALL {
            let count = changes
                .iter()
                .filter(|change| change.level == level)
                .count();
            if count > 0 {
                let _ = write!(
                    out,
                    " <span class=\"{}\" title=\"{}\">{count}</span>",
                    class(level),
                    level.title()
                );
            }
        }
        out.push_str("</li>\n");
    }
    out.push_str("</ul>\n</nav>\n");
    out
}

fn section(key: &str, changes: &[&Change]) -> String {
    let mut out = format!("<section id=\"{key}\">\n<h2>{key}</h2>\n");
    for level in Level::ALL {
        let of_level: Vec<_> = changes
            .iter()
            .filter(|change| change.level == level)
            .collect();
        if of_level.is_empty() {
            continue;
        }
        // Additions are the bulk, and need the least attention.
        let open = if level == Level::Addition {
            ""
        } else {
            " open"
        };
        let _ = write!(
            out,
            "<details{open}>\n<summary><span class=\"{}\">{}</span> {}</summary>\n\
             <table>\n<thead><tr><th>Change</th><th>Before</th><th>After</th></tr></thead>\n<tbody>\n",
            class(level),
            of_level.len(),
            level.title()
        );
        for change in of_level {
            out.push_str(&row(change));
        }
        out.push_str("</tbody>\n</table>\n</details>\n");
    }
    out.push_str("</section>\n");
    out
}

fn row(change: &Change) -> String {
    let (before, after) = cells(change);
    format!(
        "<tr><td><code>{}</code><br><small title=\"{}\">{}</small></td><td>{before}</td><td>{after}</td></tr>\n",
        breakable(&change.item),
        escaped(change.kind.reason()),
        change.kind.name(),
    )
}

/// Returns both sides, with what differs between them marked.
fn cells(change: &Change) -> (String, String) {
    let whole = |text: &str| format!("<code>{}</code>", breakable(text));
    match (&change.before, &change.after) {
        (Some(before), Some(after)) => {
            let (start, end) = common(before, after);
            (
                marked(before, start, end, "del"),
                marked(after, start, end, "ins"),
            )
        }
        (Some(before), None) => (whole(before), "<em>nothing</em>".to_owned()),
        (None, Some(after)) => ("<em>nothing</em>".to_owned(), whole(after)),
        (None, None) => (String::new(), String::new()),
    }
}

/// Returns how many bytes two texts have in common at the start and at the end, in whole words.
fn common(one: &str, other: &str) -> (usize, usize) {
    let length = |(c, _): (char, char)| c.len_utf8();
    let same = one.chars().zip(other.chars()).take_while(|(a, b)| a == b);
    let mut start: usize = same.map(length).sum();
    while splits_word(one, start) || splits_word(other, start) {
        start -= one[..start].chars().next_back().map_or(0, char::len_utf8);
    }
    let (one, other) = (&one[start..], &other[start..]);
    let same = one.chars().rev().zip(other.chars().rev());
    let mut end: usize = same.take_while(|(a, b)| a == b).map(length).sum();
    while splits_word(one, one.len() - end) || splits_word(other, other.len() - end) {
        let first = one[one.len() - end..].chars().next();
        end -= first.map_or(0, char::len_utf8);
    }
    (start, end)
}

/// Whether a position of a text is between two characters of one word.
fn splits_word(text: &str, at: usize) -> bool {
    let is_word = |c: char| c.is_alphanumeric() || c == '_';
    text[..at].ends_with(is_word) && text[at..].starts_with(is_word)
}

fn marked(text: &str, start: usize, end: usize, tag: &str) -> String {
    let (before, rest) = text.split_at(start);
    let (middle, after) = rest.split_at(rest.len() - end);
    let middle = if middle.is_empty() {
        String::new()
    } else {
        format!("<{tag}>{}</{tag}>", breakable(middle))
    };
    format!(
        "<code>{}{middle}{}</code>",
        breakable(before),
        breakable(after)
    )
}

/// The meaning of each kind of change.
fn reasons(review: &Review) -> String {
    let kinds: BTreeSet<_> = review.changes.iter().map(|change| change.kind).collect();
    if kinds.is_empty() {
        return String::new();
    }
    let mut out = String::from("<section id=\"kinds\">\n<h2>What the changes mean</h2>\n<dl>\n");
    for kind in kinds {
        let reason = escaped(kind.reason()).replace('`', "");
        let _ = writeln!(out, "<dt>{}</dt><dd>{reason}</dd>", kind.name());
    }
    out.push_str("</dl>\n</section>\n");
    out
}

fn notes(review: &Review) -> String {
    if review.notes.is_empty() {
        return String::new();
    }
    let mut out = format!(
        "<section id=\"notes\">\n<details>\n<summary>{} parts not read as configured</summary>\n<ul>\n",
        review.notes.len()
    );
    for note in &review.notes {
        let text = format!("{}: {}", note.version, note.text);
        let _ = writeln!(out, "<li>{}</li>", escaped(&text));
    }
    out.push_str("</ul>\n</details>\n</section>\n");
    out
}

fn class(level: Level) -> &'static str {
    match level {
        Level::Breaking => "breaking",
        Level::Behaviour => "behaviour",
        Level::Addition => "addition",
    }
}

fn escaped(text: &str) -> String {
    let text = text.replace('&', "&amp;").replace('<', "&lt;");
    text.replace('>', "&gt;").replace('"', "&quot;")
}

/// Returns the text with places where a browser may break long names.
fn breakable(text: &str) -> String {
    escaped(&text.replace('`', ""))
        .replace("::", "::<wbr>")
        .replace('_', "_<wbr>")
        .replace('.', "<wbr>.")
        .replace('/', "/<wbr>")
}

#[cfg(test)]
mod tests {
    use super::{common, marked};

    #[test]
    fn only_words_that_differ_are_marked() {
        for (before, after, marked_before, marked_after) in [
            (
                "a: Option<String>",
                "a: Nullable<String>",
                "Option",
                "Nullable",
            ),
            (
                "new(a: A, b: B, c_id: C)",
                "new(a: A, c_id: C)",
                "b: B, ",
                "",
            ),
            ("Page<Run>", "Page<Run, Extra>", "", ", Extra"),
            ("size: i32", "size: i64", "i32", "i64"),
            ("in_a", "a", "in_a", "a"),
        ] {
            let (start, end) = common(before, after);
            let middle = |text: &'static str| &text[start..text.len() - end];
            assert_eq!(
                (middle(before), middle(after)),
                (marked_before, marked_after)
            );
        }
        let (start, end) = common("Page<Run>", "Page<Run, Extra>");
        let text = marked("Page<Run, Extra>", start, end, "ins");
        assert_eq!(text, "<code>Page&lt;Run<ins>, Extra</ins>&gt;</code>");
    }
}
