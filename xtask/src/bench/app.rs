//! The programs whose build is measured.

use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::fs;
use std::path::Path;

use crate::changes;
use crate::command_error::CommandError;
use crate::repository;

/// How many groups the large program calls, and how many operations of each.
const GROUPS: usize = 10;
const CALLS: usize = 5;

/// Writes a package with two programs: one call, and fifty.
pub(super) fn write(root: &Path, folder: &Path) -> Result<(), CommandError> {
    let client = root.join("generated-client");
    let manifest = format!(
        "[package]\nname = \"app\"\nversion = \"0.0.0\"\nedition = \"2024\"\n\n[workspace]\n\n[dependencies]\n\
         digitalocean = {{ package = \"generated-client\", path = \"{}\" }}\n\
         tokio = {{ version = \"1\", features = [\"macros\", \"rt-multi-thread\"] }}\n",
        client.display()
    );
    let one = program(&["client.droplets().get(1)".to_owned()]);
    let fifty = program(&calls(root)?);
    let bin = folder.join("src/bin");
    changes::write_all(&[
        (&folder.join("Cargo.toml"), manifest.as_bytes()),
        (&bin.join("one.rs"), one.as_bytes()),
        (&bin.join("fifty.rs"), fifty.as_bytes()),
    ])?;
    Ok(())
}

/// Writes a package with the same call by hand: the HTTP library with the TLS library that is the client's default, and
/// derived models. Its dependencies are what any client needs that is built on that library.
pub(super) fn write_by_hand(folder: &Path) -> Result<(), CommandError> {
    changes::write_all(&[
        (&folder.join("Cargo.toml"), BY_HAND_MANIFEST.as_bytes()),
        (&folder.join("src/main.rs"), BY_HAND.as_bytes()),
    ])?;
    Ok(())
}

const BY_HAND_MANIFEST: &str = r#"[package]
name = "by_hand"
version = "0.0.0"
edition = "2024"

[workspace]

[dependencies]
reqwest = { version = "0.13", default-features = false, features = ["http2", "json", "rustls-no-provider"] }
rustls = { version = "0.23", default-features = false, features = ["ring", "std", "tls12"] }
serde = { version = "1", features = ["derive"] }
tokio = { version = "1", features = ["macros", "rt-multi-thread"] }
"#;

const BY_HAND: &str = r#"#[derive(Debug, serde::Deserialize)]
#[expect(dead_code, reason = "printed")]
struct Droplet {
    id: i64,
}

#[tokio::main]
async fn main() -> Result<(), reqwest::Error> {
    let response = reqwest::get("https://api.digitalocean.com/v2/droplets/1").await?;
    println!("{:?}", response.json::<Droplet>().await?);
    Ok(())
}
"#;

fn program(calls: &[String]) -> String {
    let mut source = String::from(
        "#[tokio::main]\nasync fn main() -> Result<(), digitalocean::Error> {\n    \
         let client = digitalocean::Client::from_env()?;\n",
    );
    for call in calls {
        // Writing into a string does not fail.
        let _ = writeln!(source, "    println!(\"{{:?}}\", {call}.await?);");
    }
    source.push_str("    Ok(())\n}\n");
    source
}

/// Calls without a body of the groups that have enough of them, read from the registry of the tests.
fn calls(root: &Path) -> Result<Vec<String>, CommandError> {
    let mut by_group: BTreeMap<String, Vec<String>> = BTreeMap::new();
    for file in repository::files_below(&root.join("tests/src/generated"))? {
        let text = fs::read_to_string(&file).map_err(CommandError::io(&file))?;
        let entries = text.split("id \"").skip(1);
        for entry in entries.map(|entry| entry.split_whitespace().collect::<Vec<_>>().join(" ")) {
            if let Some((group, call)) = call(&entry) {
                by_group.entry(group).or_default().push(call);
            }
        }
    }
    let enough = by_group
        .into_values()
        .filter(|calls| calls.len() >= CALLS)
        .take(GROUPS);
    let calls: Vec<_> = enough
        .flat_map(|calls| calls.into_iter().take(CALLS))
        .collect();
    if calls.len() < GROUPS * CALLS {
        return Err(CommandError::failed(
            "the generated registry has too few calls to measure; has its form changed?",
        ));
    }
    Ok(calls)
}

/// A call with plain arguments, from an entry of the registry.
fn call(entry: &str) -> Option<(String, String)> {
    let between = |start: &str, end: &str| {
        entry
            .split_once(start)?
            .1
            .split_once(end)
            .map(|(text, _)| text)
    };
    let group = between("group ", ";")?;
    let method = between("method ", ";")?;
    if !entry.contains("body none") || entry.contains("output file") {
        return None;
    }
    let arguments = between("args [", "];")?;
    let arguments = arguments
        .split(',')
        .filter(|argument| !argument.trim().is_empty());
    let values =
        arguments.map(
            |argument| match argument.split_once(": ")?.1.split_whitespace().next()? {
                "String" => Some("\"x\""),
                "i64" => Some("1"),
                "bool" => Some("true"),
                _ => None,
            },
        );
    let values = values.collect::<Option<Vec<_>>>()?;
    Some((
        group.to_owned(),
        format!("client.{group}().{method}({})", values.join(", ")),
    ))
}
