//! The documentation that people read: each method has all that a call needs, each group page has all methods, the code of the
//! front page needs only the dependencies that it names, and sentences that items share are printed.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;

use anyhow::{Context as _, ensure};
use generator::docs::Documentation;
use tests::files_below;
use tests::second_reader::{Document, Operation, borrowed, docs, root};

/// The documentation of the methods of all groups, by operation ID; an operation that is split has several methods.
fn methods() -> anyhow::Result<BTreeMap<String, Vec<String>>> {
    let mut methods: BTreeMap<String, Vec<String>> = BTreeMap::new();
    for (_, page) in pages()? {
        for method in blocks(&page) {
            let words = method.split_whitespace().collect::<Vec<_>>().join(" ");
            let Some((_, id)) = words.split_once(" · id `") else {
                continue;
            };
            let (id, _) = id.split_once('`').context("an operation ID")?;
            methods.entry(id.to_owned()).or_default().push(words);
        }
    }
    Ok(methods)
}

/// Returns the pages of the groups, by the name of the group.
fn pages() -> anyhow::Result<Vec<(String, String)>> {
    let mut pages = Vec::new();
    for entry in fs::read_dir(root().join("generated-client/src/generated"))? {
        let folder = entry?.path();
        if folder.is_dir() {
            let name = folder.file_name().context("a name")?;
            let page = fs::read_to_string(folder.join("mod.rs"))?;
            pages.push((name.to_string_lossy().into_owned(), page));
        }
    }
    Ok(pages)
}

/// Returns the comments of items, without the slashes.
fn blocks(source: &str) -> Vec<String> {
    let mut blocks = vec![String::new()];
    for line in source.lines() {
        match (line.trim().strip_prefix("///"), blocks.last_mut()) {
            (Some(text), Some(block)) => {
                block.push_str(text);
                block.push('\n');
            }
            (None, Some(block)) if !block.is_empty() => blocks.push(String::new()),
            _ => {}
        }
    }
    blocks
}

/// Returns what the documentation of a method lacks.
fn lacks(document: &Document, text: &str, operation: &Operation<'_>) -> Vec<String> {
    let mut expected = vec![format!("`{} {}`", operation.method, operation.path)];
    for parameter in &operation.parameters {
        // The client sets these two itself, as OpenAPI demands.
        if !["Accept", "Content-Type"].contains(&parameter.name.as_str()) {
            let name = parameter.name.trim_end_matches("[]");
            expected.push(format!("- `{}", name.to_lowercase().replace('-', "_")));
        }
    }
    let statuses = operation.responses.iter().map(|response| &response.status);
    expected.extend(
        statuses
            .filter(|status| status.starts_with(['4', '5']))
            .cloned(),
    );
    let successes = operation
        .responses
        .iter()
        .filter(|response| response.is_success());
    let mut schemas = successes.filter_map(|response| response.content.as_ref());
    // An empty object says no more than the status.
    let has_members = |schema| {
        document
            .declared_names(schema)
            .is_ok_and(|names| !names.is_empty())
    };
    if schemas.any(|(_, schema)| has_members(schema)) {
        expected.push("Returns ".to_owned());
    }
    expected.push("# Example".to_owned());
    expected.retain(|part| !text.contains(part.as_str()));
    expected
}

#[test]
fn every_method_documents_all_that_a_call_needs() -> anyhow::Result<()> {
    let document = Document::load()?;
    let methods = methods()?;
    let operations = document.operations()?;
    for operation in &operations {
        let texts = methods.get(&operation.id).context(operation.id.clone())?;
        for text in texts {
            let lacks = lacks(&document, text, operation);
            ensure!(
                lacks.is_empty(),
                "{}: {lacks:?} is missing: {text}",
                operation.id
            );
        }
    }
    ensure!(operations.len() > 600, "{} operations", operations.len());
    Ok(())
}

/// Returns the bodies of several fields that models convert into.
fn converted_bodies() -> anyhow::Result<BTreeSet<String>> {
    let mut bodies = BTreeSet::new();
    for path in files_below(&root().join("generated-client/src/generated"))? {
        let source = fs::read_to_string(path)?;
        let conversions = source.split("conversion! {").skip(1);
        let names = conversions.filter_map(|text| text.split_whitespace().nth(2));
        let large = names.filter(|name| {
            let start = format!("pub struct {name} {{");
            let record = source.split_once(&start).map(|(_, text)| text);
            let record = record.and_then(|text| text.split_once("\n    }"));
            record.is_some_and(|(fields, _)| fields.matches("\n        pub ").count() > 1)
        });
        bodies.extend(large.map(str::to_owned));
    }
    Ok(bodies)
}

#[test]
fn examples_of_put_start_from_what_is_there() -> anyhow::Result<()> {
    let bodies = converted_bodies()?;
    let written = fs::read_to_string(root().join("spec/docs/_examples.yaml"))?;
    let mut converted = 0;
    let mut faults = Vec::new();
    for (id, texts) in methods()? {
        for text in texts.iter().filter(|text| text.contains("`PUT /")) {
            converted += usize::from(text.contains("::from("));
            let new = text.split_once("let body = ");
            let Some((body, _)) = new.and_then(|(_, body)| body.split_once("::new(")) else {
                continue;
            };
            let is_written = written.contains(&format!("\n  {id}:"));
            if bodies.contains(body) && !is_written {
                faults.push(format!("{id} ({body})"));
            }
        }
    }
    ensure!(
        faults.is_empty(),
        "may lose what they do not set: {faults:?}"
    );
    ensure!(converted > 20, "{converted} examples");
    Ok(())
}

#[test]
fn every_group_page_has_a_table_of_all_its_methods() -> anyhow::Result<()> {
    let mut rows = 0;
    for (group, page) in pages()? {
        let Some((_, methods)) = page.split_once("\nimpl Client {") else {
            continue;
        };
        let (_, methods) = methods.split_once("\nimpl ").context(group.clone())?;
        let names_struct = page.contains("//! All operations are methods of [`");
        ensure!(
            names_struct,
            "{group}: the page does not name the struct with the operations"
        );
        for line in methods.lines() {
            let Some(line) = line.strip_prefix("    pub fn ") else {
                continue;
            };
            let (name, _) = line.split_once('(').context(line.to_owned())?;
            let row = format!("//! | [`{name}`](");
            ensure!(
                page.contains(&row),
                "{group}: the table has no row for `{name}`"
            );
            rows += 1;
        }
    }
    ensure!(rows > 700, "{rows} rows");
    Ok(())
}

/// Code of a page can be pasted into a new package that has the dependencies that the page shows.
#[test]
fn code_of_the_first_pages_needs_only_the_dependencies_shown() -> anyhow::Result<()> {
    let manifest = fs::read_to_string(root().join("generated-client/Cargo.toml"))?;
    let manifest: toml::Table = toml::from_str(&manifest)?;
    let all = ["dependencies", "dev-dependencies"].map(|name| manifest[name].as_table());
    for page in ["README.md", "generated-client/src/front.md"] {
        let text = fs::read_to_string(root().join(page))?;
        let shown = text
            .split("```toml\n")
            .nth(1)
            .context("a list of dependencies")?;
        let (shown, _) = shown.split_once("```").context("its end")?;
        let shown: toml::Table = toml::from_str(shown)?;
        let code: String = rust_blocks(&text).collect();
        let code = without_imports(&code);
        let mut used = 0;
        for name in all.iter().flatten().flat_map(|table| table.keys()) {
            let path = format!("{}::", name.replace('-', "_"));
            // Paths such as `digitalocean::tracing::info_span` are those of another crate.
            let is_used = code.match_indices(&path).any(|(at, _)| {
                !code[..at]
                    .ends_with(|before: char| before.is_alphanumeric() || "_:".contains(before))
            });
            used += usize::from(is_used);
            let is_shown = shown["dependencies"].get(name).is_some();
            ensure!(!is_used || is_shown, "{page}: the code needs `{name}`");
        }
        ensure!(used >= 3, "{page}: {used} dependencies");
    }
    Ok(())
}

/// Returns code without its imports from the client, some of which begin with the names of other crates.
fn without_imports(code: &str) -> String {
    let mut pieces = code.split("use digitalocean::");
    let first = pieces.next().unwrap_or_default().to_owned();
    let others = pieces.filter_map(|piece| piece.split_once(';'));
    others.fold(first, |code, (_, rest)| code + rest)
}

/// Returns the Rust code of a page, block by block.
fn rust_blocks(text: &str) -> impl Iterator<Item = &str> {
    let blocks = text.split("\n```").skip(1).step_by(2);
    blocks.filter_map(|block| match block.split_once('\n')? {
        ("" | "no_run" | "rust" | "rust,no_run", code) => Some(code),
        _ => None,
    })
}

/// Secrets are shown nowhere, but are written as JSON: who does that has to know it.
#[test]
fn secrets_document_that_serializing_discloses_them() -> anyhow::Result<()> {
    let path = root().join("generated-client/src/runtime/codec/secret.rs");
    let source = fs::read_to_string(path)?;
    let (docs, _) = source.split_once("pub struct Secret").context("the type")?;
    ensure!(docs.contains("/// **Serializing writes the string in clear**"));
    Ok(())
}

/// The figures that README repeats: how the row of BENCHMARKS.md begins and ends, whose measured value it is, and the
/// words around the value. The rows contain measured values, too, so that they are not repeated here.
const FIGURES: [[&str; 3]; 8] = [
    [
        "crate alone, debug, all groups, against the reference",
        "",
        "Building all groups (debug) takes {} of the CPU time of 1,300 structs",
    ],
    [
        "200 Droplets against derived structs: the page",
        "",
        "a page of 200 Droplets takes {} of the time that such structs take",
    ],
    [
        "200 Droplets against derived structs: the models alone",
        "",
        "The models alone take {}.",
    ],
    [
        "one call against plain reqwest: ",
        " µs of CPU time",
        "A call takes {} of the CPU time of plain reqwest",
    ],
    [
        "one call against plain reqwest: ",
        " allocations",
        "and {} of its allocations",
    ],
    [
        "10000 Droplets at 20ms a page: time with prefetch(4)",
        "",
        "takes {} of the time of reading it page by page",
    ],
    [
        "10000 Droplets at 20ms a page: held at most ",
        "",
        "and {} of the memory that a list of 2,000 takes",
    ],
    [
        "memory for a hostile list of 8 MiB",
        "",
        "takes at most {} times its size",
    ],
];

/// README repeats figures of BENCHMARKS.md, which each run of the benchmarks rewrites, and has no others.
#[test]
fn figures_of_readme_are_those_of_the_benchmarks() -> anyhow::Result<()> {
    let readme = fs::read_to_string(root().join("README.md"))?;
    let measured = fs::read_to_string(root().join("BENCHMARKS.md"))?;
    let (_, section) = readme.split_once("### In figures").context("the section")?;
    let section = section.split("\n## ").next().unwrap_or_default();
    let mut section = section.split_whitespace().collect::<Vec<_>>().join(" ");
    let rows: Vec<Vec<_>> = measured
        .lines()
        .map(|line| line.split('|').map(str::trim).collect())
        .collect();
    for [start, end, words] in FIGURES {
        let is_row = |row: &&Vec<&str>| {
            row.get(1)
                .is_some_and(|name| name.starts_with(start) && name.ends_with(end))
        };
        let found: Vec<_> = rows.iter().filter(is_row).collect();
        let [row] = found[..] else {
            anyhow::bail!("{start}…{end}: {} rows", found.len())
        };
        let value = row.get(3).context("a measured value")?;
        let expected = words.replace("{}", value);
        ensure!(section.contains(&expected), "README lacks: {expected}");
        section = section.replacen(&expected, "", 1);
    }
    let other = section.split_whitespace().find(|word| {
        let word = word.trim_end_matches(['.', ',']);
        word.contains('.') && word.starts_with(|c: char| c.is_ascii_digit())
    });
    ensure!(other.is_none(), "{other:?} is not a figure of the test");
    Ok(())
}

/// Sentences that many items share belong in `defaults`, where they are written once. `--nocapture` shows the fifty.
#[test]
fn no_sentence_is_written_too_often() -> anyhow::Result<()> {
    let docs = docs()?;
    let source =
        Documentation::parse(&borrowed(&docs)).map_err(|error| anyhow::anyhow!("{error}"))?;
    let repeated = source.repeated();
    for (count, text) in repeated.iter().take(50) {
        println!("{count:>4}  {text}");
    }
    let (count, text) = repeated.first().context("texts")?;
    ensure!(*count <= 40, "{count} items have the text: {text}");
    Ok(())
}
