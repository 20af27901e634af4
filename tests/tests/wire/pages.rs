//! Lists, read to their end.

use std::collections::BTreeSet;
use std::sync::Arc;

use anyhow::{Context as _, ensure};
use digitalocean::fake::{Fake, RecordedRequest};
use serde_json::Value;
use tests::calls::{CallMode, methods_of};
use tests::compare::Rules;
use tests::decisions::Decisions;
use tests::sampler::SampleStyle;
use tests::second_reader::{Document, Listing, ParameterLocation};

use crate::run::WireCase;
use crate::server::{ListServer, name_of};

/// How many items the lists have: none, less than a page, the largest page, and one more than two of them.
const COUNTS: [usize; 4] = [0, 1, 200, 401];

/// The number of different items.
const DISTINCT: usize = 7;

/// Returns which of the different items is at an index: the sum of its digits, so that no two pages have the same items.
fn sample_index(index: usize) -> usize {
    let digits = std::iter::successors(Some(index), |rest| Some(rest / DISTINCT));
    let digits = digits.take_while(|rest| *rest > 0);
    digits.sum::<usize>() % DISTINCT
}

/// Reads every item of a list from a server with the documented pages.
pub(crate) fn check(case: &WireCase<'_, '_>) -> anyhow::Result<()> {
    let entry = case.entry;
    let is_list = entry.output == "page";
    let Some(listing) = case.suite.document.listing(case.operation)? else {
        ensure!(!is_list, "a list, which the document does not describe");
        return Ok(());
    };
    let decisions = &case.suite.decisions;
    let is_known = decisions.exempt().contains(entry.id);
    ensure!(is_list != is_known, "a list or not: {listing:?}");
    if !is_list {
        return Ok(());
    }
    let items_pointer = find_items_pointer(entry.id, &listing, decisions)?;
    let (envelope, samples) = samples(case, &items_pointer)?;
    for count in COUNTS {
        let server = ListServer {
            listing: listing.clone(),
            items_pointer: items_pointer.clone(),
            envelope: envelope.clone(),
            items: (0..count)
                .filter_map(|index| samples.get(sample_index(index)).cloned())
                .collect(),
            declared: {
                let declared = case.operation.parameters_in(ParameterLocation::Query);
                declared.map(|parameter| parameter.name.clone()).collect()
            },
        };
        read(case, server).with_context(|| format!("{count} items"))?;
    }
    Ok(())
}

fn read(case: &WireCase<'_, '_>, server: ListServer) -> anyhow::Result<()> {
    let server = Arc::new(server);
    let fake = Fake::new();
    let handling_server = Arc::clone(&server);
    fake.handle_all(move |request| Some(handling_server.respond(request)));
    let result = case.call(&fake, CallMode::All)?;
    let received = result?.value;
    let found = received.as_array().context("no items")?;
    ensure!(
        found.len() == server.items.len(),
        "{} items are returned",
        found.len()
    );
    check_items(&server, found)?;
    check_requests(&server, &fake.requests())
}

/// The items must be the server's, in its order.
fn check_items(server: &ListServer, found: &[Value]) -> anyhow::Result<()> {
    // Of a map, the client returns names and values.
    let value = |item: &'_ Value| match server.is_map() {
        true => item[1].clone(),
        false => item.clone(),
    };
    let samples: Vec<Value> = found.iter().take(DISTINCT).map(value).collect();
    for (expected, found) in server.items.iter().zip(&samples) {
        let differences = Rules::RESPONSE.differences(expected, found);
        ensure!(differences.is_empty(), "{differences:?}");
    }
    for (index, item) in found.iter().enumerate() {
        let is_alike = samples.get(sample_index(index)) == Some(&value(item));
        let is_named = !server.is_map() || item[0] == name_of(index);
        ensure!(is_alike && is_named, "item {index} is {item}");
    }
    Ok(())
}

/// No more requests than needed, with pages as large as they may be.
fn check_requests(server: &ListServer, sent: &[RecordedRequest]) -> anyhow::Result<()> {
    let size = server.size(sent.first().context("nothing is sent")?)?;
    let count = server.items.len();
    let needed = match (server.describes_next_page(), count) {
        (true, _) => count.div_ceil(size).max(1),
        (false, 0) => 1,
        // Only a page shorter than the first is known to be the last.
        (false, _) => count / size.min(count) + 1,
    };
    ensure!(
        sent.len() == needed,
        "{} requests, {needed} are needed",
        sent.len()
    );
    let largest = server.listing.size.as_ref().and_then(|size| size.largest);
    ensure!(
        largest.is_none_or(|largest| largest == size),
        "pages of {size} of {largest:?}"
    );
    Ok(())
}

/// Returns the JSON pointer of the items: of the only list, or of the one that the configuration names.
fn find_items_pointer(
    id: &str,
    listing: &Listing,
    decisions: &Decisions,
) -> anyhow::Result<String> {
    if let [items_pointer] = &listing.lists[..] {
        return Ok(items_pointer.clone());
    }
    let items_pointer = decisions.items(id);
    items_pointer.with_context(|| format!("which list has the items: {:?}", listing.lists))
}

/// Generates a response and some items.
fn samples(case: &WireCase<'_, '_>, items_pointer: &str) -> anyhow::Result<(Value, Vec<Value>)> {
    let mut successes = case
        .operation
        .responses
        .iter()
        .filter(|response| response.is_success());
    let response = successes.find(|response| response.is_json());
    let (_, schema) = response
        .and_then(|response| response.content.as_ref())
        .context("no response")?;
    let (mut envelope, mut items) = (Value::Null, Vec::new());
    while items.len() < DISTINCT {
        envelope = case.suite.responses.sample(schema, SampleStyle::COMPLETE)?;
        let item = match envelope.pointer(items_pointer) {
            Some(Value::Array(items)) => items.first(),
            Some(Value::Object(items)) => items.values().next(),
            _ => None,
        };
        items.push(item.context("a response without items")?.clone());
    }
    ensure!(items.first() != items.get(1), "all items are alike");
    Ok((envelope, items))
}

/// Checks that each exemption looks like a list.
pub(crate) fn check_exemptions(document: &Document) -> anyhow::Result<()> {
    let mut exempt = BTreeSet::new();
    for operation in document.operations()? {
        if document.listing(&operation)?.is_none() {
            continue;
        }
        if methods_of(&operation.id).all(|entry| entry.output != "page") {
            exempt.insert(operation.id);
        }
    }
    ensure!(
        Decisions::load()?.exempt() == exempt,
        "not lists: {exempt:?}"
    );
    Ok(())
}
