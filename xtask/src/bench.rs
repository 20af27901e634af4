//! `cargo xtask bench`: measures the budgets of the project and writes the table to `BENCHMARKS.md`.
//!
//! Builds are measured in folders of their own below `target/bench`, one at a time. The figures are those of this
//! machine as it is now: run it when nothing else runs.

mod app;
mod crate_alone;
mod dependencies;
mod generation;
mod kept_fields;
mod measure;
mod page;
mod reference;
mod scaling;
mod table;

use std::fs;
use std::path::Path;
use std::process::Command;
use std::time::Duration;

use crate::changes;
use crate::command_error::CommandError;
use crate::progress::Progress;
use crate::repository;

use self::measure::{Cost, MIB, cargo, measure, rebuild};
use self::table::Table;

/// A part of the measurements: its name on the command line, and what it measures.
type Measurement = (
    &'static str,
    fn(&Path, &Path, &mut Table) -> Result<(), CommandError>,
);

/// All parts, in the order of the table.
const PARTS: &[Measurement] = &[
    ("first-build", first_build),
    ("generation", generation::measure),
    ("scaling", scaling::run),
    ("lines", lines),
    ("crate", crate_alone::measure),
    ("kept-fields", kept_fields::measure),
    ("programs", apps),
    ("operations", all_operations),
    ("run-time", run_time),
    ("page", page::size),
    ("dependencies", dependencies::measure),
];

/// Runs all measurements and writes the table, or runs those named and prints it.
pub(crate) fn run(mut arguments: lexopt::Parser) -> Result<(), CommandError> {
    let mut names = Vec::new();
    while let Some(argument) = arguments.next()? {
        match argument {
            lexopt::Arg::Value(name) => names.push(name.to_string_lossy().into_owned()),
            other => return Err(other.unexpected().into()),
        }
    }
    let is_known = |name: &String| PARTS.iter().any(|(part, _)| part == name);
    if let Some(unknown) = names.iter().find(|name| !is_known(name)) {
        let known: Vec<_> = PARTS.iter().map(|(name, _)| *name).collect();
        return Err(CommandError::usage(format!(
            "nothing is measured under the name `{unknown}`; the parts are {}",
            known.join(", ")
        )));
    }
    let root = repository::root()?;
    let work = root.join("target/bench");
    fs::create_dir_all(&work).map_err(CommandError::io(&work))?;
    let mut table = Table::default();
    let mut progress = Progress::of("bench");
    for (name, measure) in PARTS {
        if names.is_empty() || names.iter().any(|chosen| chosen == name) {
            progress.stage(*name);
            measure(&root, &work, &mut table)?;
        }
    }
    progress.finish("in all");
    let text = table.to_markdown();
    if names.is_empty() {
        let path = root.join("BENCHMARKS.md");
        changes::write_all(&[(&path, text.as_bytes())])?;
    }
    eprint!("{text}");
    Ok(())
}

/// Measures the build that a new machine needs before the first generation, dependencies downloaded.
fn first_build(root: &Path, work: &Path, table: &mut Table) -> Result<(), CommandError> {
    let target = work.join("first-build");
    let _ = fs::remove_dir_all(&target);
    let mut build = cargo(root, &target, &["build", "-p", "xtask"]);
    let cost = measure(&mut build)?;
    table.seconds("first `codegen`: CPU time of its build", 120.0, cost.cpu);
    table.text(
        "first `codegen`: its build",
        &format!("{:.0} s", cost.wall.as_secs_f64()),
    );
    Ok(())
}

fn lines(root: &Path, _work: &Path, table: &mut Table) -> Result<(), CommandError> {
    let mut all = 0;
    let mut code = 0;
    let mut longest = 0;
    for file in repository::files_below(&root.join("generated-client/src/generated"))? {
        let text = fs::read_to_string(&file).map_err(CommandError::io(&file))?;
        let is_code = |line: &&str| !line.trim_start().starts_with("//");
        let count = text.lines().filter(is_code).count();
        all += text.lines().count();
        code += count;
        longest = longest.max(count);
    }
    table.count("generated lines, documentation included", 110_000, all);
    table.count("generated lines, without documentation", 75_000, code);
    table.count(
        "lines of the longest generated file, without documentation",
        2_000,
        longest,
    );
    Ok(())
}

/// Programs that use the client.
fn apps(root: &Path, work: &Path, table: &mut Table) -> Result<(), CommandError> {
    let folder = work.join("app");
    app::write(root, &folder)?;
    let target = work.join("app-target");
    let _ = fs::remove_dir_all(&target);
    let budget = Cost {
        wall: Duration::from_secs(45),
        ..Cost::UNLIMITED
    };
    let cold = measure(&mut cargo(&folder, &target, &["build", "--bin", "one"]))?;
    table.cost(
        "cold debug build of an app, all groups, default TLS",
        budget,
        cold,
    );
    app_by_hand(root, work, table)?;
    let budget = Cost {
        wall: Duration::from_secs(15),
        ..Cost::UNLIMITED
    };
    let fifty = measure(&mut cargo(&folder, &target, &["build", "--bin", "fifty"]))?;
    table.cost(
        "app with 50 calls of 10 groups, warm dependencies, debug",
        budget,
        fifty,
    );
    Ok(())
}

/// The same with the HTTP library and derived models alone: what the client adds is the difference.
fn app_by_hand(root: &Path, work: &Path, table: &mut Table) -> Result<(), CommandError> {
    let folder = work.join("app-by-hand");
    app::write_by_hand(&folder)?;
    // The versions are the workspace's.
    let lock = root.join("Cargo.lock");
    let lock = fs::read(&lock).map_err(CommandError::io(&lock))?;
    changes::write_all(&[(&folder.join("Cargo.lock"), &lock)])?;
    let target = work.join("app-by-hand-target");
    let _ = fs::remove_dir_all(&target);
    let cost = measure(&mut cargo(&folder, &target, &["build"]))?;
    table.text(
        "cold debug build of an app with reqwest and derived models, same TLS",
        &format!("{:.2} s", cost.wall.as_secs_f64()),
    );
    Ok(())
}

/// The crate that calls every operation, and the tests that go through its calls.
fn all_operations(root: &Path, work: &Path, table: &mut Table) -> Result<(), CommandError> {
    let target = work.join("tests-target");
    let arguments = ["test", "-p", "tests", "--test", "wire", "--no-run"];
    let cost = rebuild(root, &target, &arguments, &root.join("tests/src/lib.rs"))?;
    let budget = Cost {
        wall: Duration::from_secs(60),
        peak: 3_000 * MIB,
        ..Cost::UNLIMITED
    };
    table.cost("test that instantiates every operation", budget, cost);
    Ok(())
}

/// The benchmarks of the client print rows: what, budget, figure.
fn run_time(root: &Path, _work: &Path, table: &mut Table) -> Result<(), CommandError> {
    let benches = ["call", "decode", "list", "waiting", "hostile"];
    let benches = benches.map(|bench| (bench, ""));
    for (bench, features) in benches.into_iter().chain([("shared_limits", "redis")]) {
        if bench == "shared_limits"
            && Command::new("redis-server")
                .arg("--version")
                .output()
                .is_err()
        {
            table.skipped("shared limits", "needs redis-server");
            continue;
        }
        let arguments = ["bench", "-p", "generated-client", "--bench", bench];
        let mut command = cargo(root, &root.join("target"), &arguments);
        command.args(["--features", features]);
        let output = command
            .output()
            .map_err(CommandError::io(Path::new("cargo")))?;
        if !output.status.success() {
            return Err(CommandError::failed(String::from_utf8_lossy(
                &output.stderr,
            )));
        }
        for line in String::from_utf8_lossy(&output.stdout).lines() {
            let cells: Vec<_> = line.trim_matches('|').split('|').map(str::trim).collect();
            if let [what, budget, measured] = *cells {
                table.printed(what, budget, measured)?;
            }
        }
    }
    Ok(())
}
