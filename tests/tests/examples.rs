//! Programs for real tasks stay shorter than the same programs with the official Go client.

use anyhow::{Context as _, ensure};
use tests::second_reader::root;

/// A program of `generated-client/examples/tasks`.
struct ExampleTask {
    name: &'static str,
    /// The lines that its function has at most.
    lines: usize,
    /// The lines of the same function with the official Go client.
    go: usize,
}

/// Lines between the braces of the function that does the task, neither empty nor comments. Signatures and imports are not
/// counted, nor are functions of the program that know nothing of the API.
///
/// The Go functions were written from the client's types and methods, in the form of `gofmt`, with literals and calls on
/// one line where it has at most 120 columns (`rustfmt` takes 100). They do what ours do, each error is returned
/// (three lines), and waits are loops that sleep, within a context with a deadline (two lines): the client has no others.
const TASKS: [ExampleTask; 5] = [
    // Get the app (4 lines), filter its variables (3), append one, update, return.
    ExampleTask {
        name: "app_variable",
        lines: 5,
        go: 10,
    },
    // Create the cluster from five fields (10), wait until it is online (8), create the user (4), set the rules (4), return.
    ExampleTask {
        name: "database",
        lines: 17,
        go: 27,
    },
    // The kind of the address (4), its text, the records by kind and name (4), return if nothing changes (3), create the
    // missing record (6) or change the first (3), return.
    ExampleTask {
        name: "dynamic_dns",
        lines: 17,
        go: 22,
    },
    // Change the count (6), wait for the nodes (8), return. It need not read the pool before.
    ExampleTask {
        name: "scale_node_pool",
        lines: 7,
        go: 15,
    },
    // The function's parameters, its description (5), the first message, a loop (2) with a request (8), the end (4), the
    // model's message, and a loop over its calls (4).
    ExampleTask {
        name: "tool_chat",
        lines: 24,
        go: 26,
    },
];

#[test]
fn tasks_are_shorter_than_with_the_go_client() -> anyhow::Result<()> {
    for ExampleTask { name, lines, go } in TASKS {
        let path = root().join(format!("generated-client/examples/tasks/{name}.rs"));
        let text = std::fs::read_to_string(path)?;
        let found = lines_of_task(&text).with_context(|| format!("{name} has no task"))?;
        ensure!(found <= lines, "{name} has {found} lines, {lines} before");
        ensure!(found < go, "{name} has {found} lines, {go} in Go");
    }
    Ok(())
}

/// Counts the lines of the body of `run`.
fn lines_of_task(text: &str) -> Option<usize> {
    let (_, function) = text.split_once("\npub(crate) async fn run(")?;
    let (_, body) = function.split_once(" {\n")?;
    let (body, _) = body.split_once("\n}\n")?;
    let lines = body.lines().map(str::trim);
    let lines = lines.filter(|line| !line.is_empty() && !line.starts_with("//"));
    Some(lines.count())
}
