use std::sync::{Arc, Mutex, PoisonError};

use digitalocean::fake::{Fake, RecordedRequest, Reply};
use digitalocean::{ApiError, ClientBuilder, Error, RetryPolicy};
use serde_json::Value;
use tokio::runtime::Runtime;

use crate::calls::{CallArguments, CallMode, CallOutcome, Entry, PendingCall};

/// The credentials that calls are made with, each for one host.
pub const TOKEN: &str = "api-token";
/// See [`TOKEN`].
pub const MODEL_ACCESS_KEY: &str = "model-access-key";
/// See [`TOKEN`].
pub const AGENT_KEY: &str = "agent-key";
/// The agent's own address.
pub const AGENT_ENDPOINT: &str = "https://agent.example.com";

/// Calls methods of the client, with scripted responses.
pub struct Caller {
    runtime: Runtime,
}

/// The request and the result of a call.
pub struct RecordedCall {
    /// The request as it would have gone over the network.
    pub sent: RecordedRequest,
    /// The result.
    pub result: CallOutcome,
    /// The JSON paths of members that the response lacked and the client filled in.
    pub drift: Vec<String>,
}

impl Caller {
    /// Returns a caller.
    pub fn new() -> anyhow::Result<Self> {
        let mut builder = tokio::runtime::Builder::new_current_thread();
        // Waits take no time.
        let builder = builder.enable_time().start_paused(true);
        Ok(Self {
            runtime: builder.build()?,
        })
    }

    /// Returns a client of the fake with all credentials.
    pub fn client(&self, fake: &Fake) -> anyhow::Result<ClientBuilder> {
        let builder = fake
            .client_builder()
            .token(TOKEN)
            .model_access_key(MODEL_ACCESS_KEY)
            .agent_key(AGENT_KEY);
        Ok(builder.agent_endpoint(AGENT_ENDPOINT)?)
    }

    /// Calls a method and returns `reply` as its response.
    pub fn call(
        &self,
        entry: &Entry,
        arguments: &CallArguments,
        reply: Reply,
    ) -> anyhow::Result<RecordedCall> {
        let fake = Fake::new();
        fake.enqueue(reply);
        let drift = Arc::new(Mutex::new(Vec::new()));
        let seen = Arc::clone(&drift);
        let client = self
            .client(&fake)?
            .retry(RetryPolicy::never())
            .on_drift(move |_, drift| {
                let mut seen = seen.lock().unwrap_or_else(PoisonError::into_inner);
                seen.push(drift.path.clone());
            })
            .build()?;
        let result = self.run((entry.call)(&client, arguments, CallMode::Send)?)?;
        let mut requests = fake.requests();
        let sent = match (requests.pop(), &result) {
            (Some(sent), _) => sent,
            (None, Err(failed)) => anyhow::bail!("nothing was sent: {failed}"),
            (None, Ok(_)) => anyhow::bail!("nothing was sent"),
        };
        anyhow::ensure!(requests.is_empty(), "more than one request was sent");
        let drift = drift.lock().unwrap_or_else(PoisonError::into_inner).clone();
        Ok(RecordedCall {
            sent,
            result,
            drift,
        })
    }

    /// Calls a method for its events; returns how many are of the documented type.
    pub fn events(
        &self,
        entry: &Entry,
        arguments: &CallArguments,
        reply: Reply,
    ) -> anyhow::Result<Value> {
        let fake = Fake::new();
        fake.enqueue(reply);
        let client = self.client(&fake)?.retry(RetryPolicy::never()).build()?;
        match self.run((entry.call)(&client, arguments, CallMode::All)?)? {
            Ok(received) => Ok(received.value),
            Err(failed) => Err(failed.into()),
        }
    }

    /// Runs a call as a task of its own, so that everything it is made of has to be sent there.
    pub fn run(&self, pending: PendingCall) -> anyhow::Result<CallOutcome> {
        let result = self.runtime.block_on(async { tokio::spawn(pending).await });
        Ok(result?)
    }
}

impl RecordedCall {
    /// Returns the response as the client decoded it, encoded again.
    pub fn received(&self) -> anyhow::Result<&Value> {
        match &self.result {
            Ok(received) => Ok(&received.value),
            Err(error) => Err(anyhow::anyhow!("{error}")),
        }
    }

    /// Returns the error of a response with an error status.
    pub fn api_error(&self) -> anyhow::Result<&ApiError> {
        match &self.result {
            Err(Error::Api(error)) => Ok(error),
            Err(error) => Err(anyhow::anyhow!("not an error response: {error}")),
            Ok(_) => Err(anyhow::anyhow!("the call succeeded")),
        }
    }
}
