//! `cargo xtask spec semver`: compares our verdict with that of cargo-semver-checks.
//!
//! It reads the public API of both clients from rustdoc, independently of our listing. It compares no types of fields and
//! results and nothing of behaviour, so that our report is longer. Each item of its report has to be in ours, and each of
//! our breaking changes in its report, except where [`unseen`] has the reason. What this gives for the older versions of
//! the document is explained in `tests/history/semver.md`.

use std::collections::BTreeMap;
use std::path::Path;
use std::process::{Command, Stdio};

use generator::Draft;
use generator::review::{self, Change, Kind, Level, Review, Version};
use lexopt::Arg;

use super::flag_value::flag_value;
use super::standalone;
use crate::command_error::CommandError;
use crate::repository;
use crate::spec_files::SpecFiles;

/// Runs `spec semver`.
pub(crate) fn run(mut arguments: lexopt::Parser) -> Result<(), CommandError> {
    let mut versions = Vec::new();
    while let Some(argument) = arguments.next()? {
        match argument {
            Arg::Value(value) if versions.len() < 2 => versions.push(flag_value(value)?),
            other => return Err(other.unexpected().into()),
        }
    }
    let [old, new] = versions.as_slice() else {
        return Err(CommandError::usage("`spec semver` needs two versions"));
    };
    let root = repository::root()?;
    let spec = root.join("spec");
    let current = SpecFiles::read(&spec, &spec.join("digitalocean.yaml"))?;
    let (old, new) = (draft(&root, &current, old)?, draft(&root, &current, new)?);
    let folder = root.join("target/semver");
    standalone::write(&root, &old.1, &folder.join("old"))?;
    standalone::write(&root, &new.1, &folder.join("new"))?;
    let review = review::review(&Version::new(old.0, old.1), &Version::new(new.0, new.1));
    let report = report(&folder)?;
    println!("{}", report.text);
    compare(&review, &report)
}

/// Compares the verdicts, and what each was about.
fn compare(review: &Review, report: &SemverReport) -> Result<(), CommandError> {
    let changes = review.changes.iter();
    let breaking: Vec<&Change> = changes
        .filter(|change| change.level == Level::Breaking)
        .collect();
    println!(
        "our verdict: {}; cargo-semver-checks: {}",
        word(!breaking.is_empty()),
        word(report.is_breaking)
    );
    let items = report_items(&report.text);
    let missing: Vec<_> = items
        .iter()
        .filter(|item| !breaking.iter().any(|change| is_about(change, item)))
        .collect();
    println!(
        "{} items of its report, {} of them in ours; {} breaking changes in ours",
        items.len(),
        items.len() - missing.len(),
        breaking.len()
    );
    for item in &missing {
        println!("only in its report: {}", item.join("::"));
    }
    let unexplained = only_ours(&breaking, &items);
    for change in &unexplained {
        println!("only in ours: {} {}", change.kind.name(), change.item);
    }
    // It does not compare types of fields and results, so that it may find nothing where we do.
    if report.is_breaking && breaking.is_empty() || !missing.is_empty() || !unexplained.is_empty() {
        return Err(CommandError::failed(
            "the verdicts differ without a reason that is known; explain why, or correct the wrong one",
        ));
    }
    Ok(())
}

/// Prints which of our changes its report does not have, by reason; returns those without one.
fn only_ours<'c>(breaking: &[&'c Change], items: &[Vec<String>]) -> Vec<&'c Change> {
    let mut reasons: BTreeMap<&str, Vec<&Change>> = BTreeMap::new();
    let mut unexplained = Vec::new();
    for change in breaking.iter().copied() {
        if items.iter().any(|item| is_about(change, item)) {
            continue;
        }
        match unseen(change, breaking) {
            Some(reason) => reasons.entry(reason).or_default().push(change),
            None => unexplained.push(change),
        }
    }
    for (reason, changes) in reasons {
        println!("{} only in ours, {reason}:", changes.len());
        for change in changes {
            println!("  {} {}", change.kind.name(), change.item);
        }
    }
    unexplained
}

/// Returns why cargo-semver-checks does not report a breaking change; none where it should.
fn unseen(change: &Change, breaking: &[&Change]) -> Option<&'static str> {
    match change.kind {
        Kind::FieldRetyped
        | Kind::FieldNowOptional
        | Kind::FieldNowRequired
        | Kind::FieldNullability => Some("because it does not compare the types of fields"),
        Kind::ArgumentRetyped
        | Kind::BodyRetyped
        | Kind::EventsRetyped
        | Kind::NewChanged
        | Kind::OptionRetyped
        | Kind::OutputRetyped
        | Kind::VariantRetyped
        | Kind::WaiterChanged => {
            Some("because it does not compare the types of parameters, results and variants")
        }
        Kind::ArgumentsReordered => Some("because it does not compare the names of parameters"),
        Kind::DeletionRemoved | Kind::EventsRemoved | Kind::PagingChanged => {
            Some("because it does not compare which operations a method of `Request` is for")
        }
        Kind::FeatureNarrowed => Some("because it does not compare what a feature enables"),
        _ if is_inside(change, breaking) => {
            Some("because it reports only the type around it, which has another name or path")
        }
        _ => None,
    }
}

/// Whether the type that a change is a part of has another name or path, or is gone.
fn is_inside(change: &Change, breaking: &[&Change]) -> bool {
    let kinds = [Kind::TypeMoved, Kind::TypeRemoved, Kind::TypeRenamed];
    let mut around = breaking.iter().filter(|other| kinds.contains(&other.kind));
    around.any(|other| {
        let rest = change.item.strip_prefix(other.item.as_str());
        rest.is_some_and(|rest| rest.starts_with("::") || rest.starts_with('.'))
    })
}

fn draft(root: &Path, current: &SpecFiles, name: &str) -> Result<(String, Draft), CommandError> {
    let files = super::diff::files(root, current, name)?;
    Ok((files.name.clone(), files.draft()?))
}

/// The report of cargo-semver-checks.
struct SemverReport {
    is_breaking: bool,
    text: String,
}

/// Runs cargo-semver-checks on two clients; whatever it would only allow in a new major version is breaking.
fn report(folder: &Path) -> Result<SemverReport, CommandError> {
    let output = Command::new("cargo-semver-checks")
        .args([
            "semver-checks",
            "check-release",
            "--release-type",
            "minor",
            "--all-features",
        ])
        .arg("--manifest-path")
        .arg(folder.join("new/generated-client/Cargo.toml"))
        .arg("--baseline-root")
        .arg(folder.join("old/generated-client"))
        .env("CARGO_TARGET_DIR", folder.join("target"))
        .stderr(Stdio::inherit())
        .output();
    let output = output.map_err(|error| {
        CommandError::failed(format!(
            "cargo-semver-checks: {error}; install it with `cargo install cargo-semver-checks --locked`"
        ))
    })?;
    let text = String::from_utf8_lossy(&output.stdout).into_owned();
    // It exits with 100 if a lint failed, and with 101 for an error of its own.
    let is_breaking = match output.status.code() {
        Some(0) => false,
        Some(100) => true,
        _ => {
            return Err(CommandError::failed(format!(
                "cargo-semver-checks ended with {}",
                output.status
            )));
        }
    };
    Ok(SemverReport { is_breaking, text })
}

/// Returns the names of each item of the report, without crate and module: `["BatchCreate", "new"]`.
fn report_items(text: &str) -> Vec<Vec<String>> {
    let mut items = Vec::new();
    let mut is_listed = false;
    for line in text.lines() {
        match line.strip_prefix("  ") {
            Some(item) if is_listed => items.extend(names(item)),
            _ => is_listed = line == "Failed in:",
        }
    }
    items.sort();
    items.dedup();
    items
}

/// Returns the names of an item: of its path, or the words that are none of the report.
fn names(item: &str) -> Option<Vec<String>> {
    const KINDS: [&str; 10] = [
        "const", "enum", "feature", "field", "fn", "function", "method", "struct", "trait",
        "variant",
    ];
    let is_name = |c: char| c.is_alphanumeric() || c == '_';
    let mut words = item.split_whitespace();
    let word = words.find(|word| !KINDS.contains(word))?;
    let names = word
        .split("::")
        .map(|name| name.trim_matches(|c| !is_name(c)));
    let mut names: Vec<_> = names.map(str::to_owned).collect();
    if names.len() > 1 && names.first().is_some_and(|name| name == "digitalocean") {
        names.remove(0);
    }
    // Modules: the group, which the other names belong to, and `ops`.
    names.retain(|name| name != "ops");
    Some(names)
}

/// Whether a change names an item.
fn is_about(change: &Change, item: &[String]) -> bool {
    let texts = [
        Some(&change.item),
        change.before.as_ref(),
        change.after.as_ref(),
    ];
    let is_name = |c: char| c.is_alphanumeric() || c == '_';
    let words = texts.into_iter().flatten();
    let words: Vec<&str> = words.flat_map(|text| text.split(|c| !is_name(c))).collect();
    let is_named = |name: &String| words.contains(&name.as_str()) || change.group == *name;
    let is_of_removed_group = change.kind == Kind::GroupRemoved
        && item.first().is_some_and(|group| change.group == *group);
    is_of_removed_group || item.iter().all(is_named)
}

fn word(breaking: bool) -> &'static str {
    if breaking { "breaking" } else { "compatible" }
}

#[cfg(test)]
mod tests {
    use super::*;

    const REPORT: &str = "\
--- failure enum_variant_missing: pub enum variant removed or renamed ---

Failed in:
  variant DiskInfoType::Remote, previously in file /old/shared.rs:516
  variant DiskInfoType::Remote, previously in file /old/shared.rs:516

--- failure struct_missing: pub struct removed or renamed ---

Description:
  A struct cannot be imported.

Failed in:
  struct digitalocean::security::ops::GetSecret, previously in file /old/ops.rs:113
  digitalocean::batches::BatchCreate::new takes 4 parameters in /old/models.rs:66, but now takes 3
";

    #[test]
    fn the_items_of_a_report_are_its_names() {
        let expected = [
            vec!["DiskInfoType", "Remote"],
            vec!["batches", "BatchCreate", "new"],
            vec!["security", "GetSecret"],
        ];
        assert_eq!(report_items(REPORT), expected);
    }

    fn change(kind: Kind, group: &str, item: &str, before: &str) -> Change {
        Change {
            level: kind.level(),
            kind,
            group: group.to_owned(),
            item: item.to_owned(),
            before: Some(before.to_owned()),
            after: None,
        }
    }

    #[test]
    fn a_change_that_it_should_report_has_no_reason_to_be_ours_alone() {
        let renamed = change(Kind::TypeRenamed, "nfs", "nfs::Status", "nfs::OldStatus");
        let value = change(Kind::ValueRemoved, "nfs", "nfs::Status::Gone", "Gone");
        let retyped = change(Kind::FieldRetyped, "nfs", "nfs::Share.size", "size: i64");
        let report = [vec!["nfs".to_owned(), "OldStatus".to_owned()]];
        assert!(only_ours(&[&renamed, &value, &retyped], &report).is_empty());
        assert_eq!(only_ours(&[&value, &retyped], &report), [&value]);
        assert_eq!(only_ours(&[&renamed], &[]), [&renamed]);
    }

    #[test]
    fn an_item_belongs_to_the_change_that_names_it() {
        let method = change(
            Kind::MethodRemoved,
            "security",
            "Security::get_secret",
            "fn get_secret() -> () · ops::GetSecret",
        );
        let item = |names: &[&str]| names.iter().map(ToString::to_string).collect::<Vec<_>>();
        assert!(is_about(&method, &item(&["security", "GetSecret"])));
        assert!(!is_about(&method, &item(&["security", "GetSecrets"])));
        let group = change(Kind::GroupRemoved, "apps", "feature `apps`", "");
        assert!(is_about(&group, &item(&["apps", "App"])));
        assert!(!is_about(&group, &item(&["droplets", "App"])));
    }
}
