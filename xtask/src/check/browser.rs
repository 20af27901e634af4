//! The client in WebAssembly.

use std::path::Path;
use std::process::Command;

use super::step::{Outcome, skipped, succeed};
use crate::browser::{SETUP, Toolchain, bindings, module};
use crate::command_error::CommandError;

/// The programs that the tests need in addition to a toolchain.
const PROGRAMS: [&str; 3] = ["node", "chromium", "chromedriver"];

/// The client compiles with one group, with default and with all features; its core works under Node, and the page of the examples in a
/// browser that has to obey CORS.
pub(super) fn browser(root: &Path) -> Result<Outcome, CommandError> {
    let Some(toolchain) = Toolchain::find() else {
        return skipped(&format!(
            "no toolchain compiles for browsers; {SETUP} installs one"
        ));
    };
    eprintln!("check: browser: {toolchain}");
    let is_missing = |program: &&&str| Command::new(program).arg("--version").output().is_err();
    if let Some(program) = PROGRAMS.iter().find(is_missing) {
        return skipped(&format!("{program} is not installed; {SETUP} installs it"));
    }
    let target = root.join("target/browser");
    let check = ["check", "--quiet", "-p", "generated-client", "--lib"];
    for features in [
        &["--no-default-features", "--features", "droplets"][..],
        &[],
        &["--all-features"],
    ] {
        let arguments = [&check[..], features].concat();
        succeed(toolchain.cargo(root, &target, &arguments))?;
    }
    let build = ["build", "--quiet", "-p", "page", "-p", "runtime"];
    let folder = root.join("tests/browser");
    succeed(toolchain.cargo(&folder, &target, &build))?;
    let (page, runtime) = (target.join("page"), target.join("runtime"));
    for (kind, package, folder) in [("web", "page", &page), ("nodejs", "runtime", &runtime)] {
        let module = module(&target, "debug", package);
        succeed(bindings(root, &target, kind, &module, folder))?;
    }
    let mut tests = Command::new("node");
    tests
        .args(["--test", "node.test.mjs", "page.test.mjs"])
        .current_dir(folder);
    tests
        .env("PAGE_PKG", &page)
        .env("RUNTIME_MODULE", runtime.join("runtime.js"));
    succeed(tests)
}
