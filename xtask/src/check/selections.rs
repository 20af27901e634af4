//! Selections of features in which each group does without each other one that it does not enable.

use std::collections::{BTreeMap, BTreeSet};

/// The time to compile the client without groups, in units of an average group.
const RUNTIME: usize = 20;

/// Returns few selections of groups. For each group, and each one that it does not enable, a selection has the first and
/// not the second, so that code of a group that needs another one without enabling it does not compile somewhere.
/// Each group alone would do the same with four times as many builds.
///
/// `enables` has the groups that each group enables directly.
pub(super) fn selections(enables: &BTreeMap<&str, Vec<&str>>) -> Vec<BTreeSet<String>> {
    let closures: BTreeMap<&str, BTreeSet<&str>> = enables
        .keys()
        .map(|group| (*group, closure(group, enables)))
        .collect();
    let mut open: BTreeSet<(&str, &str)> = BTreeSet::new();
    for (group, enabled) in &closures {
        let others = enables.keys().filter(|other| !enabled.contains(*other));
        open.extend(others.map(|other| (*group, *other)));
    }
    let mut selections = Vec::new();
    while !open.is_empty() {
        let selection = next(&closures, &open);
        open.retain(|pair| !separates(&selection, pair));
        selections.push(selection.into_iter().map(str::to_owned).collect());
    }
    selections
}

/// Returns a group with all that it enables.
fn closure<'a>(group: &'a str, enables: &BTreeMap<&'a str, Vec<&'a str>>) -> BTreeSet<&'a str> {
    let (mut found, mut open) = (BTreeSet::new(), vec![group]);
    while let Some(group) = open.pop() {
        if found.insert(group) {
            open.extend(enables.get(group).into_iter().flatten());
        }
    }
    found
}

fn separates(selection: &BTreeSet<&str>, (with, without): &(&str, &str)) -> bool {
    selection.contains(with) && !selection.contains(without)
}

/// Adds groups to a selection as long as it separates more pairs for its time.
fn next<'a>(
    closures: &BTreeMap<&'a str, BTreeSet<&'a str>>,
    open: &BTreeSet<(&'a str, &'a str)>,
) -> BTreeSet<&'a str> {
    let worth = |selection: &BTreeSet<&str>| {
        let pairs = open.iter().filter(|pair| separates(selection, pair));
        (pairs.count(), RUNTIME + selection.len())
    };
    // Fractions, compared without division.
    let is_better = |one: (usize, usize), other: (usize, usize)| one.0 * other.1 > other.0 * one.1;
    let mut best = BTreeSet::new();
    let mut best_worth = (0, RUNTIME);
    loop {
        let before = best.len();
        let start = best.clone();
        for enabled in closures.values() {
            let larger: BTreeSet<&str> = start.union(enabled).copied().collect();
            let larger_worth = worth(&larger);
            if is_better(larger_worth, best_worth) {
                (best, best_worth) = (larger, larger_worth);
            }
        }
        if best.len() == before {
            return best;
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Groups of which some enable others, in a chain and in a circle.
    fn groups() -> BTreeMap<&'static str, Vec<&'static str>> {
        let mut groups: BTreeMap<_, _> = (b'a'..=b'z')
            .map(|letter| {
                let name = char::from(letter).to_string();
                (&*name.leak(), Vec::new())
            })
            .collect();
        groups.insert("b", vec!["c"]);
        groups.insert("c", vec!["d"]);
        groups.insert("x", vec!["y"]);
        groups.insert("y", vec!["x", "a"]);
        groups
    }

    #[test]
    fn each_group_is_without_each_one_that_it_does_not_enable() {
        let groups = groups();
        let selections = selections(&groups);
        for group in groups.keys() {
            let enabled = closure(group, &groups);
            for other in groups.keys().filter(|other| !enabled.contains(*other)) {
                let is_separated = selections
                    .iter()
                    .any(|selection| selection.contains(*group) && !selection.contains(*other));
                assert!(is_separated, "{group} without {other}: {selections:?}");
            }
        }
        assert!(selections.len() < groups.len() / 2, "{selections:?}");
    }

    #[test]
    fn selections_name_all_that_they_enable() {
        let groups = groups();
        for selection in selections(&groups) {
            for group in &selection {
                let enabled = closure(group, &groups);
                assert!(enabled.iter().all(|enabled| selection.contains(*enabled)));
            }
        }
    }

    #[test]
    fn groups_that_enable_each_other_need_no_selection() {
        let groups = BTreeMap::from([("a", vec!["b"]), ("b", vec!["a"])]);
        assert!(selections(&groups).is_empty());
    }
}
