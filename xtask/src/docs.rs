//! `cargo xtask docs`: which items have no documentation.

use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::fs;
use std::io::Write as _;
use std::path::Path;

use generator::docs::{Counts, Coverage, ItemKind, TextStatus, skeleton};
use generator::generate;
use lexopt::Arg;

use crate::command_error::CommandError;
use crate::repository;
use crate::spec_files::SpecFiles;

/// The numbers that may only fall.
pub(crate) const COMMITTED: &str = "spec/docs/undocumented.toml";

/// How many repeated texts are listed.
const REPEATED: usize = 50;

/// Undocumented items by group and kind.
type UndocumentedItems = BTreeMap<String, BTreeMap<String, usize>>;

/// Runs `docs`.
pub(crate) fn run(arguments: lexopt::Parser) -> Result<(), CommandError> {
    let flags = Flags::parse(arguments)?;
    let root = repository::root()?;
    let spec = root.join("spec");
    let files = SpecFiles::read(&spec, &spec.join("digitalocean.yaml"))?;
    if flags.repeated {
        let source = files.docs()?;
        let repeated = source.repeated().into_iter().take(REPEATED);
        let lines: Vec<_> = repeated
            .map(|(count, text)| format!("{count:>4}  {text}\n"))
            .collect();
        return print(&lines.concat());
    }
    let generated = files.with_input(generate).map_err(CommandError::failed)?;
    let coverage = &generated.coverage;
    let Some(group) = &flags.group else {
        print(&summary(coverage))?;
        return compare(coverage, &root.join(COMMITTED), flags.accept);
    };
    let groups = coverage.undocumented();
    if !groups.contains_key(group.as_str()) {
        let known: Vec<_> = groups.into_keys().collect();
        let known = known.join(", ");
        return Err(CommandError::failed(format!(
            "there is no group `{group}`; groups are {known}"
        )));
    }
    if flags.skeleton {
        print(&skeleton(&generated.api, coverage, group))?;
    } else {
        print(&listed(coverage, group))?;
    }
    Ok(())
}

fn print(text: &str) -> Result<(), CommandError> {
    let mut out = std::io::stdout().lock();
    out.write_all(text.as_bytes()).map_err(CommandError::failed)
}

#[derive(Default)]
struct Flags {
    group: Option<String>,
    skeleton: bool,
    accept: bool,
    repeated: bool,
}

impl Flags {
    fn parse(mut arguments: lexopt::Parser) -> Result<Self, CommandError> {
        let mut flags = Self::default();
        while let Some(argument) = arguments.next()? {
            match argument {
                Arg::Long("skeleton") => flags.skeleton = true,
                Arg::Long("repeated") => flags.repeated = true,
                Arg::Long("accept") => flags.accept = true,
                Arg::Value(group) if flags.group.is_none() => {
                    flags.group = Some(group.to_string_lossy().into_owned());
                }
                other => return Err(other.unexpected().into()),
            }
        }
        if flags.skeleton && flags.group.is_none() {
            return Err(CommandError::usage("--skeleton needs a group"));
        }
        Ok(flags)
    }
}

/// Returns a table of the undocumented items by group and kind.
fn summary(coverage: &Coverage) -> String {
    let mut out = format!("{:<24}", "undocumented");
    for kind in ItemKind::ALL {
        let _ = write!(out, "{:>12}", kind.plural());
    }
    out.push('\n');
    let mut sums = Counts::new();
    for (group, counts) in coverage.undocumented() {
        let _ = write!(out, "{group:<24}");
        for kind in ItemKind::ALL {
            let count = counts.get(&kind).copied().unwrap_or_default();
            *sums.entry(kind).or_default() += count;
            let _ = write!(out, "{count:>12}");
        }
        out.push('\n');
    }
    let totals = coverage.totals();
    for (title, counts) in [("sum", &sums), ("of", &totals)] {
        let _ = write!(out, "{title:<24}");
        for kind in ItemKind::ALL {
            let count = counts.get(&kind).copied().unwrap_or_default();
            let _ = write!(out, "{count:>12}");
        }
        out.push('\n');
    }
    out
}

/// Returns the undocumented items of a group, one per line.
fn listed(coverage: &Coverage, group: &str) -> String {
    let mut out = String::new();
    let mut count = 0;
    for item in &coverage.items {
        if item.group != group || item.is_documented() {
            continue;
        }
        count += 1;
        let kind = item.kind.plural();
        let key = match item.kind {
            ItemKind::Group => "group".to_owned(),
            ItemKind::Operation | ItemKind::Type => format!("{kind}.{}.docs", item.key),
            ItemKind::Parameter => format!("operations.{}.{kind}.{}", item.key, item.name),
            ItemKind::Field | ItemKind::Value => format!("types.{}.{kind}.{}", item.key, item.name),
        };
        let note = match item.text {
            TextStatus::SaysNothing => ": the text only repeats names",
            TextStatus::Missing | TextStatus::Present => "",
        };
        let _ = writeln!(out, "{key}{note}");
    }
    let _ = writeln!(out, "{count} undocumented items in {group}");
    out
}

/// Compares the numbers with the committed ones: writes lower ones, refuses higher ones unless they are accepted.
fn compare(coverage: &Coverage, path: &Path, accept: bool) -> Result<(), CommandError> {
    let counted = table(coverage);
    let known = match fs::read_to_string(path) {
        Ok(text) => toml::from_str::<UndocumentedItems>(&text).map_err(CommandError::failed)?,
        Err(_) => UndocumentedItems::new(),
    };
    let mut higher = Vec::new();
    for (group, counts) in &counted {
        for (kind, count) in counts {
            let limit = known.get(group).and_then(|known| known.get(kind));
            let limit = limit.copied().unwrap_or_default();
            if *count > limit {
                higher.push(format!(
                    "{group}: {count} undocumented {kind}, {limit} allowed"
                ));
            }
        }
    }
    if !higher.is_empty() && !accept {
        return Err(CommandError::failed(format!(
            "{}\ndocument the new items (`cargo xtask docs GROUP` lists them), or run `cargo xtask docs --accept`",
            higher.join("\n")
        )));
    }
    if counted != known {
        fs::write(path, written(&counted)).map_err(CommandError::io(path))?;
        eprintln!("docs: wrote {}", path.display());
    }
    Ok(())
}

/// Returns the file with the numbers of undocumented items.
pub(crate) fn counts(coverage: &Coverage) -> String {
    written(&table(coverage))
}

fn table(coverage: &Coverage) -> UndocumentedItems {
    coverage
        .undocumented()
        .into_iter()
        .map(|(group, counts)| {
            let counts = ItemKind::ALL.map(|kind| {
                let count = counts.get(&kind).copied().unwrap_or_default();
                (kind.plural().to_owned(), count)
            });
            (group.to_owned(), counts.into_iter().collect())
        })
        .collect()
}

fn written(table: &UndocumentedItems) -> String {
    let mut out = String::from(
        "# Undocumented items, written by `cargo xtask docs`. A test refuses higher numbers.\n",
    );
    for (group, counts) in table {
        let _ = write!(out, "\n[{group}]\n");
        for (kind, count) in counts {
            let _ = writeln!(out, "{kind} = {count}");
        }
    }
    out
}
