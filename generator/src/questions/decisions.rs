//! Decisions that the configuration makes.

use super::choice::Choice;
use super::question::{Question, Topic};
use super::{conventions, idle_names, same_types, unused};
use crate::config::Config;
use crate::draft::Draft;
use crate::generate::Input;
use crate::lower::{Decision, LowerError};

pub(super) fn questions(new: &Draft, input: Input<'_>) -> Vec<Question> {
    let mut questions: Vec<Question> = Vec::new();
    for error in &new.errors {
        let question = question(new, error, input);
        // A decision is asked for once, wherever it matters.
        let known = questions.iter().any(|known| {
            known.topic == question.topic
                && known.choices == question.choices
                && !known.choices.is_empty()
        });
        if !known {
            questions.push(question);
        }
    }
    questions
}

fn question(new: &Draft, error: &LowerError, input: Input<'_>) -> Question {
    let (topic, what, choices) = match &error.decision {
        None => (Topic::Document, error.message.clone(), Vec::new()),
        Some(Decision::IdleNames {
            schema,
            keyword,
            names,
        }) => {
            let choices = idle_names::choices(new, input.overlays, (schema, keyword, names));
            (Topic::Overlay, error.message.clone(), choices)
        }
        Some(decision) => decided(error, decision, input.config),
    };
    Question {
        topic,
        blocks: true,
        location: error.location.clone(),
        what,
        choices,
    }
}

fn decided(error: &LowerError, decision: &Decision, config: &str) -> (Topic, String, Vec<Choice>) {
    match decision {
        Decision::Group { key, tag, prefixes } => group(key, tag, prefixes),
        Decision::Method { group, operation } => {
            let what = error.message.split("; add to").next().unwrap_or_default();
            (
                Topic::Method,
                what.to_owned(),
                vec![Choice::method(
                    config,
                    group,
                    operation,
                    &likely_name(operation),
                )],
            )
        }
        Decision::List {
            operation,
            items,
            style,
            ..
        } => list(operation, items.as_deref(), style.name()),
        Decision::SinglePage { operation, by } => single_page(operation, by),
        Decision::Resource { operation, members } => resource(operation, members),
        Decision::Secret { key } => secret(key),
        Decision::Server { url } => server(config, url),
        Decision::Report { pointer } => {
            let what = error
                .message
                .split("; correct it in")
                .next()
                .unwrap_or_default();
            let accepted = Choice::config(
                "the client is right all the same; say why",
                "[accepted_reports]",
                format!("\"{pointer}\" = \"…\""),
            );
            let corrected =
                Choice::nothing("the document is wrong: correct it in spec/overlays/10-fixes.yaml");
            (Topic::Document, what.to_owned(), vec![accepted, corrected])
        }
        Decision::Conversion { operation, field } => conversion(operation, field),
        Decision::NoConversion { operation } => no_conversion(operation),
        Decision::OtherValues {
            concept,
            member,
            values,
        } => same_types::question(config, concept, member, values),
        Decision::UpdateName {
            group,
            operation,
            verb,
        } => {
            let what = error.message.split(';').next().unwrap_or_default();
            conventions::update_name(config, (group, operation), verb, what)
        }
        Decision::SeveralTypes { name, types } => conventions::several_types(config, name, types),
        Decision::IdleNames { .. } => (Topic::Overlay, error.message.clone(), Vec::new()),
        Decision::Unused { table, entry } => unused::unused(config, table, entry),
    }
}

fn group(key: &str, tag: &str, prefixes: &[String]) -> (Topic, String, Vec<Choice>) {
    let quoted: Vec<_> = prefixes
        .iter()
        .map(|prefix| format!("\"{prefix}\""))
        .collect();
    let lines = format!(
        "\n[groups.{key}]\ntitle = \"{tag}\"\nnoun = \"{}\"\ntags = [\"{tag}\"]\nprefixes = [{}]",
        noun(tag),
        quoted.join(", ")
    );
    let what =
        "belongs to no group; `noun` is what one of its resources is called in documentation";
    let own = Choice::table(
        format!("a group of its own: `client.{key}()`, feature `{key}`"),
        lines,
    );
    let other = Choice::nothing(format!(
        "a part of another group: add \"{tag}\" to its `tags` and the beginnings of its operations' IDs to its `prefixes`"
    ));
    (Topic::Group, what.to_owned(), vec![own, other])
}

/// Returns what one resource of a group is called, as far as its title says.
fn noun(tag: &str) -> String {
    let lower = tag.to_lowercase();
    match lower.strip_suffix("ies") {
        Some(stem) => format!("{stem}y"),
        None => lower.strip_suffix('s').unwrap_or(&lower).to_owned(),
    }
}

/// Returns the name of a method without the first word of the operation's ID, which names the group.
fn likely_name(operation: &str) -> String {
    let words = crate::names::snake(operation);
    match words.split_once('_') {
        Some((_, rest)) => rest.to_owned(),
        None => words,
    }
}

fn list(operation: &str, items: Option<&str>, style: &str) -> (Topic, String, Vec<Choice>) {
    let what = "looks like a list in pages, but not like the others; `items` is the JSON path of the items";
    let page = Choice::config(
        "a list: `.items()` fetches all pages; check the style against the parameters",
        "[pages]",
        format!(
            "{operation} = {{ items = \"{}\", style = \"{style}\" }}",
            items.unwrap_or("…")
        ),
    );
    let plain = Choice::config(
        "everything in one response; say why",
        "[not_pages]",
        format!("{operation} = \"…\""),
    );
    (Topic::List, what.to_owned(), vec![page, plain])
}

fn single_page(operation: &str, parameter: &str) -> (Topic, String, Vec<Choice>) {
    let what = format!("returns one page of a list, which `{parameter}` selects");
    let single = Choice::config(
        "callers select pages; say why the client does not follow them",
        "[single_pages]",
        format!("{operation} = \"…\""),
    );
    let (topic, _, others) = list(operation, None, "…");
    let choices = [single].into_iter().chain(others).collect();
    (topic, what, choices)
}

fn resource(operation: &str, members: &[String]) -> (Topic, String, Vec<Choice>) {
    let line = |name: &str| format!("{operation} = \"{name}\"");
    let one = members.iter().map(|name| {
        let meaning = format!("`{name}` is the resource: a response without it is an error");
        Choice::config(meaning, "[resources]", line(name))
    });
    let whole = "the object itself is the resource: a missing member is drift";
    let whole = Choice::config(whole, "[resources]", line(""));
    let what = "the response is an object of several members".to_owned();
    (Topic::Resource, what, one.chain([whole]).collect())
}

fn secret(key: &str) -> (Topic, String, Vec<Choice>) {
    let what = "may hold a secret";
    let line = format!("    \"{key}\",");
    let secret = Choice::config(
        "it does: its strings are `Secret`s, which no output shows",
        "secrets = [",
        line.clone(),
    );
    let plain = Choice::config(
        "it does not: its strings are plain",
        "not_secrets = [",
        line,
    );
    (Topic::Secret, what.to_owned(), vec![secret, plain])
}

fn server(config: &str, url: &str) -> (Topic, String, Vec<Choice>) {
    let hosts = Config::parse(config).map(|config| config.api.hosts);
    let hosts = hosts.unwrap_or_default();
    let line = |role: &str| format!("\"{url}\" = \"{role}\"");
    let known = hosts.keys().map(|name| {
        let meaning = format!("the host of `[api.hosts.{name}]`, with its credential");
        Choice::config(meaning, "[servers]", line(name))
    });
    let api = "the host of the base URL, with its credential; a host with a credential of its own needs a table in `[api.hosts]`";
    let api = Choice::config(api, "[servers]", line("api"));
    let upload = "a presigned URL, without a credential";
    let upload = Choice::config(upload, "[servers]", line("upload"));
    let what = format!("requests are sent to `{url}`, of which nothing is known");
    let choices = [api].into_iter().chain(known).chain([upload]).collect();
    (Topic::Server, what, choices)
}

fn conversion(operation: &str, field: &str) -> (Topic, String, Vec<Choice>) {
    let what = format!("`{field}` has another type in the body than in what is returned");
    let table = format!("\n[conversions.{operation}]\n");
    let from = Choice::table(
        "its value comes from a field of the model, by its path",
        format!("{table}fields = {{ \"{field}\" = \"{field}.…\" }}"),
    );
    let leave = Choice::table("it gets no value", format!("{table}leave = [\"{field}\"]"));
    (Topic::Conversion, what, vec![from, leave])
}

fn no_conversion(operation: &str) -> (Topic, String, Vec<Choice>) {
    let what = "the body has nothing in common with what the GET of the path returns".to_owned();
    let none = Choice::config(
        "it is made by hand; say why",
        "[no_conversion]",
        format!("{operation} = \"…\""),
    );
    let from = Choice::table(
        "its fields come from fields of the model, by their paths",
        format!("\n[conversions.{operation}]\nfields = {{ \"…\" = \"…\" }}"),
    );
    (Topic::Conversion, what, vec![none, from])
}

#[cfg(test)]
mod tests {
    use super::server;

    #[test]
    fn a_server_may_be_any_host_that_is_configured() {
        let config = "[api.hosts.files]\nsetter = \"files_url\"\nscheme = \"key\"\ncredential = \"files_key\"\n";
        let lines = |config| -> Vec<String> {
            let (_, _, choices) = server(config, "https://f.test");
            let edits = choices.iter().flat_map(|choice| &choice.edits);
            edits.map(|edit| edit.lines.trim().to_owned()).collect()
        };
        let roles = |names: &[&str]| -> Vec<String> {
            let line = |name| format!("\"https://f.test\" = \"{name}\"");
            names.iter().map(line).collect()
        };
        assert_eq!(lines(config), roles(&["api", "files", "upload"]));
        assert_eq!(lines(""), roles(&["api", "upload"]));
    }
}
