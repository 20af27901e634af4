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

/// The names of all checks, as the error about an unknown one lists them.
fn known() -> Result<Vec<String>, io::Error> {
    let message = stderr(&check(&["speling"])?);
    let (_, list) = message.split_once("the checks are ").unwrap_or_default();
    let list = list.lines().next().unwrap_or_default();
    Ok(list.split(", ").map(str::to_owned).collect())
}

#[test]
fn the_plan_lists_every_check() -> Result<(), io::Error> {
    let output = check(&["--list"])?;
    assert!(output.status.success());
    let plan = stderr(&output);
    let mut planned = Vec::new();
    for line in plan.lines() {
        let words: Vec<_> = line.split_whitespace().collect();
        assert!(words.len() > 2 && words[0] == "check:", "{line}");
        planned.push(words[1].to_owned());
    }
    assert_eq!(planned, known()?);
    assert!(planned.len() > 10, "{plan}");
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
