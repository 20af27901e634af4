//! The payloads of others, through their types and through the client. `cargo xtask corpus` shows the table.

use tests::corpus;

#[test]
fn third_party_payloads_round_trip() -> anyhow::Result<()> {
    match corpus::run()? {
        Some(report) => report.check(),
        None => Ok(()),
    }
}
