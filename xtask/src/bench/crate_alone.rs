//! The client's crate, with its dependencies built already.

use std::path::Path;

use super::measure::{self, Cost, MIB, cargo, rebuild, touch};
use super::reference;
use super::table::Table;
use crate::command_error::CommandError;

const ALL: &[&str] = &["build", "-p", "generated-client"];
const ONE: &[&str] = &[
    "build",
    "-p",
    "generated-client",
    "--no-default-features",
    "--features",
    "droplets,rustls-ring",
];

/// Measures CPU time, which depends less than wall time on what else the machine does, and compares it with that of two
/// crates that are built in the same run.
pub(super) fn measure(root: &Path, work: &Path, table: &mut Table) -> Result<(), CommandError> {
    let target = work.join("crate");
    let lib = root.join("generated-client/src/lib.rs");
    let reference = reference::cost(work)?;
    table.text(
        "reference: 1,300 structs with derived serde, debug, CPU time",
        &format!("{:.1} s", reference.cpu.as_secs_f64()),
    );
    let yardstick = reference::yardstick(root, work)?;
    match yardstick {
        Some(cost) => table.text(
            "yardstick: 1,300 compact models, debug, CPU time",
            &format!("{:.1} s", cost.cpu.as_secs_f64()),
        ),
        None => table.skipped("yardstick: 1,300 compact models", "needs ../shared"),
    }
    let ratio = |one: Cost, other: Cost| one.cpu.as_secs_f64() / other.cpu.as_secs_f64();
    let all = rebuild(root, &target, ALL, &lib)?;
    let budget = Cost {
        peak: 1_200 * MIB,
        ..Cost::UNLIMITED
    };
    table.cost("crate alone, debug, all groups", budget, all);
    table.text(
        "crate alone, debug, all groups: CPU time",
        &format!("{:.1} s", all.cpu.as_secs_f64()),
    );
    table.ratio(
        "crate alone, debug, all groups, against the reference",
        0.20,
        ratio(all, reference),
    );
    if let Some(yardstick) = yardstick {
        table.ratio(
            "crate alone, debug, all groups, against the yardstick",
            0.40,
            ratio(all, yardstick),
        );
    }
    let one = rebuild(root, &target, ONE, &lib)?;
    table.text(
        "crate alone, debug, one group: CPU time",
        &format!("{:.1} s", one.cpu.as_secs_f64()),
    );
    table.ratio(
        "crate alone, debug, one group, against the reference",
        0.06,
        ratio(one, reference),
    );
    incremental(root, work, &lib, table)
}

/// Building again after a change that changes nothing.
fn incremental(
    root: &Path,
    work: &Path,
    lib: &Path,
    table: &mut Table,
) -> Result<(), CommandError> {
    let build = || {
        let mut command = cargo(root, &work.join("incremental"), ALL);
        command.env("CARGO_INCREMENTAL", "1");
        measure::measure(&mut command)
    };
    build()?;
    touch(lib)?;
    let cost = build()?;
    table.text(
        "crate alone, debug, all groups: incremental, after `touch`",
        &format!("{:.2} s", cost.wall.as_secs_f64()),
    );
    Ok(())
}
