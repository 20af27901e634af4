//! Every operation of the document, called through the client's own methods: requests and decoded responses are
//! compared with the document as the second reader understands it.

mod answer;
mod arguments;
mod fake;
mod mutated;
mod pages;
mod request;
mod run;
mod server;
mod tasks;

use std::collections::BTreeSet;

use tests::calls::ENTRIES;
use tests::sampler::Manner;
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
fn every_operation_sends_what_the_document_says() -> anyhow::Result<()> {
    let manners = [
        Manner::PLAIN,
        Manner::NASTY,
        Manner::COMPLETE,
        Manner::NULLS,
    ];
    assert_eq!(run(request::check, &manners, Extent::Thorough)?, all()?);
    Ok(())
}

#[test]
fn every_operation_reads_what_the_document_says() -> anyhow::Result<()> {
    let manners = [
        Manner::PLAIN,
        Manner::NASTY,
        Manner::COMPLETE,
        Manner::NULLS,
    ];
    assert_eq!(run(answer::check, &manners, Extent::Thorough)?, all()?);
    Ok(())
}

#[test]
fn every_operation_reads_its_documented_failures() -> anyhow::Result<()> {
    let manners = [Manner::PLAIN, Manner::COMPLETE];
    assert_eq!(
        run(answer::check_failures, &manners, Extent::Manners)?,
        all()?
    );
    Ok(())
}

#[test]
fn bodies_that_are_almost_right_are_sent_or_refused_as_defined() -> anyhow::Result<()> {
    let manners = [Manner::COMPLETE; 12];
    assert_eq!(run(mutated::check_body, &manners, Extent::Manners)?, all()?);
    Ok(())
}

#[test]
fn answers_that_are_almost_right_are_read_or_refused_as_defined() -> anyhow::Result<()> {
    let manners = [Manner::COMPLETE; 6];
    assert_eq!(run(mutated::check, &manners, Extent::Manners)?, all()?);
    Ok(())
}

#[test]
fn every_get_has_a_head() -> anyhow::Result<()> {
    let manners = [Manner::PLAIN];
    assert_eq!(run(tasks::check_head, &manners, Extent::Manners)?, all()?);
    Ok(())
}

#[test]
fn the_fake_answers_every_operation() -> anyhow::Result<()> {
    let manners = [Manner::PLAIN];
    assert_eq!(run(tasks::check_all, &manners, Extent::Manners)?, all()?);
    Ok(())
}

#[test]
fn responses_of_the_fake_cause_no_drift() -> anyhow::Result<()> {
    let manners = [Manner::PLAIN, Manner::COMPLETE];
    assert_eq!(run(fake::check_drift, &manners, Extent::Manners)?, all()?);
    Ok(())
}

#[test]
fn stored_resources_cause_no_drift() -> anyhow::Result<()> {
    let manners = [Manner::PLAIN, Manner::COMPLETE];
    assert_eq!(run(fake::check_stored, &manners, Extent::Manners)?, all()?);
    Ok(())
}

#[test]
fn every_waiter_ends_as_configured() -> anyhow::Result<()> {
    let manners = [Manner::PLAIN];
    assert_eq!(run(tasks::check_waits, &manners, Extent::Manners)?, all()?);
    Ok(())
}

#[test]
fn every_list_is_read_to_its_end() -> anyhow::Result<()> {
    assert_eq!(
        run(pages::check, &[Manner::PLAIN], Extent::Manners)?,
        all()?
    );
    pages::check_exemptions(&Document::load()?)
}
