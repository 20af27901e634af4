//! The command line of `cargo xtask check`.

use std::io;
use std::process::{Command, Output};

fn check(arguments: &[&str]) -> Result<Output, io::Error> {
    Command::new(env!("CARGO_BIN_EXE_xtask"))
        .arg("check")
        .args(arguments)
        .output()
}

fn stderr(output: &Output) -> String {
    String::from_utf8_lossy(&output.stderr).into_owned()
}

#[test]
fn the_plan_lists_every_check() -> Result<(), io::Error> {
    let output = check(&["--list"])?;
    assert!(output.status.success());
    let plan = stderr(&output);
    for name in [
        "format",
        "generated",
        "lints",
        "tests",
        "quarter",
        "clients",
        "docs",
        "features",
        "redis",
        "browser",
    ] {
        assert!(plan.contains(&format!("check: {name}")), "{name}: {plan}");
    }
    Ok(())
}

#[test]
fn named_checks_run_in_the_order_of_the_plan() -> Result<(), io::Error> {
    let plan = stderr(&check(&["--list", "tests", "format"])?);
    let lines: Vec<_> = plan.lines().collect();
    assert_eq!(lines.len(), 2, "{plan}");
    assert!(lines[0].starts_with("check: format"), "{plan}");
    assert!(lines[1].starts_with("check: tests"), "{plan}");
    Ok(())
}

#[test]
fn an_unknown_check_is_an_error_that_lists_the_known_ones() -> Result<(), io::Error> {
    let output = check(&["speling"])?;
    assert_eq!(output.status.code(), Some(2));
    let message = stderr(&output);
    assert!(message.contains("there is no check `speling`"), "{message}");
    assert!(message.contains("format, generated"), "{message}");
    Ok(())
}

#[test]
fn the_table_shows_results_and_times() -> Result<(), io::Error> {
    let output = check(&["format"])?;
    let text = stderr(&output);
    assert!(text.contains("in all"), "{text}");
    assert!(text.contains("format "), "{text}");
    Ok(())
}
