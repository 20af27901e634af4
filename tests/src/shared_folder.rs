use std::env;
use std::io::{self, Write};
use std::path::{Path, PathBuf};

/// Returns a path inside the folder `shared`, which some machines have next to the repository.
///
/// It holds what is not ours to commit: the upstream document and the payloads of others. Without it, a test
/// says that it was skipped and passes `None` on.
///
/// # Errors
///
/// Fails when the path is missing although `CI` is `true`: there, a skipped test would go unnoticed.
pub fn shared(path: &str) -> Result<Option<PathBuf>, String> {
    let full = Path::new(env!("CARGO_MANIFEST_DIR"))
        .join("../../shared")
        .join(path);
    if full.exists() {
        return Ok(Some(full));
    }
    if env::var("CI").is_ok_and(|value| value == "true") {
        return Err(format!(
            "../shared/{path} is missing; provide it, or unset CI to skip this test"
        ));
    }
    // Unlike `eprintln!`, this is shown for passing tests too.
    let _ = writeln!(io::stderr(), "skipped: ../shared/{path} is not here");
    Ok(None)
}
