//! Writes the fake's sample responses into a folder, as seeds for the fuzzer.

use std::path::PathBuf;
use std::{env, fs};

use anyhow::Context as _;

fn main() -> anyhow::Result<()> {
    let folder = env::args_os().nth(1).map(PathBuf::from);
    let folder = folder.context("usage: fuzz_seeds FOLDER")?;
    fs::create_dir_all(&folder)?;
    for (index, seed) in tests::fuzz::seeds().iter().enumerate() {
        fs::write(folder.join(format!("{index:03}.http")), seed.to_bytes())?;
    }
    Ok(())
}
