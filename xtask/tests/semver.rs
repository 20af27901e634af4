//! The verdicts of `spec diff` and of cargo-semver-checks on the older versions of the document agree, where that is
//! installed; `tests/history/semver.md` explains the differences.

use std::error::Error;
use std::io::{self, Write as _};
use std::path::Path;
use std::process::{Command, Stdio};

#[test]
#[ignore = "runs for minutes; `cargo xtask check semver` runs it"]
fn both_histories() -> Result<(), Box<dyn Error>> {
    if !is_installed() {
        // Unlike `eprintln!`, this is shown for passing tests, too.
        writeln!(
            io::stderr(),
            "skipped: cargo-semver-checks is not installed"
        )?;
        return Ok(());
    }
    let shared = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../shared");
    let document = |folder: &str| shared.join(folder).join("specification");
    for version in ["2026-04-28", "2026-07-30"] {
        let old = document(&format!("upstream-{version}"));
        if !old.exists() {
            writeln!(io::stderr(), "skipped: {} is not here", old.display())?;
            continue;
        }
        let output = Command::new(env!("CARGO_BIN_EXE_xtask"))
            .args(["spec", "semver"])
            .args([old, document("upstream")])
            .env("CARGO_MANIFEST_DIR", env!("CARGO_MANIFEST_DIR"))
            .output()?;
        let text = String::from_utf8_lossy(&output.stdout);
        let error = String::from_utf8_lossy(&output.stderr);
        assert!(output.status.success(), "{version}: {text}{error}");
        assert!(
            text.contains("our verdict: breaking; cargo-semver-checks: breaking"),
            "{version}: {text}"
        );
    }
    Ok(())
}

fn is_installed() -> bool {
    let mut command = Command::new("cargo-semver-checks");
    command.arg("--version").stdout(Stdio::null());
    command.status().is_ok_and(|status| status.success())
}
