//! The size of a page's module, as a browser loads it.

use std::fs;
use std::path::Path;
use std::process::Command;

use crate::browser::{SETUP, Toolchain, bindings, module};
use crate::command_error::CommandError;

use super::measure::measure;
use super::table::Table;

/// Measures the page of the examples with the Droplets alone.
pub(super) fn size(root: &Path, work: &Path, table: &mut Table) -> Result<(), CommandError> {
    let what = "module of a page, Droplets only";
    let Some(toolchain) = Toolchain::find() else {
        table.skipped(
            what,
            &format!("needs a toolchain for browsers; {SETUP} installs one"),
        );
        return Ok(());
    };
    let target = work.join("browser");
    let build = [
        "build",
        "--quiet",
        "--release",
        "-p",
        "page",
        "--no-default-features",
    ];
    let tests = root.join("tests/browser");
    measure(&mut toolchain.cargo(&tests, &target, &build))?;
    let folder = work.join("page");
    let module = module(&target, "release", "page");
    // The program that writes the bindings is the one of the checks.
    let programs = root.join("target/browser");
    measure(bindings(root, &programs, "web", &module, &folder).arg("--strip"))?;
    let module = folder.join("page_bg.wasm");
    let length = fs::metadata(&module)
        .map_err(CommandError::io(&module))?
        .len();
    let mut gzip = Command::new("gzip");
    let gzip = gzip.args(["-9", "--stdout"]).arg(&module).output();
    let compressed = gzip
        .map_err(CommandError::io(Path::new("gzip")))?
        .stdout
        .len();
    table.text(
        &format!("{what}: release, stripped"),
        &format!("{} KiB", length / 1024),
    );
    table.text(
        &format!("{what}: the same, gzipped"),
        &format!("{} KiB", compressed / 1024),
    );
    Ok(())
}
