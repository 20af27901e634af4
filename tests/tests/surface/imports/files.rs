//! The files of the client's runtime and fake do not import each other in a circle, also through generated files, nor do
//! files and stages of the generator, or files and commands of xtask.

use std::collections::{BTreeMap, BTreeSet};

use tests::second_reader::root;

use super::resolve::ParsedModules;
use crate::source::{Crate, ModulePath};

/// The modules that each module imports from.
type Imports = BTreeMap<ModulePath, BTreeSet<ModulePath>>;

/// Returns the unit that a module belongs to: its file, or the folder of its stage. `None` if it is not checked.
type UnitOf = fn(&Crate, &[String]) -> Option<ModulePath>;

/// Returns the imports between units. An import by a re-export is one from the file that has the re-export, too.
fn imports(source: &Crate, unit: UnitOf) -> Imports {
    let modules = ParsedModules::of(source);
    let mut imports = Imports::new();
    for (module, content) in &modules.0 {
        let Some(from) = unit(source, module) else {
            continue;
        };
        let needed = content
            .paths
            .iter()
            .flat_map(|path| modules.needed(module, path))
            .filter_map(|module| unit(source, &module))
            .filter(|other| *other != from);
        imports.entry(from.clone()).or_default().extend(needed);
    }
    imports
}

/// The files of the client's runtime and fake, and the generated ones that they import.
fn client_file(source: &Crate, module: &[String]) -> Option<ModulePath> {
    let file = file_of(source, module);
    let folder = file.first();
    let folders = ["runtime", "fake", "generated"];
    let is_checked = folder.is_some_and(|folder| folders.contains(&folder.as_str()));
    is_checked.then_some(file)
}

/// All files.
fn any_file(source: &Crate, module: &[String]) -> Option<ModulePath> {
    let is_known = source.modules.contains_key(module);
    is_known.then(|| file_of(source, module))
}

/// The modules in the root of a crate, each with its folder.
fn stage(_: &Crate, module: &[String]) -> Option<ModulePath> {
    module.first().map(|name| vec![name.clone()])
}

/// Returns the module of the file that contains a module.
fn file_of(source: &Crate, module: &[String]) -> ModulePath {
    let mut file = module;
    while let Some((_, above)) = file.split_last().filter(|_| !source.files.contains(file)) {
        file = above;
    }
    file.to_vec()
}

/// Returns the modules that reach each other, in groups, and the imports within each group.
fn cycles(imports: &Imports) -> Vec<Imports> {
    let reached: BTreeMap<&ModulePath, BTreeSet<&ModulePath>> = imports
        .keys()
        .map(|file| (file, reached_from(imports, file)))
        .collect();
    let mut cycles = Vec::new();
    let mut known = BTreeSet::new();
    for (file, reach) in &reached {
        if !reach.contains(file) || known.contains(file) {
            continue;
        }
        let group: BTreeSet<&ModulePath> = reach
            .iter()
            .filter(|other| reached.get(*other).is_some_and(|back| back.contains(file)))
            .copied()
            .collect();
        known.extend(group.iter().copied());
        let within = |to: &BTreeSet<ModulePath>| {
            to.iter()
                .filter(|other| group.contains(other))
                .cloned()
                .collect()
        };
        cycles.push(
            group
                .iter()
                .filter_map(|file| Some(((*file).clone(), within(imports.get(*file)?))))
                .collect(),
        );
    }
    cycles
}

fn reached_from<'i>(imports: &'i Imports, file: &ModulePath) -> BTreeSet<&'i ModulePath> {
    let mut reached = BTreeSet::new();
    let mut waiting: Vec<&ModulePath> = imports.get(file).into_iter().flatten().collect();
    while let Some(file) = waiting.pop() {
        if reached.insert(file) {
            waiting.extend(imports.get(file).into_iter().flatten());
        }
    }
    reached
}

fn assert_no_cycles(sources: &str, unit: UnitOf, least: [usize; 2]) {
    let source = Crate::read_all(&root().join(sources));
    let imports = imports(&source, unit);
    let counts = [imports.len(), imports.values().map(BTreeSet::len).sum()];
    assert!(
        counts[0] >= least[0] && counts[1] >= least[1],
        "only {counts:?} modules and imports in {sources}"
    );
    let cycles = cycles(&imports);
    assert!(
        cycles.is_empty(),
        "modules of {sources} that import each other: {cycles:#?}"
    );
}

#[test]
fn the_client_has_no_import_cycles() {
    assert_no_cycles("generated-client/src", client_file, [150, 800]);
}

#[test]
fn files_of_the_generator_have_no_import_cycles() {
    assert_no_cycles("generator/src", any_file, [150, 600]);
}

#[test]
fn stages_of_the_generator_have_no_import_cycles() {
    assert_no_cycles("generator/src", stage, [20, 60]);
}

#[test]
fn files_of_the_commands_have_no_import_cycles() {
    assert_no_cycles("xtask/src", any_file, [30, 80]);
}

#[test]
fn commands_have_no_import_cycles() {
    assert_no_cycles("xtask/src", stage, [12, 30]);
}

/// Returns the sizes of the circles of a crate with these files.
fn sizes(files: &[(&[&str], &str)]) -> Vec<usize> {
    let modules = files.iter().map(|(path, text)| {
        let items = syn::parse_file(text).expect("a file").items;
        (path.iter().map(|name| (*name).to_owned()).collect(), items)
    });
    let modules: BTreeMap<ModulePath, _> = modules.collect();
    let files = modules.keys().cloned().collect();
    let source = Crate { modules, files };
    let cycles = cycles(&imports(&source, client_file));
    cycles.iter().map(BTreeMap::len).collect()
}

#[test]
fn cycles_are_found_in_imports_paths_macros_and_re_exports() {
    let root: (&[&str], &str) = (&["runtime"], "mod one; mod two; pub use two::Two;");
    let one: (&[&str], &str) = (&["runtime", "one"], "pub struct One(super::two::Two);");
    let leaf: (&[&str], &str) = (&["runtime", "two"], "pub struct Two;");
    assert_eq!(sizes(&[root, one, leaf]), [0; 0]);
    for two in [
        "use super::one::One; pub struct Two;",
        "pub struct Two; fn two() { crate::runtime::one::One::new(); }",
        "pub struct Two; macro_rules! one { () => { $crate::runtime::one::One } }",
    ] {
        assert_eq!(
            sizes(&[root, one, (&["runtime", "two"], two)]),
            [2],
            "{two}"
        );
    }
    let by_re_export: (&[&str], &str) = (&["runtime", "two"], "pub struct Two; impl super::Two {}");
    assert_eq!(sizes(&[root, one, by_re_export]), [2]);
}

#[test]
fn cycles_are_found_through_generated_files() {
    let runtime: (&[&str], &str) = (
        &["runtime"],
        "mod facts; mod builder; pub use builder::Builder;",
    );
    let types: (&[&str], &str) = (&["runtime", "facts"], "pub struct Facts;");
    let generated: (&[&str], &str) = (&["generated"], "mod facts; mod group;");
    let builder = "use crate::generated::facts::FACTS; pub struct Builder;";
    let builder: (&[&str], &str) = (&["runtime", "builder"], builder);
    let with = |facts: &str| {
        sizes(&[
            runtime,
            types,
            generated,
            builder,
            (&["generated", "facts"], facts),
        ])
    };
    let facts = "use crate::runtime::facts::Facts; const FACTS: Facts = Facts;";
    assert_eq!(with(facts), [0; 0]);
    assert_eq!(
        with(&format!(
            "{facts} impl crate::runtime::builder::Builder {{}}"
        )),
        [2]
    );
    assert_eq!(
        with(&format!("{facts} impl crate::runtime::Builder {{}}")),
        [3]
    );
}
