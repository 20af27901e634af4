//! The files of the runtime, and those of the fake, do not import each other in a circle.

use std::collections::{BTreeMap, BTreeSet};

use tests::second_reader::root;

use super::resolve::Modules;
use crate::source::{Crate, ModulePath};

/// The files that each file imports from, by the paths of their modules.
pub(super) type Imports = BTreeMap<ModulePath, BTreeSet<ModulePath>>;

/// Returns the imports between hand-written files. An import by a re-export is one from the file that has the
/// re-export, too.
pub(super) fn imports(source: &Crate, modules: &Modules) -> Imports {
    let mut imports = Imports::new();
    for (module, content) in &modules.0 {
        let file = file_of(source, module);
        if !is_checked(&file) {
            continue;
        }
        let to = imports.entry(file.clone()).or_default();
        let needed = content
            .paths
            .iter()
            .flat_map(|path| modules.needed(module, path));
        to.extend(
            needed
                .map(|module| file_of(source, &module))
                .filter(|other| *other != file && is_checked(other)),
        );
    }
    imports
}

fn is_checked(file: &[String]) -> bool {
    let folder = file.first();
    folder.is_some_and(|folder| folder == "runtime" || folder == "fake")
}

/// Returns the module of the file that contains a module.
fn file_of(source: &Crate, module: &[String]) -> ModulePath {
    let mut file = module;
    while let Some((_, above)) = file.split_last().filter(|_| !source.files.contains(file)) {
        file = above;
    }
    file.to_vec()
}

/// Returns the files that reach each other, in groups, and the imports within each group.
pub(super) fn circles(imports: &Imports) -> Vec<Imports> {
    let reached: BTreeMap<&ModulePath, BTreeSet<&ModulePath>> = imports
        .keys()
        .map(|file| (file, reached_from(imports, file)))
        .collect();
    let mut circles = Vec::new();
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
        circles.push(
            group
                .iter()
                .filter_map(|file| Some(((*file).clone(), within(imports.get(*file)?))))
                .collect(),
        );
    }
    circles
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

#[test]
fn no_files_import_each_other_in_a_circle() {
    let source = Crate::read_all(&root().join("generated-client/src"));
    let imports = imports(&source, &Modules::of(&source));
    let count: usize = imports.values().map(BTreeSet::len).sum();
    let files = imports.len();
    assert!(
        files > 150 && count > 800,
        "only {count} imports of {files} files"
    );
    let circles = circles(&imports);
    assert!(
        circles.is_empty(),
        "files that import each other: {circles:#?}"
    );
}

/// Returns the sizes of the circles of a crate with these files in the folder `runtime`.
fn sizes(files: &[(&[&str], &str)]) -> Vec<usize> {
    let modules = files.iter().map(|(path, text)| {
        let path = std::iter::once(&"runtime").chain(*path);
        let items = syn::parse_file(text).expect("a file").items;
        (path.map(|name| (*name).to_owned()).collect(), items)
    });
    let modules: BTreeMap<ModulePath, _> = modules.collect();
    let files = modules.keys().cloned().collect();
    let source = Crate { modules, files };
    let circles = circles(&imports(&source, &Modules::of(&source)));
    circles.iter().map(BTreeMap::len).collect()
}

#[test]
fn circles_are_found_in_imports_paths_macros_and_re_exports() {
    let root: (&[&str], &str) = (&[], "mod one; mod two; pub use two::Two;");
    let one: (&[&str], &str) = (&["one"], "pub struct One(super::two::Two);");
    let leaf: (&[&str], &str) = (&["two"], "pub struct Two;");
    assert_eq!(sizes(&[root, one, leaf]), [0; 0]);
    for two in [
        "use super::one::One; pub struct Two;",
        "pub struct Two; fn two() { crate::runtime::one::One::new(); }",
        "pub struct Two; macro_rules! one { () => { $crate::runtime::one::One } }",
    ] {
        assert_eq!(sizes(&[root, one, (&["two"], two)]), [2], "{two}");
    }
    let by_re_export: (&[&str], &str) = (&["two"], "pub struct Two; impl super::Two {}");
    assert_eq!(sizes(&[root, one, by_re_export]), [2]);
}
