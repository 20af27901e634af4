use std::collections::BTreeMap;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::{Duration, Instant};

use anyhow::{Context as _, bail, ensure};
use digitalocean::fake::{Fake, Reply};
use digitalocean::operation::Content;
use digitalocean::{Client, Error, Governor, RetryPolicy};
use serde_json::Value;

use super::FuzzInput;
use crate::caller::Caller;
use crate::calls::{CallArguments, CallMode, CallOutcome, Entry, methods_of};
use crate::decisions::branch_of_request;
use crate::sampler::{SampleStyle, SchemaSampler};
use crate::second_reader::{Direction, Document, Schemas};

/// The longest text of an error: facts of the operation, a message, a request ID and an excerpt, each cut off.
const LONGEST_ERROR: usize = 6_000;

/// How often a request is sent at most: as often as the policy allows, with all redirects each time.
const MOST_REQUESTS: usize = ATTEMPTS as usize * 6;
const ATTEMPTS: u32 = 2;

/// The number of pages after which a list counts as endless.
const ENDLESS: usize = 100;

/// The time that one input may take on a slow machine, the waits that a server asks for left out.
const LONGEST: Duration = Duration::from_secs(10);

/// Returns responses to methods.
pub struct Exerciser {
    caller: Caller,
    /// The body of each method that takes one, by group and method.
    bodies: BTreeMap<(&'static str, &'static str), Value>,
}

impl Exerciser {
    /// Returns an exerciser.
    pub fn new() -> anyhow::Result<Self> {
        Ok(Self {
            caller: Caller::new()?,
            bodies: bodies()?,
        })
    }

    fn arguments(&self, entry: &Entry) -> CallArguments {
        CallArguments {
            body: self.bodies.get(&(entry.group, entry.method)).cloned(),
            fills_missing: true,
            ..CallArguments::default()
        }
    }

    /// Returns one response, and checks that the result is defined.
    pub fn run(&self, bytes: &[u8]) -> anyhow::Result<()> {
        let input = FuzzInput::parse(bytes);
        let started = Instant::now();
        let ran = self.check_result(&input).and_then(|()| {
            let took = started.elapsed();
            ensure!(took < LONGEST, "it took {took:?}");
            Ok(())
        });
        ran.with_context(|| String::from_utf8_lossy(&input.to_bytes()).into_owned())
    }

    fn check_result(&self, input: &FuzzInput) -> anyhow::Result<()> {
        match &self.call(input)? {
            Ok(received) => {
                ensure!(
                    received.status == input.status,
                    "another status is reported"
                );
                if input.entry.meta.content == Content::Json {
                    self.repeat(input, &received.value)?;
                }
            }
            Err(error) => {
                check_error(input, error)?;
                check_error_body(input)?;
            }
        }
        self.exhaust(input)
    }

    /// The encoded value decodes to the same value.
    fn repeat(&self, input: &FuzzInput, value: &Value) -> anyhow::Result<()> {
        let again = FuzzInput {
            body: value.to_string().into_bytes(),
            ..input.clone()
        };
        let found = match self.call(&again)? {
            Ok(received) => received.value,
            Err(error) => bail!("{value} was read and written, and is not read: {error}"),
        };
        ensure!(
            &found == value,
            "{value} was read and written, and became {found}"
        );
        Ok(())
    }

    fn call(&self, input: &FuzzInput) -> anyhow::Result<CallOutcome> {
        let (fake, client) = self.client(input)?;
        let call = (input.entry.call)(&client, &self.arguments(input.entry), CallMode::Send)?;
        let result = self.caller.run(call)?;
        let sent = fake.requests().len();
        let is_bounded = (1..=MOST_REQUESTS).contains(&sent);
        ensure!(is_bounded, "{sent} requests were sent");
        Ok(result)
    }

    /// The same response again and again: all items of a list, all events of a stream.
    fn exhaust(&self, input: &FuzzInput) -> anyhow::Result<()> {
        let (fake, client) = self.client(input)?;
        let call = (input.entry.call)(&client, &self.arguments(input.entry), CallMode::All)?;
        let result = self.caller.run(call)?;
        let sent = fake.requests().len();
        ensure!(
            sent < ENDLESS,
            "a list whose pages are all the same does not end"
        );
        let error = match &result {
            Ok(_) => return Ok(()),
            Err(error) => error,
        };
        match error {
            // An error in an event has the status of the response, which is a success.
            Error::Api(_) if input.entry.streams => check_length(error),
            Error::Transport(_) if input.entry.streams => {
                // A stream without an end was cut off.
                let is_complete = input.body.ends_with(b"\n\ndata: [DONE]\n\n");
                ensure!(!is_complete, "the stream broke off: {error}");
                check_length(error)
            }
            Error::Paging(_) => check_length(error),
            _ => check_error(input, error),
        }
    }

    /// Returns a client that always receives the same response.
    fn client(&self, input: &FuzzInput) -> anyhow::Result<(Fake, Client)> {
        let fake = Fake::new();
        let reply = input.reply();
        let requested = AtomicUsize::new(0);
        fake.handle_all(move |_| {
            let is_endless = requested.fetch_add(1, Ordering::Relaxed) >= ENDLESS;
            Some(if is_endless {
                Reply::status(410)
            } else {
                reply.clone()
            })
        });
        let client = self
            .caller
            .client(&fake)?
            .governor(Governor::default())
            .retry(RetryPolicy::new().attempts(ATTEMPTS))
            .build()?;
        Ok((fake, client))
    }
}

/// Makes a body for each method: one with all required fields, since no other is sent.
fn bodies() -> anyhow::Result<BTreeMap<(&'static str, &'static str), Value>> {
    let document = Document::load()?;
    let schemas = Schemas::new(&document)?;
    let sampler = SchemaSampler::new(&document, &schemas, Direction::Request);
    let mut bodies = BTreeMap::new();
    for operation in document.operations()? {
        let Some(body) = &operation.body else {
            continue;
        };
        for entry in methods_of(&operation.id).filter(|entry| entry.body == "required") {
            let schema = branch_of_request(entry.id, entry.method, body.schema);
            let body = sampler.sample(schema, SampleStyle::MINIMAL)?;
            bodies.insert((entry.group, entry.method), body);
        }
    }
    Ok(bodies)
}

fn check_error(input: &FuzzInput, error: &Error) -> anyhow::Result<()> {
    let is_success = (200..300).contains(&input.status);
    match error {
        Error::Api(_) => ensure!(!is_success, "a success is reported as an error: {error}"),
        Error::Decode(failure) => {
            ensure!(
                is_success,
                "an error status is decoded as a success: {error}"
            );
            let operation = failure.cause().operation();
            ensure!(operation == input.entry.id, "the error names {operation}");
        }
        _ => bail!("only the response was wrong: {error}"),
    }
    let status = error.status().map(|status| status.as_u16());
    ensure!(
        status == Some(input.status),
        "the error has the status {status:?}"
    );
    check_length(error)
}

/// A body that reads as the documented type of its status is read and written again as the same.
fn check_error_body(input: &FuzzInput) -> anyhow::Result<()> {
    let read = |body: &Value| (input.entry.types.error)(input.status, body).and_then(Result::ok);
    let Ok(body) = serde_json::from_slice(&input.body) else {
        return Ok(());
    };
    let Some(written) = read(&body) else {
        return Ok(());
    };
    let again = read(&written);
    ensure!(
        again.as_ref() == Some(&written),
        "{written} was read and written, and became {again:?}"
    );
    Ok(())
}

fn check_length(error: &Error) -> anyhow::Result<()> {
    let _ = (
        error.retry_after(),
        error.request_id(),
        error.is_rate_limited(),
    );
    let text = error.to_string();
    ensure!(
        text.len() <= LONGEST_ERROR,
        "the error's text has {} bytes: {text}",
        text.len()
    );
    Ok(())
}
