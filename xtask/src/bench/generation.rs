//! Generation and import, as the commands of this crate do them.

use std::env;
use std::path::Path;
use std::process::Command;
use std::time::Duration;

use super::measure::{self, Cost, MIB, cargo};
use super::table::Table;
use crate::command_error::CommandError;

/// How often each command runs. The shortest time counts.
const ROUNDS: usize = 5;

/// The budget of a generation.
const GENERATION: Cost = Cost {
    wall: Duration::from_secs(1),
    peak: 150 * MIB,
    ..Cost::UNLIMITED
};

/// Measures generation with both profiles, and import.
pub(super) fn measure(root: &Path, work: &Path, table: &mut Table) -> Result<(), CommandError> {
    let this = env::current_exe().map_err(CommandError::io(Path::new("xtask")))?;
    let check = ["codegen", "--check"];
    table.cost(
        "`codegen --check` of spec/",
        GENERATION,
        shortest(root, &this, &check)?,
    );
    let target = work.join("release");
    let build = ["build", "--release", "-p", "xtask"];
    measure::measure(&mut cargo(root, &target, &build))?;
    let release = Cost {
        wall: Duration::from_millis(300),
        ..GENERATION
    };
    table.cost(
        "`codegen --check` of spec/, release",
        release,
        shortest(root, &target.join("release/xtask"), &check)?,
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
    let write = ["spec", "bundle", &tree, "--out", &bundle];
    measure::measure(&mut xtask(root, &this, &write))?;
    table.cost(
        "`codegen` of the published bundle, prose included",
        GENERATION,
        shortest(root, &this, &["codegen", "--check", "--spec", &bundle])?,
    );
    let import = Cost {
        wall: Duration::from_secs(2),
        ..Cost::UNLIMITED
    };
    table.cost(
        "`spec import` of the published tree",
        import,
        shortest(root, &this, &["spec", "import", &tree])?,
    );
    Ok(())
}

/// Returns the shortest of several runs. A check that finds differences exits 1: the generation took its time all the same.
fn shortest(root: &Path, program: &Path, arguments: &[&str]) -> Result<Cost, CommandError> {
    let costs = (0..ROUNDS)
        .map(|_| measure::whatever_it_finds(&mut xtask(root, program, arguments)))
        .collect::<Result<Vec<_>, _>>()?;
    let shortest = costs.into_iter().min_by_key(|cost| cost.wall);
    Ok(shortest.unwrap_or_default())
}

fn xtask(root: &Path, program: &Path, arguments: &[&str]) -> Command {
    let mut command = Command::new(program);
    command.args(arguments).current_dir(root);
    command
}
