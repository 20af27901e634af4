//! The text of overlays, to name the lines of actions.

use super::choice::Edit;

/// Returns the path of an overlay below the root of the repository.
pub(super) fn file(overlay: &str) -> String {
    let name = overlay.rsplit('/').next().unwrap_or(overlay);
    format!("spec/overlays/{name}")
}

/// Returns the lines of the action that begins at a line, counted from 1.
pub(super) fn action(text: &str, line: usize) -> Option<Vec<&str>> {
    let lines: Vec<&str> = text.lines().skip(line.checked_sub(1)?).collect();
    let (first, rest) = lines.split_first()?;
    let indent = first.len() - first.trim_start().len();
    // Everything that is indented more than the dash.
    let belongs = |line: &&&str| {
        let own = line.len() - line.trim_start().len();
        line.trim().is_empty() || own > indent
    };
    let mut action = vec![*first];
    action.extend(rest.iter().take_while(belongs));
    while action.last().is_some_and(|line| line.trim().is_empty()) {
        action.pop();
    }
    Some(action)
}

/// Returns the lines of the action that gives a keyword to its target.
pub(super) fn action_with<'t>(text: &'t str, target: &str, keyword: &str) -> Option<Vec<&'t str>> {
    let lines = text.lines().enumerate();
    let starts = lines.filter(|(_, line)| line.trim() == format!("- target: {target}"));
    let mut actions = starts.filter_map(|(index, _)| action(text, index + 1));
    actions.find(|lines| lines.iter().any(|line| line.contains(keyword)))
}

/// Returns the edits that take names away from a keyword: the whole action, where nothing else is in it. None where the
/// action is written in another form than `update: { keyword: … }`.
pub(super) fn without_names(
    file: &str,
    action: &[&str],
    keyword: &str,
    names: &[String],
) -> Option<Vec<Edit>> {
    let index = action.iter().position(|line| line.contains(keyword))?;
    let line = *action.get(index)?;
    let given = line.trim().strip_prefix("update: {")?.strip_suffix('}')?;
    let given = given
        .trim()
        .strip_prefix(keyword)?
        .strip_prefix(':')?
        .trim();
    let kept = match given.strip_prefix(['[', '{']) {
        // Another keyword behind this one would have another bracket.
        Some(list) if list.matches(['[', '{']).count() == 0 => {
            kept(list.trim_end_matches([']', '}']), names)
        }
        Some(_) => return None,
        None => Vec::new(),
    };
    if kept.is_empty() {
        let whole = action.join("\n");
        return Some(vec![Edit::remove(file, Vec::new(), whole)]);
    }
    let below = |count: usize| -> Vec<String> {
        let above = action.iter().take(count);
        above.map(|line| (*line).to_owned()).collect()
    };
    let (open, close) = match given.starts_with('[') {
        true => ("[", "]"),
        false => ("{ ", " }"),
    };
    let indent = line.len() - line.trim_start().len();
    let shorter = format!(
        "{}update: {{ {keyword}: {open}{}{close} }}",
        " ".repeat(indent),
        kept.join(", ")
    );
    Some(vec![
        Edit::add(file, below(index + 1), shorter),
        Edit::remove(file, below(index), line),
    ])
}

/// Returns the items of a list, or of names by value, without those with some names.
fn kept<'l>(list: &'l str, names: &[String]) -> Vec<&'l str> {
    let items = list.split(',').map(str::trim);
    let is_kept = |item: &&str| {
        let name = item.rsplit_once(':').map_or(*item, |(_, name)| name);
        let name = name.trim().trim_matches(['"', '\'']);
        !name.is_empty() && names.iter().all(|idle| idle != name)
    };
    items.filter(is_kept).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    const TEXT: &str = "\
actions:
  - target: $.a
    update: { x-rust-name: A }
  - target: $.a
    description: \"Both.\"
    update: { x-rust-present: [id, name] }
  - target: $.b
    update: { x-rust-variants: { one: First, two: Second } }
";

    fn without(target: &str, keyword: &str, names: &[&str]) -> Option<String> {
        let names: Vec<_> = names.iter().map(|name| (*name).to_owned()).collect();
        let action = action_with(TEXT, target, keyword)?;
        let edits = without_names("overlay", &action, keyword, &names)?;
        let edited = edits
            .iter()
            .try_fold(TEXT.to_owned(), |text, edit| edit.apply(&text));
        Some(edited.unwrap())
    }

    #[test]
    fn names_are_taken_away_and_actions_without_names_too() {
        let cases = [
            (
                "$.a",
                "x-rust-name",
                &["A"][..],
                "  - target: $.a\n    update: { x-rust-name: A }\n",
                "",
            ),
            ("$.a", "x-rust-present", &["id"], "[id, name]", "[name]"),
            (
                "$.a",
                "x-rust-present",
                &["name", "id"],
                "  - target: $.a\n    description: \"Both.\"\n    update: { x-rust-present: [id, name] }\n",
                "",
            ),
            ("$.b", "x-rust-variants", &["First"], "one: First, ", ""),
        ];
        for (target, keyword, names, before, after) in cases {
            let expected = TEXT.replacen(before, after, 1);
            assert_eq!(
                without(target, keyword, names),
                Some(expected),
                "{keyword} {names:?}"
            );
        }
        assert_eq!(without("$.c", "x-rust-name", &["A"]), None);
    }
}
