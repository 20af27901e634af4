//! Clients in a process that was forked, by the blocking API.

use std::env;
use std::process::{Command, Stdio, exit};
use std::time::{Duration, Instant};

use fork::Fork;

use crate::fake::Fake;
use crate::{Client, RetryPolicy};

/// Names the case for the process that [`run`] runs in.
const CASE: &str = "FORK_TEST_CASE";

/// The time limit of calls.
const LIMIT: Duration = Duration::from_secs(5);

fn client() -> Client {
    let builder = Fake::new().client_builder().timeout(LIMIT);
    builder.retry(RetryPolicy::never()).build().unwrap()
}

/// Returns whether a call fails soon because of the fork.
fn is_refused(client: &Client) -> bool {
    let start = Instant::now();
    let Err(error) = client.things().list().call() else {
        return false;
    };
    error.is_build() && error.to_string().contains("forked") && start.elapsed() < LIMIT
}

/// Runs a case in the parent until the fork, and returns the check for the child.
fn prepare(case: &str) -> Box<dyn FnOnce() -> bool> {
    let client = client();
    let things = client.things();
    match case {
        "used by a blocking call" => {
            things.list().call().unwrap();
            Box::new(move || is_refused(&client))
        }
        "used by an iterator" => {
            let mut items = things.list().items().blocking();
            items.next().unwrap().unwrap();
            Box::new(move || items.next().is_some_and(|item| item.is_err()))
        }
        "used by an async call" => {
            let runtime = tokio::runtime::Builder::new_multi_thread()
                .enable_all()
                .build();
            runtime
                .unwrap()
                .block_on(async { things.list().await.unwrap() });
            Box::new(move || is_refused(&client))
        }
        "used by a clone on another thread" => {
            let clone = client.clone();
            let thread = std::thread::spawn(move || clone.things().list().call().map(drop));
            thread.join().unwrap().unwrap();
            Box::new(move || is_refused(&client))
        }
        "not used" => Box::new(move || client.things().list().call().is_ok()),
        "built after the fork" => {
            things.list().call().unwrap();
            Box::new(|| self::client().things().list().call().is_ok())
        }
        other => panic!("{other}"),
    }
}

/// Forks in a process of its own: this one has many threads.
#[test]
#[ignore = "a part of another test, which runs it in a process of its own"]
fn run() {
    let Ok(case) = env::var(CASE) else { return };
    let check = prepare(&case);
    match fork::fork().unwrap() {
        Fork::Child => exit(if check() { 0 } else { 1 }),
        Fork::Parent(child) => {
            let status = fork::waitpid(child).unwrap();
            assert_eq!(status, 0, "{case}");
        }
    }
}

#[test]
fn a_client_belongs_to_the_process_that_used_it_first() {
    let path = concat!(module_path!(), "::run");
    let path = path.split_once("::").unwrap().1;
    for case in [
        "used by a blocking call",
        "used by an iterator",
        "used by an async call",
        "used by a clone on another thread",
        "not used",
        "built after the fork",
    ] {
        let mut command = Command::new(env::current_exe().unwrap());
        command.args(["--exact", path, "--ignored", "--nocapture"]);
        let output = command
            .env(CASE, case)
            .stdin(Stdio::null())
            .output()
            .unwrap();
        assert!(output.status.success(), "{case}: {output:?}");
        let shown = String::from_utf8(output.stdout).unwrap();
        assert!(shown.contains("1 passed"), "{case}: {shown}");
    }
}
