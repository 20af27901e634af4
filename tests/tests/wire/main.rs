//! Every operation of the document, called through the client's own methods: requests and decoded responses are
//! compared with the document as the second reader understands it.

mod arguments;
mod fake;
mod mutated;
mod pages;
mod request;
mod response;
mod run;
mod server;
mod tasks;

use std::collections::BTreeSet;

use tests::calls::ENTRIES;
use tests::sampler::SampleStyle;
use tests::second_reader::Document;

use crate::run::{Extent, run};

/// The number of operations of the document.
fn all() -> anyhow::Result<usize> {
    Ok(Document::load()?.operations()?.len())
}

#[test]
fn every_operation_is_a_method() -> anyhow::Result<()> {
    let document = Document::load()?;
    let operations = document.operations()?;
    let documented: BTreeSet<_> = operations
        .iter()
        .map(|operation| operation.id.as_str())
        .collect();
    let offered: BTreeSet<_> = ENTRIES.iter().map(|entry| entry.id).collect();
    assert_eq!(documented, offered);
    assert_eq!(documented.len(), operations.len());
    Ok(())
}

#[test]
fn every_request_matches_the_document() -> anyhow::Result<()> {
    let styles = [
        SampleStyle::MINIMAL,
        SampleStyle::AWKWARD,
        SampleStyle::COMPLETE,
        SampleStyle::NULLS,
    ];
    assert_eq!(run(request::check, &styles, Extent::AllChoices)?, all()?);
    Ok(())
}

#[test]
fn every_response_matches_the_document() -> anyhow::Result<()> {
    let styles = [
        SampleStyle::MINIMAL,
        SampleStyle::AWKWARD,
        SampleStyle::COMPLETE,
        SampleStyle::NULLS,
    ];
    assert_eq!(run(response::check, &styles, Extent::AllChoices)?, all()?);
    Ok(())
}

#[test]
fn every_documented_error_is_decoded() -> anyhow::Result<()> {
    let styles = [SampleStyle::MINIMAL, SampleStyle::COMPLETE];
    assert_eq!(
        run(response::check_errors, &styles, Extent::OncePerStyle)?,
        all()?
    );
    Ok(())
}

#[test]
fn mutated_request_bodies_are_sent_or_rejected() -> anyhow::Result<()> {
    let styles = [SampleStyle::COMPLETE; 12];
    assert_eq!(
        run(mutated::check_body, &styles, Extent::OncePerStyle)?,
        all()?
    );
    Ok(())
}

#[test]
fn mutated_responses_are_decoded_or_rejected() -> anyhow::Result<()> {
    let styles = [SampleStyle::COMPLETE; 6];
    assert_eq!(run(mutated::check, &styles, Extent::OncePerStyle)?, all()?);
    Ok(())
}

#[test]
fn every_get_has_a_head() -> anyhow::Result<()> {
    let styles = [SampleStyle::MINIMAL];
    assert_eq!(
        run(tasks::check_head, &styles, Extent::OncePerStyle)?,
        all()?
    );
    Ok(())
}

#[test]
fn the_fake_responds_to_every_operation() -> anyhow::Result<()> {
    let styles = [SampleStyle::MINIMAL];
    assert_eq!(
        run(tasks::check_all, &styles, Extent::OncePerStyle)?,
        all()?
    );
    Ok(())
}

#[test]
fn responses_of_the_fake_cause_no_drift() -> anyhow::Result<()> {
    let styles = [SampleStyle::MINIMAL, SampleStyle::COMPLETE];
    assert_eq!(
        run(fake::check_drift, &styles, Extent::OncePerStyle)?,
        all()?
    );
    Ok(())
}

#[test]
fn stored_resources_cause_no_drift() -> anyhow::Result<()> {
    let styles = [SampleStyle::MINIMAL, SampleStyle::COMPLETE];
    assert_eq!(
        run(fake::check_stored, &styles, Extent::OncePerStyle)?,
        all()?
    );
    Ok(())
}

#[test]
fn every_waiter_ends_as_configured() -> anyhow::Result<()> {
    let styles = [SampleStyle::MINIMAL];
    assert_eq!(
        run(tasks::check_waits, &styles, Extent::OncePerStyle)?,
        all()?
    );
    Ok(())
}

#[test]
fn every_list_is_read_to_its_end() -> anyhow::Result<()> {
    assert_eq!(
        run(pages::check, &[SampleStyle::MINIMAL], Extent::OncePerStyle)?,
        all()?
    );
    pages::check_exemptions(&Document::load()?)
}
