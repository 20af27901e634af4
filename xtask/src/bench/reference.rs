//! A crate whose build time measures the speed of the machine: structs with derived serde implementations.
//!
//! The budgets of builds are relative to such a crate. Machines differ, and so does one machine from run to run; the
//! ratio between a build and the reference differs less.

use std::fmt::Write as _;
use std::fs;
use std::path::Path;
use std::process::Command;

use super::measure::{Cost, measure, rebuild};
use crate::changes;
use crate::command_error::CommandError;

const STRUCTS: usize = 1_300;

/// Types of the members, each struct has one of each.
const TYPES: [&str; 8] = [
    "String",
    "i64",
    "Option<String>",
    "Option<i64>",
    "Option<bool>",
    "Vec<String>",
    "Option<Vec<String>>",
    "Option<f64>",
];

/// Builds the reference with its dependencies built already.
pub(super) fn cost(work: &Path) -> Result<Cost, CommandError> {
    let folder = work.join("reference");
    let source = folder.join("src/lib.rs");
    let manifest = "[package]\nname = \"reference\"\nversion = \"0.0.0\"\nedition = \"2024\"\n\n[workspace]\n\n\
                    [dependencies]\nserde = { version = \"1\", features = [\"derive\"] }\n";
    changes::write_all(&[
        (&folder.join("Cargo.toml"), manifest.as_bytes()),
        (&source, structs().as_bytes()),
    ])?;
    let target = work.join("reference-target");
    rebuild(&folder, &target, &["build"], &source)
}

/// Builds the yardstick, compact models that a script outside of the repository writes; none without the script.
pub(super) fn yardstick(root: &Path, work: &Path) -> Result<Option<Cost>, CommandError> {
    let script = root.join("../shared/tools/yardstick.py");
    if !script.exists() {
        return Ok(None);
    }
    let folder = work.join("yardstick");
    fs::create_dir_all(&folder).map_err(CommandError::io(&folder))?;
    measure(Command::new("python3").arg(&script).arg(&folder))?;
    let target = work.join("yardstick-target");
    let source = folder.join("src/lib.rs");
    rebuild(&folder, &target, &["build"], &source).map(Some)
}

fn structs() -> String {
    let mut source = String::from("use serde::{Deserialize, Serialize};\n");
    for number in 0..STRUCTS {
        // Writing into a string does not fail.
        let _ = writeln!(
            source,
            "#[derive(Serialize, Deserialize)]\npub struct S{number} {{"
        );
        for (member, ty) in TYPES.iter().enumerate() {
            let _ = writeln!(source, "    pub member_{member}: {ty},");
        }
        source.push_str("}\n");
    }
    source
}
