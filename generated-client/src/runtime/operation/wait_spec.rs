use crate::runtime::codec::{self, DecodeError, DecodeLimits, missing};
use crate::runtime::operation::meta::Meta;

/// How a resource shows that it is ready. Stated by generated code.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct WaitSpec {
    /// The location of the state in the response, as a JSON pointer.
    pub(crate) status: &'static str,
    /// The states in which it is ready.
    pub(crate) ready: &'static [&'static str],
    /// The states that it does not leave any more without being ready.
    pub(crate) failed: &'static [&'static str],
}

/// The result of a poll.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum PolledState {
    Ready,
    Failed,
    Unfinished,
}

impl WaitSpec {
    /// Returns the state in a response, which may be absent at first. Fails where the response does
    /// not have the resource.
    pub(crate) fn state(
        &self,
        meta: &Meta,
        body: &[u8],
        limits: &DecodeLimits,
    ) -> Result<Option<String>, DecodeError> {
        let mut names = self.status.split('/').skip(1);
        let first = names.next().filter(|_| names.next().is_some());
        let document = codec::json_within(body, limits)
            .map_err(|error| DecodeError::from_json(meta.id, body, &error))?;
        let found = first.map_or(Some(&document), |name| document.get(name));
        let members = found.and_then(|found| found.as_object());
        let is_resource = members.is_some_and(|members| !members.is_empty());
        if is_resource && !missing::is_error_body(&document) || !meta.or_at.is_empty() {
            let state = document
                .pointer(self.status)
                .and_then(|state| state.as_str());
            return Ok(state.map(str::to_owned));
        }
        Err(missing::error(meta.id, first.as_slice(), body))
    }

    /// Sorts a state. Letter case does not count: the document and the servers disagree.
    pub(crate) fn sort(&self, state: Option<&str>) -> PolledState {
        let Some(state) = state else {
            return PolledState::Unfinished;
        };
        let is_one_of = |states: &[&str]| states.iter().any(|one| one.eq_ignore_ascii_case(state));
        if is_one_of(self.ready) {
            PolledState::Ready
        } else if is_one_of(self.failed) {
            PolledState::Failed
        } else {
            PolledState::Unfinished
        }
    }
}
