//! The verdict on each kind of change: what it is called, and whether programs agree.

#![allow(clippy::expect_used, clippy::panic, reason = "tests fail by panicking")]

mod case;
#[path = "../../../tests/src/files_below.rs"]
pub mod files_below;
mod programs;
mod rules;

use std::collections::BTreeSet;

use generator::review::{Kind, Level, review};

use self::case::{cases, folder};

#[test]
fn every_kind_of_change_has_a_case() {
    let cases: BTreeSet<_> = cases().iter().map(|case| case.kind().to_owned()).collect();
    let kinds = Kind::ALL.iter().map(|kind| kind.name().to_owned());
    assert_eq!(cases, kinds.collect());
}

#[test]
fn each_case_has_its_verdict() {
    let mut text = String::new();
    let mut wrong = Vec::new();
    for case in cases() {
        let kind = Kind::ALL.iter().find(|kind| kind.name() == case.kind());
        let kind = kind.expect("a case is called like its kind");
        let review = review(&case.old.version("old"), &case.new.version("new"));
        let kinds: Vec<_> = review.changes.iter().map(|change| change.kind).collect();
        if !kinds.contains(kind) || review.level != Some(kind.level()) {
            wrong.push(format!("{}: {:#?}", case.name, review.changes));
        }
        text.push_str(&format!("{}: {}\n", case.name, level(kind.level())));
        for change in &review.changes {
            let side = |text: &Option<String>| text.clone().unwrap_or_else(|| "nothing".to_owned());
            text.push_str(&format!(
                "    {} {}: {} -> {}\n",
                change.kind.name(),
                change.item,
                side(&change.before),
                side(&change.after)
            ));
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
    let mut settings = insta::Settings::clone_current();
    settings.set_snapshot_path(folder());
    settings.set_prepend_module_to_snapshot(false);
    settings.set_omit_expression(true);
    settings.bind(|| insta::assert_snapshot!("verdicts", text));
}

fn level(level: Level) -> &'static str {
    match level {
        Level::Breaking => "breaking",
        Level::Behaviour => "behaviour",
        Level::Addition => "addition",
    }
}

#[test]
fn additions_decide_the_version_before_changes_of_behaviour() {
    let cases = cases();
    let case = cases.iter().find(|case| case.name == "field-now-needed");
    let case = case.expect("a field that is added and needed");
    let review = review(&case.old.version("old"), &case.new.version("new"));
    assert_eq!(review.level, Some(Level::Behaviour));
    assert_eq!(review.deciding(), Some(Level::Addition));
}
