//! Shows what comes of the payloads of others: `cargo xtask corpus`.

use std::io::{self, Write as _};

fn main() -> anyhow::Result<()> {
    let Some(report) = tests::corpus::run()? else {
        return Ok(());
    };
    write!(io::stdout(), "{report}")?;
    report.check()
}
