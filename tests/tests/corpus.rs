//! The payloads of others, through their types and through the client. `cargo xtask corpus` shows the table.

use tests::corpus;

#[test]
fn payloads_of_others_come_back_as_they_were() -> anyhow::Result<()> {
    match corpus::run()? {
        Some(report) => report.judge(),
        None => Ok(()),
    }
}
