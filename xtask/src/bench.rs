//! `cargo xtask bench`: measures the budgets of the project and writes the table to `BENCHMARKS.md`.
//!
//! Builds are measured in folders of their own below `target/bench`, one at a time. The figures are those of this
//! machine as it is now: run it when nothing else runs.

mod app;
mod measure;
mod page;
mod reference;
mod table;

use std::fs;
use std::path::Path;
use std::process::Command;
use std::time::Duration;

use crate::changes;
use crate::failure::Failure;
use crate::repository;

use self::measure::{Cost, cargo, measure};
use self::table::Table;

const MIB: u64 = 1024 * 1024;

/// Runs the measurements.
pub(crate) fn run(mut arguments: lexopt::Parser) -> Result<(), Failure> {
    if let Some(argument) = arguments.next()? {
        return Err(argument.unexpected().into());
    }
    let root = repository::root()?;
    let work = root.join("target/bench");
    fs::create_dir_all(&work).map_err(Failure::io(&work))?;
    let mut table = Table::default();
    generation(&root, &work, &mut table)?;
    lines(&root, &mut table)?;
    crate_alone(&root, &work, &mut table)?;
    apps(&root, &work, &mut table)?;
    all_operations(&root, &work, &mut table)?;
    run_time(&root, &mut table)?;
    page::size(&root, &work, &mut table)?;
    let text = table.to_markdown();
    let path = root.join("BENCHMARKS.md");
    changes::write_all(&[(&path, text.as_bytes())])?;
    eprint!("{text}");
    Ok(())
}

/// Generation and import, as the commands of this crate do them.
fn generation(root: &Path, work: &Path, table: &mut Table) -> Result<(), Failure> {
    let this = std::env::current_exe().map_err(Failure::io(Path::new("xtask")))?;
    let xtask = |arguments: &[&str]| {
        let mut command = Command::new(&this);
        command.args(arguments).current_dir(root);
        command
    };
    // A check that finds differences exits 1: the generation took its time all the same.
    let best = |arguments: &[&str]| -> Result<Cost, Failure> {
        let costs = (0..5)
            .map(|_| measure::whatever_it_finds(&mut xtask(arguments)))
            .collect::<Result<Vec<_>, _>>()?;
        Ok(costs
            .into_iter()
            .min_by_key(|cost| cost.wall)
            .unwrap_or_default())
    };
    let budget = Cost {
        wall: Duration::from_millis(500),
        peak: 150 * MIB,
    };
    table.cost(
        "`codegen --check` of spec/",
        budget,
        best(&["codegen", "--check"])?,
    );
    let tree = root.join("../shared/upstream/specification");
    if !tree.exists() {
        table.skipped(
            "`codegen` of the published bundle, `spec import`",
            "needs ../shared",
        );
        return Ok(());
    }
    let bundle = work.join("bundle.yaml").display().to_string();
    let tree = tree.display().to_string();
    measure(&mut xtask(&["spec", "bundle", &tree, "--out", &bundle]))?;
    let facts = best(&["codegen", "--check", "--spec", &bundle])?;
    table.cost(
        "`codegen` of the published bundle, prose included",
        budget,
        facts,
    );
    let budget = Cost {
        wall: Duration::from_secs(2),
        peak: u64::MAX,
    };
    table.cost(
        "`spec import` of the published tree",
        budget,
        best(&["spec", "import", &tree])?,
    );
    Ok(())
}

fn lines(root: &Path, table: &mut Table) -> Result<(), Failure> {
    let mut lines = 0;
    let mut longest = 0;
    for file in repository::files_below(&root.join("generated-client/src/generated"))? {
        let count = fs::read_to_string(&file)
            .map_err(Failure::io(&file))?
            .lines()
            .count();
        lines += count;
        longest = longest.max(count);
    }
    table.count("generated lines", 75_000, lines);
    table.count("lines of the longest generated file", 2_000, longest);
    Ok(())
}

/// The client's crate with its dependencies built already.
fn crate_alone(root: &Path, work: &Path, table: &mut Table) -> Result<(), Failure> {
    let target = work.join("crate");
    let lib = root.join("generated-client/src/lib.rs");
    let all: &[&str] = &["build", "-p", "generated-client"];
    let one: &[&str] = &[
        "build",
        "-p",
        "generated-client",
        "--no-default-features",
        "--features",
        "droplets,rustls-ring",
    ];
    let budgets = [
        (
            "crate alone, debug, all groups",
            all,
            Cost {
                wall: Duration::from_secs(8),
                peak: 1_200 * MIB,
            },
        ),
        (
            "crate alone, debug, one group",
            one,
            Cost {
                wall: Duration::from_secs(2),
                peak: u64::MAX,
            },
        ),
    ];
    let reference = reference::cost(work)?;
    table.text(
        "reference: 1,300 structs with derived serde, debug",
        &format!("{:.2} s", reference.wall.as_secs_f64()),
    );
    for (what, arguments, budget) in budgets {
        let cost = rebuild(root, &target, arguments, &lib)?;
        table.cost(what, budget, cost);
        table.ratio(
            &format!("{what}, against the reference"),
            budget.wall.as_secs_f64() / reference::SECONDS,
            cost.wall.as_secs_f64() / reference.wall.as_secs_f64(),
        );
    }
    Ok(())
}

/// Programs that use the client.
fn apps(root: &Path, work: &Path, table: &mut Table) -> Result<(), Failure> {
    let folder = work.join("app");
    app::write(root, &folder)?;
    let target = work.join("app-target");
    let _ = fs::remove_dir_all(&target);
    let budget = Cost {
        wall: Duration::from_secs(60),
        peak: u64::MAX,
    };
    let cold = measure(&mut cargo(&folder, &target, &["build", "--bin", "one"]))?;
    table.cost(
        "cold debug build of an app, all groups, default TLS",
        budget,
        cold,
    );
    let budget = Cost {
        wall: Duration::from_secs(15),
        peak: u64::MAX,
    };
    let fifty = measure(&mut cargo(&folder, &target, &["build", "--bin", "fifty"]))?;
    table.cost(
        "app with 50 calls of 10 groups, warm dependencies, debug",
        budget,
        fifty,
    );
    Ok(())
}

/// The crate that calls every operation, and the tests that go through its calls.
fn all_operations(root: &Path, work: &Path, table: &mut Table) -> Result<(), Failure> {
    let target = work.join("tests-target");
    let arguments = ["test", "-p", "tests", "--test", "wire", "--no-run"];
    let cost = rebuild(root, &target, &arguments, &root.join("tests/src/lib.rs"))?;
    let budget = Cost {
        wall: Duration::from_secs(60),
        peak: 3_000 * MIB,
    };
    table.cost("test that instantiates every operation", budget, cost);
    Ok(())
}

/// The benchmarks of the client print rows: what, budget, figure.
fn run_time(root: &Path, table: &mut Table) -> Result<(), Failure> {
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
        let output = command.output().map_err(Failure::io(Path::new("cargo")))?;
        if !output.status.success() {
            return Err(Failure::failed(String::from_utf8_lossy(&output.stderr)));
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

/// Measures building again all that depends on `source`, with nothing left of an incremental build.
fn rebuild(root: &Path, target: &Path, arguments: &[&str], source: &Path) -> Result<Cost, Failure> {
    let build = || {
        let mut command = cargo(root, target, arguments);
        command.env("CARGO_INCREMENTAL", "0");
        measure(&mut command)
    };
    build()?;
    touch(source)?;
    build()
}

fn touch(path: &Path) -> Result<(), Failure> {
    let file = fs::File::options()
        .append(true)
        .open(path)
        .map_err(Failure::io(path))?;
    file.set_modified(std::time::SystemTime::now())
        .map_err(Failure::io(path))
}
