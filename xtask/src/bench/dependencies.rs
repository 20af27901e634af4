//! Where the time of a user's first build goes.

use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::fs;
use std::path::Path;

use serde_json::Value;

use super::measure::{self, cargo};
use super::table::Table;
use crate::changes;
use crate::command_error::CommandError;

/// Crates that take less are summed up.
const SHOWN: f64 = 0.5;

/// The units of a build, in Cargo's report: a JSON array between these.
const BEGIN: &str = "const UNIT_DATA = ";
const END: &str = "];";

/// Adds a table of the crates that an app with one group and the default TLS library compiles, with their seconds, one
/// after another so that they do not slow each other down.
pub(super) fn measure(root: &Path, work: &Path, table: &mut Table) -> Result<(), CommandError> {
    let folder = work.join("dependencies");
    let client = root.join("generated-client");
    let manifest = format!(
        "[package]\nname = \"app\"\nversion = \"0.0.0\"\nedition = \"2024\"\n\n[workspace]\n\n[dependencies]\n\
         digitalocean = {{ package = \"generated-client\", path = \"{}\", default-features = false, \
         features = [\"droplets\", \"rustls-ring\"] }}\n",
        client.display()
    );
    let lock = root.join("Cargo.lock");
    let lock = fs::read(&lock).map_err(CommandError::io(&lock))?;
    changes::write_all(&[
        (&folder.join("Cargo.toml"), manifest.as_bytes()),
        (&folder.join("Cargo.lock"), &lock),
        (&folder.join("src/lib.rs"), b""),
    ])?;
    let target = work.join("dependencies-target");
    let _ = fs::remove_dir_all(&target);
    measure::measure(&mut cargo(
        &folder,
        &target,
        &["build", "--timings", "--jobs", "1"],
    ))?;
    let report = target.join("cargo-timings/cargo-timing.html");
    let text = fs::read_to_string(&report).map_err(CommandError::io(&report))?;
    let seconds = seconds(&text).ok_or_else(|| {
        CommandError::failed(format!(
            "{}: no units; has Cargo's report changed?",
            report.display()
        ))
    })?;
    table.add_section(&markdown(&seconds));
    Ok(())
}

/// Returns the seconds of each crate, its build script included.
fn seconds(report: &str) -> Option<BTreeMap<String, f64>> {
    let units = report.split_once(BEGIN)?.1;
    let end = units.find(END)? + 1;
    let units: Value = serde_json::from_str(&units[..end]).ok()?;
    let mut seconds = BTreeMap::new();
    for unit in units.as_array()? {
        let name = unit["name"].as_str()?.to_owned();
        *seconds.entry(name).or_default() += unit["duration"].as_f64()?;
    }
    Some(seconds)
}

fn markdown(seconds: &BTreeMap<String, f64>) -> String {
    let all: f64 = seconds.values().sum();
    let mut crates: Vec<_> = seconds.iter().collect();
    crates.sort_by(|one, other| other.1.total_cmp(one.1));
    let mut text = format!(
        "\n## Dependencies\n\nSeconds of a debug build of an app with one group and the default TLS library, one crate at \
         a time: {all:.0} s for {} crates.\n\n| crate | seconds | share |\n|---|---|---|\n",
        crates.len()
    );
    let mut rest = (0, 0.0);
    for (name, seconds) in crates {
        if *seconds < SHOWN {
            rest = (rest.0 + 1, rest.1 + seconds);
        } else {
            // Writing into a string does not fail.
            let _ = writeln!(
                text,
                "| {name} | {seconds:.1} | {:.0} % |",
                100.0 * seconds / all
            );
        }
    }
    let (count, seconds) = rest;
    let share = 100.0 * seconds / all;
    let _ = writeln!(text, "| {count} others | {seconds:.1} | {share:.0} % |");
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_units_of_a_report_are_summed_by_crate() {
        let report = r#"
const UNIT_DATA = [
  {"name": "syn", "duration": 2.0, "features": []},
  {"name": "syn", "duration": 0.5, "features": ["full"]},
  {"name": "url", "duration": 0.1, "features": []}
];
"#;
        let seconds = seconds(report).expect("units");
        assert_eq!(seconds["syn"], 2.5);
        let text = markdown(&seconds);
        assert!(text.contains("| syn | 2.5 | 96 % |"), "{text}");
        assert!(text.contains("| 1 others | 0.1 | 4 % |"), "{text}");
    }
}
