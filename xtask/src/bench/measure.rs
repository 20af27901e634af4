//! Wall time, CPU time and peak memory of a command with all its children.

use std::env;
use std::fs;
use std::path::Path;
use std::process::{Command, ExitStatus, Stdio};
use std::time::{Duration, Instant};

use crate::command_error::CommandError;

pub(super) const MIB: u64 = 1024 * 1024;

/// How often the memory of the processes is looked at.
const LOOK: Duration = Duration::from_millis(5);

/// The cost of a command, measured or allowed.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Cost {
    pub(super) wall: Duration,
    /// CPU time of all processes, in steps of 10 ms; 0 where the system does not report it.
    pub(super) cpu: Duration,
    /// Bytes of the largest single process at its peak; `u64::MAX` for no limit.
    pub(super) peak: u64,
}

impl Cost {
    /// A budget without limits.
    pub(super) const UNLIMITED: Self = Self {
        wall: Duration::MAX,
        cpu: Duration::MAX,
        peak: u64::MAX,
    };
}

/// Returns cargo in `folder`, building into `target`.
pub(super) fn cargo(folder: &Path, target: &Path, arguments: &[&str]) -> Command {
    let mut command = Command::new(env::var_os("CARGO").unwrap_or_else(|| "cargo".into()));
    command
        .args(arguments)
        .arg("--quiet")
        .current_dir(folder)
        .env("CARGO_TARGET_DIR", target);
    command
}

/// Runs the command, which must succeed, and measures it.
pub(super) fn measure(command: &mut Command) -> Result<Cost, CommandError> {
    let shown = format!("{command:?}");
    let (status, cost) = watch(command)?;
    if status.success() {
        Ok(cost)
    } else {
        Err(CommandError::failed(format!("{shown}: {status}")))
    }
}

/// Runs a command that may find differences, and measures it.
pub(super) fn whatever_it_finds(command: &mut Command) -> Result<Cost, CommandError> {
    let shown = format!("{command:?}");
    let output = command.output();
    let output = output.map_err(|error| CommandError::failed(format!("{shown}: {error}")))?;
    // A run that fails early has the same exit code, and measures nothing.
    let said = String::from_utf8_lossy(&output.stderr);
    if !output.status.success() && !said.contains("are not up to date") {
        return Err(CommandError::failed(format!("{shown}: {said}")));
    }
    let (_, cost) = watch(command.stderr(Stdio::null()))?;
    Ok(cost)
}

/// Measures building again all that depends on `source`, with nothing left of an incremental build.
pub(super) fn rebuild(
    root: &Path,
    target: &Path,
    arguments: &[&str],
    source: &Path,
) -> Result<Cost, CommandError> {
    let build = || {
        let mut command = cargo(root, target, arguments);
        command.env("CARGO_INCREMENTAL", "0");
        measure(&mut command)
    };
    build()?;
    touch(source)?;
    build()
}

pub(super) fn touch(path: &Path) -> Result<(), CommandError> {
    let file = fs::File::options()
        .append(true)
        .open(path)
        .map_err(CommandError::io(path))?;
    file.set_modified(std::time::SystemTime::now())
        .map_err(CommandError::io(path))
}

fn watch(command: &mut Command) -> Result<(ExitStatus, Cost), CommandError> {
    let shown = format!("{command:?}");
    let failed = |error: std::io::Error| CommandError::failed(format!("{shown}: {error}"));
    let start = Instant::now();
    let cpu = cpu_of_children();
    let mut child = command.stdout(Stdio::null()).spawn().map_err(failed)?;
    let mut peak = 0;
    loop {
        peak = peak.max(peak_of(child.id()));
        if let Some(status) = child.try_wait().map_err(failed)? {
            return Ok((
                status,
                Cost {
                    wall: start.elapsed(),
                    cpu: cpu_of_children().saturating_sub(cpu),
                    peak,
                },
            ));
        }
        std::thread::sleep(LOOK);
    }
}

/// The CPU time of the processes that this one has waited for, and of those that they have.
fn cpu_of_children() -> Duration {
    let stat = fs::read_to_string("/proc/self/stat").unwrap_or_default();
    // The second field, a name in parentheses, may contain blanks.
    let fields = stat.rsplit_once(')').map_or("", |(_, fields)| fields);
    let ticks = fields.split_whitespace().skip(13).take(2);
    let ticks = ticks.filter_map(|ticks| ticks.parse::<u64>().ok());
    Duration::from_millis(ticks.sum::<u64>() * 10)
}

/// The largest peak among a process and its descendants, 0 where the system does not report it.
fn peak_of(process: u32) -> u64 {
    let status = fs::read_to_string(format!("/proc/{process}/status")).unwrap_or_default();
    let own = status
        .lines()
        .find_map(|line| line.strip_prefix("VmHWM:"))
        .unwrap_or_default();
    let own = own
        .trim()
        .trim_end_matches(" kB")
        .parse::<u64>()
        .unwrap_or_default()
        * 1024;
    let children = fs::read_dir(format!("/proc/{process}/task"))
        .into_iter()
        .flatten()
        .flatten();
    let children =
        children.filter_map(|task| fs::read_to_string(task.path().join("children")).ok());
    let ids: Vec<u32> = children
        .flat_map(|text| {
            text.split_whitespace()
                .filter_map(|id| id.parse().ok())
                .collect::<Vec<_>>()
        })
        .collect();
    ids.into_iter().map(peak_of).fold(own, u64::max)
}
