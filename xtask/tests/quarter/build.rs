//! A compilation of the client that goes on in the background.

use std::path::PathBuf;
use std::process::Command;
use std::thread::{self, JoinHandle};
use std::{env, fs};

use crate::{Failed, repository};

/// A compilation that was started.
pub(crate) struct Compilation {
    name: String,
    thread: JoinHandle<Result<(), String>>,
}

impl Compilation {
    /// Compiles the client in a folder, and removes the folder. Builds share a folder of results, so that Cargo compiles
    /// one at a time.
    pub(crate) fn start(name: &str, folder: PathBuf, features: &str) -> Self {
        let mut command = Command::new(env::var_os("CARGO").unwrap_or_else(|| "cargo".into()));
        command.args(["check", "--quiet", "--offline", "-p", "generated-client"]);
        command.args(["--lib", "--no-default-features", "--features", features]);
        command.current_dir(&folder);
        let target = repository().join("target/verdicts/build");
        command.env("CARGO_TARGET_DIR", target);
        let thread = thread::spawn(move || {
            let output = command.output().map_err(|error| error.to_string())?;
            if !output.status.success() {
                return Err(String::from_utf8_lossy(&output.stderr).into_owned());
            }
            fs::remove_dir_all(&folder).map_err(|error| error.to_string())
        });
        Self {
            name: name.to_owned(),
            thread,
        }
    }

    /// Waits for the compilation.
    pub(crate) fn finish(self) -> Result<(), Failed> {
        let name = self.name;
        match self.thread.join() {
            Ok(Ok(())) => Ok(()),
            Ok(Err(message)) => Err(format!("{name}: {message}").into()),
            Err(_) => Err(format!("{name}: the build panicked").into()),
        }
    }
}
