//! The entries of a hand-written YAML file by indentation, to name lines in it.

/// An entry: a key with everything below it.
#[derive(Clone, Debug)]
pub(super) struct YamlEntry {
    /// Its key behind those of the entries around it.
    pub(super) path: Vec<String>,
    /// The line of the key.
    pub(super) first: usize,
    /// The line behind the last one.
    pub(super) end: usize,
    /// The index of the entry around it.
    pub(super) parent: Option<usize>,
}

impl YamlEntry {
    /// Returns the lines of the entry with the comments above it.
    pub(super) fn with_comments<'l>(&self, lines: &'l [&'l str]) -> &'l [&'l str] {
        let above = lines.get(..self.first).unwrap_or_default().iter().rev();
        let comments = above.take_while(|line| line.trim_start().starts_with('#'));
        let first = self.first - comments.count();
        lines.get(first..self.end).unwrap_or_default()
    }
}

/// Spaces per level.
const INDENT: usize = 2;

/// Returns the entries of a file in order.
pub(super) fn entries(lines: &[&str]) -> Vec<YamlEntry> {
    let mut entries: Vec<YamlEntry> = Vec::new();
    let mut open: Vec<usize> = Vec::new();
    // Lines below a key with `|` or `>` are its text.
    let mut text_of: Option<usize> = None;
    for (index, line) in lines.iter().enumerate() {
        let indent = line.len() - line.trim_start().len();
        if line.trim().is_empty() || line.trim_start().starts_with('#') {
            continue;
        }
        if text_of.is_some_and(|level| indent > level * INDENT) {
            continue;
        }
        text_of = None;
        let level = indent / INDENT;
        let key = key(line.trim_start()).filter(|_| indent % INDENT == 0 && level <= open.len());
        let Some((key, value)) = key else { continue };
        close(&mut entries, &mut open, level, index);
        if value.starts_with(['|', '>']) {
            text_of = Some(level);
        }
        let parent = open.last().copied();
        let mut path = parent
            .and_then(|parent| entries.get(parent))
            .map_or(Vec::new(), |entry| entry.path.clone());
        path.push(key);
        open.push(entries.len());
        entries.push(YamlEntry {
            path,
            first: index,
            end: index,
            parent,
        });
    }
    close(&mut entries, &mut open, 0, lines.len());
    for index in 0..entries.len() {
        let Some(entry) = entries.get_mut(index) else {
            continue;
        };
        // Blank lines and comments behind an entry belong to the next one.
        while lines.get(entry.end.saturating_sub(1)).is_some_and(|line| {
            let line = line.trim();
            entry.end > entry.first + 1 && (line.is_empty() || line.starts_with('#'))
        }) {
            entry.end -= 1;
        }
    }
    entries
}

/// Returns the lines above an entry.
pub(super) fn anchors(entries: &[YamlEntry], lines: &[&str], path: &[String]) -> Vec<String> {
    let leading = (1..=path.len()).filter_map(|length| {
        let entry = entries
            .iter()
            .find(|entry| Some(entry.path.as_slice()) == path.get(..length))?;
        lines.get(entry.first).map(|line| (*line).to_owned())
    });
    leading.collect()
}

/// Which entries have nothing that is used.
pub(super) fn stale(entries: &[YamlEntry], is_unused: impl Fn(&str) -> bool) -> Vec<bool> {
    let mut stale: Vec<Option<bool>> = vec![None; entries.len()];
    for (index, entry) in entries.iter().enumerate().rev() {
        let own = match stale.get(index).copied().flatten() {
            Some(of_parts) => of_parts,
            None => is_unused(&entry.path.join(".")),
        };
        if let Some(known) = stale.get_mut(index) {
            *known = Some(own);
        }
        if let Some(around) = entry.parent.and_then(|parent| stale.get_mut(parent)) {
            *around = Some(around.unwrap_or(true) && own);
        }
    }
    stale.into_iter().map(Option::unwrap_or_default).collect()
}

/// Ends the entries from a level on.
fn close(entries: &mut [YamlEntry], open: &mut Vec<usize>, level: usize, line: usize) {
    for index in open.drain(level.min(open.len())..) {
        if let Some(entry) = entries.get_mut(index) {
            entry.end = line;
        }
    }
}

/// The key of a line and what follows it.
fn key(line: &str) -> Option<(String, &str)> {
    for quote in ['\'', '"'] {
        if let Some(rest) = line.strip_prefix(quote) {
            let (key, value) = rest.split_once(quote)?;
            return Some((key.to_owned(), value.strip_prefix(':')?.trim_start()));
        }
    }
    let (key, value) = line.split_once(':')?;
    let is_key = value.is_empty() || value.starts_with(' ');
    is_key.then(|| (key.to_owned(), value.trim_start()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn entries_have_their_texts_and_what_is_below_them() {
        let text = "group: |\n  Text: more.\n\n  End.\ntypes:\n  'a.b':\n    docs: One.\n      Two.\n  # About c.\n  c:\n    docs: C.\n";
        let lines: Vec<&str> = text.lines().collect();
        let found: Vec<_> = entries(&lines)
            .into_iter()
            .map(|entry| (entry.path.join("/"), entry.first..entry.end))
            .collect();
        let expected = [
            ("group".to_owned(), 0..4),
            ("types".to_owned(), 4..11),
            ("types/a.b".to_owned(), 5..8),
            ("types/a.b/docs".to_owned(), 6..8),
            ("types/c".to_owned(), 9..11),
            ("types/c/docs".to_owned(), 10..11),
        ];
        assert_eq!(found, expected);
    }
}
