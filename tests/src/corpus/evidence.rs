//! Evidence for members that every response has: how many objects in the payloads have them.

use std::collections::BTreeMap;

use serde_json::Value;

use super::runner::{any_success, documented};
use super::{CorpusLine, PayloadKind};
use crate::decisions::branch_of_response;
use crate::json_pointer::{escape, nodes};
use crate::second_reader::{Document, Operation};

/// The file with the payloads that the command-line client is tested with.
const FROM_CLIENT: &str = "cli-fixtures";

/// How many objects a member was looked for in.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct EvidenceCount {
    /// Objects of the schema that declares it.
    pub objects: usize,
    /// Those that have it, and not as null.
    pub present: usize,
    /// Objects in payloads that somebody wrote or recorded as a whole.
    pub written: usize,
    /// Objects in payloads that the command-line client is tested with.
    pub from_client: usize,
}

/// Counts of all members that schemas declare, by JSON pointer of the property.
#[derive(Clone, Debug, Default)]
pub struct Evidence {
    counts: BTreeMap<String, EvidenceCount>,
}

impl Evidence {
    /// Counts the members in the bodies of all successes.
    pub fn gather(document: &Document, lines: &[CorpusLine]) -> anyhow::Result<Self> {
        let operations = document.operations()?;
        let by_id: BTreeMap<_, _> = operations.iter().map(|of| (of.id.as_str(), of)).collect();
        let mut walk = EvidenceWalk {
            document,
            pointers: pointers(document.root()),
            evidence: Self::default(),
            is_written: true,
            is_from_client: false,
        };
        for line in lines
            .iter()
            .filter(|line| line.kind == PayloadKind::Response)
        {
            let operation = by_id.get(line.operation.as_str());
            let schema = operation.and_then(|operation| schema(operation, line));
            if let Some(schema) = schema {
                walk.is_written = !line.is_composed;
                walk.is_from_client = line.source == FROM_CLIENT;
                walk.value(&[schema], &line.value)?;
            }
        }
        Ok(walk.evidence)
    }

    /// Returns the counts of the property at a pointer.
    pub fn of(&self, pointer: &str) -> EvidenceCount {
        self.counts.get(pointer).copied().unwrap_or_default()
    }

    /// Returns all counts by the pointer of the property.
    pub fn counts(&self) -> &BTreeMap<String, EvidenceCount> {
        &self.counts
    }
}

/// Returns the schema of the body; where the methods of an operation return different ones, that of its method.
fn schema<'d>(operation: &Operation<'d>, line: &CorpusLine) -> Option<&'d Value> {
    let status = line.status.as_deref().unwrap_or("200");
    let schema = documented(operation, status).or_else(|| any_success(operation))?;
    let method = match line.value.get("droplets") {
        Some(_) => "create_many",
        None => "create",
    };
    Some(branch_of_response(&line.operation, method, schema))
}

/// Returns the JSON pointers of all nodes, by address.
fn pointers(root: &Value) -> BTreeMap<usize, String> {
    let nodes = nodes(root).into_iter();
    nodes.map(|(at, node)| (address(node), at)).collect()
}

fn address(node: &Value) -> usize {
    std::ptr::from_ref(node) as usize
}

struct EvidenceWalk<'d> {
    document: &'d Document,
    pointers: BTreeMap<usize, String>,
    evidence: Evidence,
    is_written: bool,
    is_from_client: bool,
}

impl<'d> EvidenceWalk<'d> {
    fn value(&mut self, schemas: &[&'d Value], value: &Value) -> anyhow::Result<()> {
        let mut parts = Vec::new();
        for schema in schemas {
            self.document.collect_parts(schema, &mut parts, 0)?;
        }
        match value {
            Value::Object(_) => self.object(&parts, value),
            Value::Array(items) => {
                let of_items = parts.iter().filter_map(|part| part.get("items"));
                let of_items: Vec<_> = of_items.collect();
                items
                    .iter()
                    .try_for_each(|item| self.value(&of_items, item))
            }
            _ => Ok(()),
        }
    }

    fn object(&mut self, parts: &[&'d Value], object: &Value) -> anyhow::Result<()> {
        let mut members: BTreeMap<&str, Vec<&'d Value>> = BTreeMap::new();
        for part in parts {
            let properties = part.get("properties").and_then(Value::as_object);
            for (name, schema) in properties.into_iter().flatten() {
                self.count(part, name, object.get(name));
                members.entry(name).or_default().push(schema);
            }
        }
        let others = parts
            .iter()
            .filter_map(|part| part.get("additionalProperties"));
        let others: Vec<_> = others.filter(|schema| schema.is_object()).collect();
        for (name, value) in object.as_object().into_iter().flatten() {
            let schemas = members.get(name.as_str()).unwrap_or(&others);
            self.value(schemas, value)?;
        }
        Ok(())
    }

    /// Counts a member that the schema `part` declares.
    fn count(&mut self, part: &Value, name: &str, value: Option<&Value>) {
        let Some(schema) = self.pointers.get(&address(part)) else {
            return;
        };
        let name = escape(name);
        let count = self
            .evidence
            .counts
            .entry(format!("{schema}/properties/{name}"));
        let count = count.or_default();
        count.objects += 1;
        count.present += usize::from(value.is_some_and(|value| !value.is_null()));
        count.written += usize::from(self.is_written);
        count.from_client += usize::from(self.is_from_client);
    }
}
