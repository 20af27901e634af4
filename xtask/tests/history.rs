//! The reports of `cargo xtask spec diff` from two older versions of the document to a newer one.
//!
//! They were compared with the documents by hand. Where the generator now gives something another name or type, they
//! change, and are to be read again. Overlays apply to both versions: a type that one of them writes into the older document,
//! too, does not change, and the change is reported as one of the schema.

use std::env;
use std::error::Error;
use std::io::{self, Write as _};
use std::path::{Path, PathBuf};
use std::process::Command;

type Failed = Box<dyn Error>;

#[test]
fn from_april() -> Result<(), Failed> {
    history("2026-04-28")
}

#[test]
fn from_july() -> Result<(), Failed> {
    history("2026-07-30")
}

fn history(version: &str) -> Result<(), Failed> {
    let old = shared(&format!("upstream-{version}/specification"))?;
    let new = shared("upstream/specification")?;
    let (Some(old), Some(new)) = (old, new) else {
        return Ok(());
    };
    let output = Command::new(env!("CARGO_BIN_EXE_xtask"))
        .args(["spec", "diff"])
        .args([old, new])
        .env("CARGO_MANIFEST_DIR", env!("CARGO_MANIFEST_DIR"))
        .output()?;
    let error = String::from_utf8_lossy(&output.stderr);
    assert_eq!(output.status.code(), Some(3), "{error}");
    let text = String::from_utf8(output.stdout)?;
    // The rest lists entries of spec/ that do not fit the older document.
    let report = text.split("\n## Not read as configured").next();
    let mut settings = insta::Settings::clone_current();
    settings.set_snapshot_path(Path::new(env!("CARGO_MANIFEST_DIR")).join("../tests/history"));
    settings.set_prepend_module_to_snapshot(false);
    settings.set_omit_expression(true);
    settings.bind(|| insta::assert_snapshot!(version, report.unwrap_or_default()));
    Ok(())
}

/// Returns a path in the folder `shared` next to the repository, which not every machine has.
fn shared(path: &str) -> Result<Option<PathBuf>, Failed> {
    let full = Path::new(env!("CARGO_MANIFEST_DIR"))
        .join("../../shared")
        .join(path);
    if full.exists() {
        return Ok(Some(full));
    }
    if env::var("CI").is_ok_and(|value| value == "true") {
        return Err(format!("../shared/{path} is missing, and CI skips no test").into());
    }
    // Unlike `eprintln!`, this is shown for passing tests, too.
    writeln!(io::stderr(), "skipped: ../shared/{path} is not here")?;
    Ok(None)
}
