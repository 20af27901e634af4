//! The runtime's folders import only from folders before them in the list of ARCHITECTURE.md.

mod files;
mod paths;
mod resolve;

use std::collections::BTreeSet;

use tests::second_reader::root;

use self::resolve::{ImportTarget, ParsedModules};
use crate::source::Crate;

/// The folders of the runtime, lowest first: each imports only from those before it.
const FOLDERS: [&str; 15] = [
    "platform",
    "codec",
    "operation",
    "transport",
    "error",
    "rate_limit",
    "client",
    "call",
    "request",
    "pagination",
    "wait",
    "stream",
    "download",
    "blocking",
    "test_support",
];

/// The generated items that the runtime imports: the error by status, and the hosts and credentials of the API.
const GENERATED: [&str; 2] = ["ApiError", "facts"];

/// Modules outside the folders: they declare what is public, and may import everything.
const ABOVE: [&str; 2] = ["", "public"];

/// Returns the position of a folder; everything else is above all folders.
fn position(folder: &str) -> usize {
    let mut folders = FOLDERS.iter();
    let position = folders.position(|known| *known == folder);
    position.unwrap_or(FOLDERS.len())
}

#[test]
fn folders_import_only_from_folders_before_them() {
    let source = Crate::read_all(&root().join("generated-client/src"));
    let modules = ParsedModules::of(&source);
    let (mut wrong, mut checked) = (BTreeSet::new(), 0);
    for (module, content) in &modules.0 {
        let [runtime, rest @ ..] = module.as_slice() else {
            continue;
        };
        let folder = rest.first().map_or("", String::as_str);
        if runtime != "runtime" || ABOVE.contains(&folder) {
            continue;
        }
        for path in &content.paths {
            checked += 1;
            let problem = match modules.resolve(module, path) {
                ImportTarget::Module(target) => match target.as_slice() {
                    [runtime, target, ..] if runtime == "runtime" => {
                        (position(target) > position(folder)).then(|| format!("is in `{target}`"))
                    }
                    [generated, name, ..] if generated == "generated" => {
                        (!GENERATED.contains(&name.as_str())).then(|| "is generated".to_owned())
                    }
                    _ => Some("is outside the runtime".to_owned()),
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
