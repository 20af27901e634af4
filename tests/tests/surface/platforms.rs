//! Clock, timers, tasks and files differ in a browser, where the functions of the standard library panic. The runtime
//! uses them in the modules that a browser does not have, and everywhere else those of `platform`.

use std::fs;

use tests::files_below;
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
    for path in files_below(&runtime).expect("folder") {
        let below = path.strip_prefix(&runtime).expect("path below the folder");
        let is_left_out = NATIVE.iter().any(|native| below.starts_with(native))
            || below.iter().any(|part| part == "tests")
            || below.extension().is_none_or(|extension| extension != "rs");
        if is_left_out {
            continue;
        }
        files += 1;
        let text = fs::read_to_string(&path).expect("source");
        let code = text
            .lines()
            .filter(|line| !line.trim_start().starts_with("//"));
        for line in code {
            let names = NAMES.iter().filter(|name| line.contains(**name));
            found.extend(names.map(|name| format!("{}: {name}", below.display())));
        }
    }
    assert!(files > 100, "only {files} files are read");
    // The size of a file.
    assert_eq!(found, ["operation/body/payload.rs: std::fs"]);
}
