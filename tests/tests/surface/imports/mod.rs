//! The runtime's folders import only from folders before them in the list of ARCHITECTURE.md.

mod files;
mod paths;
mod resolve;

use std::collections::BTreeSet;
use std::fs;

use tests::second_reader::root;

use self::resolve::{ImportTarget, ParsedModules};
use crate::source::Crate;

/// The words of ARCHITECTURE.md before the list.
const BEFORE_LIST: &str = "imports only from those before it:";

/// Modules outside the folders: they declare what is public, and may import everything.
const ABOVE: [&str; 2] = ["", "public"];

/// Returns the folders of the runtime, and the generated files that count as folders, lowest first.
fn folders() -> Vec<String> {
    let text = fs::read_to_string(root().join("ARCHITECTURE.md")).expect("text");
    let (_, list) = text.split_once(BEFORE_LIST).expect("a list");
    let (list, _) = list.split_once(";").expect("the end of the list");
    let names = list.split('`').skip(1).step_by(2);
    names.map(str::to_owned).collect()
}

/// Returns the folder of a module of the runtime, or of a generated one that the runtime may import. The generated error
/// belongs to the folder whose other errors hold it.
fn folder_of(module: &[String]) -> Option<&str> {
    let names: Vec<&str> = module.iter().map(String::as_str).collect();
    match names.as_slice() {
        ["runtime"] => Some(""),
        ["runtime", folder, ..] => Some(folder),
        ["generated", "api_error"] => Some("error"),
        ["generated", "facts"] => Some("generated/facts.rs"),
        _ => None,
    }
}

#[test]
fn the_list_has_all_folders() {
    let folders = folders();
    let source = Crate::read_all(&root().join("generated-client/src"));
    let modules = source.modules.keys().filter_map(|module| folder_of(module));
    let modules: BTreeSet<&str> = modules.filter(|folder| !ABOVE.contains(folder)).collect();
    assert_eq!(modules, folders.iter().map(String::as_str).collect());
}

#[test]
fn folders_import_only_from_folders_before_them() {
    let folders = folders();
    let position = |folder: &str| folders.iter().position(|known| known == folder);
    let source = Crate::read_all(&root().join("generated-client/src"));
    let modules = ParsedModules::of(&source);
    let (mut wrong, mut checked) = (BTreeSet::new(), 0);
    for (module, content) in &modules.0 {
        let folder = folder_of(module).filter(|folder| !ABOVE.contains(folder));
        let Some(own) = folder.and_then(position) else {
            continue;
        };
        for path in &content.paths {
            checked += 1;
            let problem = match modules.resolve(module, path) {
                ImportTarget::Module(target) => match folder_of(&target) {
                    Some(folder) if position(folder).is_some_and(|other| other <= own) => None,
                    _ => Some(format!("is in `{}`", target.join("::"))),
                },
                ImportTarget::External => None,
                ImportTarget::Unknown => Some("is not found".to_owned()),
            };
            if let Some(problem) = problem {
                wrong.insert(format!(
                    "{}: {} {problem}",
                    module.join("::"),
                    path.join("::")
                ));
            }
        }
    }
    assert!(checked > 700, "only {checked} paths are read");
    assert!(wrong.is_empty(), "imports from later folders: {wrong:#?}");
}
