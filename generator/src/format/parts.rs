//! Which units of a module share a file.
//!
//! A module is one file as long as that has no more than [`MAX_LINES`] lines without documentation. A longer one becomes a folder with a file
//! per part, named after the first word of the units' parts; a part that is still too long is divided by the next word,
//! where what would be a small file stays. Where there are too many parts, neighbours share a file; units that no word
//! distinguishes are divided by their order.

use std::collections::BTreeMap;

use super::error::FormatError;
use super::file;
use super::layout::{MAX_LINES, ROOT};
use super::unit::FormattedUnit;
use crate::render::{Module, Uses};

/// Parts of fewer lines are not divided from the one they belong to, unless nothing larger stays there.
const SMALL: usize = 150;

/// The most files that are named after one part each; of more, neighbours share files.
const MOST_FILES: usize = 60;

/// Returns the files of a module by path.
pub(super) fn files(
    module: &Module,
    head: &[FormattedUnit],
    units: &[FormattedUnit],
) -> Result<Vec<(String, String)>, FormatError> {
    let own = joined("crate::generated", &module.path, "::");
    let folder = joined(ROOT, &module.path, "/");
    let docs = module.page.as_deref().unwrap_or(&module.docs);
    let whole = file::ModuleFile {
        module: own.clone(),
        docs,
        modules: file::declarations(module)?,
        exports: module.exports.clone(),
        units: head.iter().chain(units).collect(),
    };
    let text = whole.text(module.handle.as_ref());
    let extension = if module.folder { "/mod.rs" } else { ".rs" };
    if lines(&text) <= MAX_LINES {
        return Ok(vec![(format!("{folder}{extension}"), text)]);
    }

    let parts = divide(module, units, &own, &folder)?;
    let (mut modules, mut exports) = (Vec::new(), Uses::default());
    for (name, part) in &parts {
        modules.push(format!("mod {name};"));
        if part.defines {
            exports.add(&format!("self::{name}"), "*");
        }
    }
    let below = module
        .parts
        .map_or_else(|| folder.clone(), |parts| format!("{folder}/{parts}"));
    let mut files: Vec<_> = parts
        .into_iter()
        .map(|(name, part)| (format!("{below}/{name}.rs"), part.text))
        .collect();

    if let Some(parts) = module.parts {
        let defines = !exports.is_empty();
        let hub = hub("Methods.", &own, modules, exports, &[]);
        files.push((format!("{below}/mod.rs"), hub));
        modules = vec![format!("mod {parts};")];
        exports = Uses::default();
        if defines {
            exports.add(&format!("self::{parts}"), "*");
        }
    }
    modules.extend(whole.modules);
    exports.merge(&module.exports);
    let hub = hub(docs, &own, modules, exports, head);
    files.push((format!("{folder}/mod.rs"), hub));
    Ok(files)
}

/// Returns the text of the file before the parts.
fn hub(
    docs: &str,
    own: &str,
    modules: Vec<String>,
    exports: Uses,
    head: &[FormattedUnit],
) -> String {
    let module = own.to_owned();
    let units = head.iter().collect();
    file::ModuleFile {
        module,
        docs,
        modules,
        exports,
        units,
    }
    .text(None)
}

fn joined(root: &str, path: &[String], separator: &str) -> String {
    path.iter()
        .fold(root.to_owned(), |joined, part| joined + separator + part)
}

/// The file of a part.
struct PartFile {
    text: String,
    /// Whether it defines names, so that the module around it exports them.
    defines: bool,
}

/// Returns each part by its name.
fn divide(
    module: &Module,
    units: &[FormattedUnit],
    own: &str,
    folder: &str,
) -> Result<BTreeMap<String, PartFile>, FormatError> {
    let below = module
        .parts
        .map_or_else(String::new, |parts| format!("::{parts}"));
    let mut parts = packed(named(module, units.iter(), 1));
    // Parts of different depth may have one name, so that units are distributed before anything is written.
    loop {
        let mut done = BTreeMap::new();
        let mut long = None;
        for (name, (depth, units)) in &parts {
            let text = part_text(module, name, format!("{own}{below}::{name}"), units);
            if lines(&text) > MAX_LINES {
                long = Some((name.clone(), *depth, lines(&text)));
                break;
            }
            let defines = units.iter().any(|unit| !unit.defines.is_empty());
            done.insert(name.clone(), PartFile { text, defines });
        }
        let Some((name, depth, lines)) = long else {
            return Ok(done);
        };
        let Some((_, units)) = parts.remove(&name) else {
            return Ok(done);
        };
        if units.iter().all(|unit| unit.part.len() <= depth) {
            if units.len() == 1 {
                return Err(FormatError::TooLong {
                    path: format!("{folder}/{name}.rs"),
                    lines,
                });
            }
            for chunk in chunks(units) {
                let mut numbered = (1..).map(|number: u32| format!("{name}_{number}"));
                let free = numbered.find(|name| !parts.contains_key(name));
                parts.insert(free.unwrap_or_default(), (depth, chunk));
            }
            continue;
        }
        let families = named(module, units.into_iter(), depth + 1);
        let stays =
            |inner: &String, units: &[&FormattedUnit]| *inner == name || length(units) < SMALL;
        let staying = families
            .iter()
            .filter(|(inner, (_, units))| stays(inner, units));
        let length_of_staying: usize = staying.map(|(_, (_, units))| length(units)).sum();
        let fits = (SMALL..MAX_LINES - SMALL).contains(&length_of_staying);
        for (inner, (depth, mut units)) in families {
            let home = match fits && stays(&inner, &units) {
                true => name.clone(),
                false => inner,
            };
            let part = parts.entry(home).or_insert((depth, Vec::new()));
            part.0 = part.0.max(depth);
            part.1.append(&mut units);
        }
    }
}

/// Units by the first words of their parts, and how many words that are.
type UnitsByPart<'a> = BTreeMap<String, (usize, Vec<&'a FormattedUnit>)>;

/// Units that no word distinguishes, in runs of half the lines of a file.
fn chunks(units: Vec<&FormattedUnit>) -> Vec<Vec<&FormattedUnit>> {
    let mut chunks: Vec<(usize, Vec<&FormattedUnit>)> = Vec::new();
    for unit in units {
        let lines = length(&[unit]);
        match chunks.last_mut() {
            Some((sum, chunk)) if *sum + lines <= MAX_LINES / 2 => {
                *sum += lines;
                chunk.push(unit);
            }
            _ => chunks.push((lines, vec![unit])),
        }
    }
    let mut chunks: Vec<_> = chunks.into_iter().map(|(_, chunk)| chunk).collect();
    // The imports alone may make a file too long.
    if let [only] = chunks.as_mut_slice() {
        let rest = only.split_off(only.len() / 2);
        chunks.push(rest);
    }
    chunks
}

/// Joins neighbours of small parts, if there are too many parts.
fn packed(parts: UnitsByPart<'_>) -> UnitsByPart<'_> {
    if parts.len() <= MOST_FILES {
        return parts;
    }
    let mut runs: Vec<(String, String, usize, Vec<&FormattedUnit>)> = Vec::new();
    for (name, (_, units)) in parts {
        let lines = length(&units);
        match runs.last_mut() {
            Some((_, last, sum, run)) if *sum + lines <= MAX_LINES / 2 => {
                *last = name;
                *sum += lines;
                run.extend(units);
            }
            _ => runs.push((name.clone(), name, lines, units)),
        }
    }
    let runs = runs.into_iter().map(|(first, last, _, units)| {
        let name = match first == last {
            true => first,
            false => format!("{}_to_{last}", first.trim_end_matches('_')),
        };
        (name, (1, units))
    });
    runs.collect()
}

fn named<'a>(
    module: &Module,
    units: impl Iterator<Item = &'a FormattedUnit>,
    depth: usize,
) -> UnitsByPart<'a> {
    let mut parts = UnitsByPart::new();
    for unit in units {
        let name = part_name(module, unit, depth);
        parts
            .entry(name)
            .or_insert((depth, Vec::new()))
            .1
            .push(unit);
    }
    parts
}

/// Returns the name of the part that a unit belongs to.
fn part_name(module: &Module, unit: &FormattedUnit, depth: usize) -> String {
    let mut words = unit.part.get(..depth).unwrap_or(&unit.part);
    // The group's own name says nothing in the group's folder.
    if let [first, rest @ ..] = words
        && !rest.is_empty()
        && Some(first) == module.path.first()
    {
        words = rest;
    }
    let mut name = words.join("_");
    if syn::parse_str::<syn::Ident>(&name).is_err() {
        name.push('_');
    }
    let folder = module.parts.or(module.path.last().map(String::as_str));
    match module.path.first() {
        // A module has another name than the one around it.
        Some(group) if Some(name.as_str()) == folder => format!("{group}_{name}"),
        _ => name,
    }
}

fn part_text(module: &Module, name: &str, path: String, units: &[&FormattedUnit]) -> String {
    let docs = format!("{}: `{name}`.", module.docs.trim_end_matches('.'));
    let (modules, exports) = (Vec::new(), Uses::default());
    file::ModuleFile {
        module: path,
        docs: &docs,
        modules,
        exports,
        units: units.to_vec(),
    }
    .text(module.handle.as_ref())
}

/// Returns how many lines units have, a blank one after each.
fn length(units: &[&FormattedUnit]) -> usize {
    let texts = units
        .iter()
        .flat_map(|unit| unit.members.iter().chain(&unit.items));
    texts.map(|text| lines(text) + 1).sum()
}

/// Returns the number of lines without documentation, so that texts do not move code between files.
fn lines(text: &str) -> usize {
    let is_doc = |line: &&str| {
        let line = line.trim_start();
        line.starts_with("///") || line.starts_with("//!")
    };
    text.lines().filter(|line| !is_doc(line)).count()
}
