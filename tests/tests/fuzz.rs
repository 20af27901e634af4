//! Undocumented responses, a fixed number of them. `cargo xtask fuzz` tries more.

use std::fs;
use std::path::Path;

use anyhow::ensure;
use fastrand::Rng;
use tests::calls::ENTRIES;
use tests::fuzz::{Exerciser, change, seeds};

/// How often each input that was kept is changed.
const CHANGES_OF_KEPT: usize = 100;

/// How many mutations of the fake's sample response are tried for each method.
const CHANGES_OF_SEEDS: usize = 20;

/// Seeded, so that a failure comes again.
const SEED: u64 = 11;

#[test]
fn any_response_has_a_defined_result() -> anyhow::Result<()> {
    let exerciser = Exerciser::new()?;
    let mut random = Rng::with_seed(SEED);
    let mut failures = Vec::new();
    let mut run = |bytes: &[u8], changes: usize| {
        let mut tried = bytes.to_vec();
        for _ in 0..=changes {
            if let Err(error) = exerciser.run(&tried) {
                failures.push(format!("{error:#}"));
            }
            tried = bytes.to_vec();
            change(&mut tried, &mut random);
        }
    };
    for bytes in kept()? {
        run(&bytes, CHANGES_OF_KEPT);
    }
    for seed in seeds() {
        run(&seed.to_bytes(), CHANGES_OF_SEEDS);
    }
    let count = failures.len();
    failures.truncate(10);
    ensure!(count == 0, "{count} failures:\n{}", failures.join("\n\n"));
    Ok(())
}

#[test]
fn every_method_has_a_seed() {
    assert!(seeds().len() >= ENTRIES.len());
}

/// Returns the inputs that are kept: known hard ones, and what fuzzing has found.
fn kept() -> anyhow::Result<Vec<Vec<u8>>> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("fuzz/corpus");
    let entries = fs::read_dir(folder)?;
    let paths: Result<Vec<_>, _> = entries
        .map(|entry| entry.map(|entry| entry.path()))
        .collect();
    let mut paths = paths?;
    paths.sort();
    Ok(paths.iter().map(fs::read).collect::<Result<_, _>>()?)
}
