//! A crate whose build time measures the speed of the machine: structs with derived serde implementations.
//!
//! The budgets of builds are relative to such a crate. Machines differ, and so does one machine from run to run; the
//! ratio between a build and the reference differs less.

use std::fmt::Write as _;
use std::fs;
use std::path::Path;

use super::measure::{Cost, cargo, measure};
use crate::changes;
use crate::failure::Failure;

/// Seconds that the reference took where the budgets were set: between 12.9 and 16.3.
pub(super) const SECONDS: f64 = 14.6;

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
pub(super) fn cost(work: &Path) -> Result<Cost, Failure> {
    let folder = work.join("reference");
    let source = folder.join("src/lib.rs");
    let manifest = "[package]\nname = \"reference\"\nversion = \"0.0.0\"\nedition = \"2024\"\n\n[workspace]\n\n\
                    [dependencies]\nserde = { version = \"1\", features = [\"derive\"] }\n";
    changes::write_all(&[
        (&folder.join("Cargo.toml"), manifest.as_bytes()),
        (&source, structs().as_bytes()),
    ])?;
    let target = work.join("reference-target");
    let build = || {
        let mut command = cargo(&folder, &target, &["build"]);
        command.env("CARGO_INCREMENTAL", "0");
        command
    };
    measure(&mut build())?;
    let file = fs::File::options()
        .append(true)
        .open(&source)
        .map_err(Failure::io(&source))?;
    file.set_modified(std::time::SystemTime::now())
        .map_err(Failure::io(&source))?;
    measure(&mut build())
}

fn structs() -> String {
    let mut text = String::from("use serde::{Deserialize, Serialize};\n");
    for number in 0..STRUCTS {
        // Writing into a string does not fail.
        let _ = writeln!(
            text,
            "#[derive(Serialize, Deserialize)]\npub struct S{number} {{"
        );
        for (member, ty) in TYPES.iter().enumerate() {
            let _ = writeln!(text, "    pub member_{member}: {ty},");
        }
        text.push_str("}\n");
    }
    text
}
