//! Documents that are several times as large: with paths, groups and schemas of their own.

use std::fs;
use std::path::Path;
use std::process::Command;

use generator::import::Document;
use serde_json::{Map, Value};

use super::measure::{self, Cost};
use super::table::Table;
use crate::command_error::CommandError;

/// How many times as large.
const FACTORS: [u32; 3] = [1, 4, 16];

/// How much more than the factor a document may take, in percent.
const ALLOWED: u32 = 112;

/// Measures the generation of a whole client for each document.
pub(super) fn run(root: &Path, work: &Path, table: &mut Table) -> Result<(), CommandError> {
    let this = std::env::current_exe().map_err(CommandError::io(Path::new("xtask")))?;
    let spec = root.join("spec/digitalocean.yaml");
    let document = fs::read(&spec).map_err(CommandError::io(&spec))?;
    let document = Document::parse("digitalocean.yaml", &document).map_err(CommandError::failed)?;
    let document = document.into_value();
    let mut once = Cost::default();
    for factor in FACTORS {
        let file = work.join(format!("scaled-{factor}.json"));
        let larger = scaled(&document, factor).to_string();
        fs::write(&file, larger).map_err(CommandError::io(&file))?;
        let out = work.join(format!("scaled-{factor}"));
        let codegen = |flag: &str| {
            let mut command = Command::new(&this);
            command.args(["codegen", "--spec"]).arg(&file);
            command.arg("--out").arg(&out).arg(flag).current_dir(root);
            command
        };
        measure::measure(&mut codegen("--init"))?;
        let cost = measure::measure(&mut codegen("--check"))?;
        if factor == 1 {
            once = cost;
        }
        let budget = Cost {
            wall: once.wall * factor * ALLOWED / 100,
            cpu: once.cpu * factor * ALLOWED / 100,
            peak: once.peak * u64::from(factor * ALLOWED) / 100,
        };
        table.cost(
            &format!("a client of {factor} times the document, `codegen --check`"),
            budget,
            cost,
        );
    }
    Ok(())
}

/// The sections of components that each copy has for itself. The others are shared.
const OWN_SECTIONS: [&str; 4] = ["parameters", "requestBodies", "responses", "schemas"];

/// Returns a document with so many copies of each path, operation, tag and component.
fn scaled(document: &Value, factor: u32) -> Value {
    let mut scaled = document.clone();
    for number in 2..=factor {
        let mut copy = renamed(document, "", number);
        if let Some(paths) = copy.get_mut("paths") {
            rename_members(paths, |path| format!("/copy{number}{path}"));
        }
        for section in OWN_SECTIONS {
            if let Some(components) = copy.pointer_mut(&format!("/components/{section}")) {
                rename_members(components, |name| format!("{name}_{number}"));
            }
        }
        merge(&mut scaled, copy);
    }
    scaled
}

fn rename_members(object: &mut Value, name: impl Fn(&str) -> String) {
    if let Value::Object(members) = object {
        let renamed = std::mem::take(members).into_iter();
        members.extend(renamed.map(|(old, value)| (name(&old), value)));
    }
}

/// Returns a value with a number behind each tag, operation ID and reference to a component that is not shared; `key` is the
/// name of the value.
fn renamed(value: &Value, key: &str, number: u32) -> Value {
    match value {
        Value::Object(members) => {
            let members = members
                .iter()
                .map(|(name, value)| (name.clone(), renamed(value, name, number)));
            Value::Object(members.collect::<Map<_, _>>())
        }
        Value::Array(items) => {
            let item = |item: &Value| match item {
                Value::String(tag) if key == "tags" => format!("{tag} {number}").into(),
                item => renamed(item, "", number),
            };
            Value::Array(items.iter().map(item).collect())
        }
        Value::String(text) => {
            let section = text.strip_prefix("#/components/");
            let section = section.and_then(|rest| rest.split('/').next());
            match section.is_some_and(|section| OWN_SECTIONS.contains(&section)) {
                true => format!("{text}_{number}").into(),
                false if key == "operationId" => format!("{text}_{number}").into(),
                false => value.clone(),
            }
        }
        other => other.clone(),
    }
}

/// Adds the members of a value that another one lacks.
fn merge(value: &mut Value, more: Value) {
    if let (Value::Object(members), Value::Object(more)) = (value, more) {
        for (name, value) in more {
            match members.get_mut(&name) {
                Some(known) => merge(known, value),
                None => {
                    members.insert(name, value);
                }
            }
        }
    }
}
