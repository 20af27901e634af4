//! Clock, timers, tasks and files differ in a browser, where the functions of the standard library panic. The runtime
//! uses them in the modules that a browser does not have, and everywhere else those of `platform`.

use std::fs;
use std::path::Path;

use tests::second_reader::root;

/// Names of what a browser does not have, or has in another way.
const NAMES: [&str; 12] = [
    "Handle::",
    "JoinHandle",
    "SystemTime::now",
    "std::env::",
    "std::fs",
    "std::net",
    "std::process",
    "std::thread",
    "std::time::Instant",
    "tokio::spawn",
    "tokio::task",
    "tokio::time",
];

/// Folders and files that a browser does not have, and the one that chooses.
const NATIVE: [&str; 8] = [
    "blocking",
    "client/from_env.rs",
    "client/runtime_thread.rs",
    "operation/body/file_chunks.rs",
    "platform",
    "rate_limit/redis",
    "tests",
    "transport/reqwest",
];

#[test]
fn only_native_modules_use_what_a_browser_lacks() {
    let (mut found, mut files) = (Vec::new(), 0);
    let runtime = root().join("generated-client/src/runtime");
    search(&runtime, &runtime, &mut files, &mut found);
    assert!(files > 100, "only {files} files are read");
    // The size of a file.
    assert_eq!(found, ["operation/body/payload.rs: std::fs"]);
}

/// Adds the lines below a folder, without comments, that use one of the names.
fn search(folder: &Path, runtime: &Path, files: &mut usize, found: &mut Vec<String>) {
    let entries = fs::read_dir(folder).expect("folder");
    let mut paths: Vec<_> = entries.map(|entry| entry.expect("entry").path()).collect();
    paths.sort();
    for path in paths {
        let below = path.strip_prefix(runtime).expect("path below the folder");
        if NATIVE.iter().any(|native| below == Path::new(native)) || path.ends_with("tests") {
            continue;
        }
        if path.is_dir() {
            search(&path, runtime, files, found);
        } else if path.extension().is_some_and(|extension| extension == "rs") {
            *files += 1;
            let text = fs::read_to_string(&path).expect("source");
            let code = text
                .lines()
                .filter(|line| !line.trim_start().starts_with("//"));
            for line in code {
                let names = NAMES.iter().filter(|name| line.contains(**name));
                found.extend(names.map(|name| format!("{}: {name}", below.display())));
            }
        }
    }
}
