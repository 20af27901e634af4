//! Builds for browsers: the toolchain that has the target, and the JavaScript that loads a module.

use std::env;
use std::fmt;
use std::path::{Path, PathBuf};
use std::process::{Command, Output};

/// The target of browsers.
const TARGET: &str = "wasm32-unknown-unknown";

/// The script that installs what is missing.
pub(crate) const SETUP: &str = "tests/browser/setup";

/// A toolchain that compiles for browsers.
#[derive(Debug)]
pub(crate) enum Toolchain {
    /// The one that runs this command, with the target of rustup.
    Current { version: String },
    /// Debian's, which has the source of the standard library, but not compiled for the target.
    Debian { version: String },
}

impl Toolchain {
    /// Finds a toolchain, the current one if it has the target.
    pub(crate) fn find() -> Option<Self> {
        let rustc = env::var_os("RUSTC").unwrap_or_else(|| "rustc".into());
        let libraries =
            output(Command::new(&rustc).args(["--print", "target-libdir", "--target", TARGET]));
        if libraries.is_some_and(|folder| Path::new(folder.trim()).is_dir()) {
            let version = output(Command::new(&rustc).arg("--version"))?;
            return Some(Self::Current { version });
        }
        let version = output(debian("rustc").arg("--version"))?;
        let root = output(debian("rustc").args(["--print", "sysroot"]))?;
        let source = Path::new(root.trim()).join("lib/rustlib/src/rust/library/std/Cargo.toml");
        output(debian("wasm-ld").arg("--version"))?;
        source.is_file().then_some(Self::Debian { version })
    }

    /// Returns a build for the target. All of them deny warnings, so that they share what they compile.
    pub(crate) fn cargo(&self, folder: &Path, target: &Path, arguments: &[&str]) -> Command {
        let mut command = match self {
            Self::Current { .. } => {
                Command::new(env::var_os("CARGO").unwrap_or_else(|| "cargo".into()))
            }
            Self::Debian { .. } => debian("cargo"),
        };
        command.args(arguments).args(["--target", TARGET]);
        if let Self::Debian { .. } = self {
            command.args(["-Z", "build-std=std,panic_abort"]);
            command
                .env("RUSTC", "/usr/bin/rustc")
                .env("RUSTC_BOOTSTRAP", "1");
            command.env(
                "CARGO_TARGET_WASM32_UNKNOWN_UNKNOWN_LINKER",
                "/usr/bin/wasm-ld",
            );
        }
        command
            .env("CARGO_TARGET_DIR", target)
            .env("CARGO_INCREMENTAL", "0");
        command.env("RUSTFLAGS", "-D warnings").current_dir(folder);
        command
    }
}

impl fmt::Display for Toolchain {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Current { version } => write!(
                f,
                "{}, the current toolchain, which has {TARGET}",
                version.trim()
            ),
            Self::Debian { version } => write!(
                f,
                "{}, Debian's, with a standard library built for {TARGET}",
                version.trim()
            ),
        }
    }
}

/// Returns the module of a package that was built in a profile.
pub(crate) fn module(target: &Path, profile: &str, package: &str) -> PathBuf {
    target
        .join(TARGET)
        .join(profile)
        .join(format!("{package}.wasm"))
}

/// Returns the command that writes the JavaScript for a module, for pages (`web`) or for Node (`nodejs`).
pub(crate) fn bindings(
    root: &Path,
    target: &Path,
    kind: &str,
    module: &Path,
    folder: &Path,
) -> Command {
    let mut command = Command::new(env::var_os("CARGO").unwrap_or_else(|| "cargo".into()));
    command.args(["run", "--quiet", "-p", "bindings", "--", kind]);
    command
        .arg(module)
        .arg(folder)
        .current_dir(root.join("tests/browser"));
    command.env("CARGO_TARGET_DIR", target);
    command
}

/// Returns a program of Debian's toolchain.
fn debian(program: &str) -> Command {
    let mut command = Command::new(Path::new("/usr/bin").join(program));
    // Cargo and rustup set these for the toolchain that runs this command.
    for variable in ["CARGO", "LD_LIBRARY_PATH", "RUSTDOC", "RUSTUP_TOOLCHAIN"] {
        command.env_remove(variable);
    }
    command
}

/// Returns what a command prints, if it succeeds.
fn output(command: &mut Command) -> Option<String> {
    let Output { status, stdout, .. } = command.output().ok()?;
    status
        .success()
        .then(|| String::from_utf8_lossy(&stdout).into_owned())
}
