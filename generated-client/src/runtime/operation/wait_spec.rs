use crate::runtime::codec;

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
pub(crate) enum Seen {
    Ready,
    Failed,
    Unfinished,
}

impl WaitSpec {
    /// Returns the state in a response.
    pub(crate) fn state(&self, body: &[u8]) -> Option<String> {
        let body = codec::json(body).ok()?;
        Some(body.pointer(self.status)?.as_str()?.to_owned())
    }

    /// Sorts a state. Letter case does not count: the document and the servers disagree.
    pub(crate) fn sort(&self, state: Option<&str>) -> Seen {
        let Some(state) = state else {
            return Seen::Unfinished;
        };
        let is_one_of = |states: &[&str]| states.iter().any(|one| one.eq_ignore_ascii_case(state));
        if is_one_of(self.ready) {
            Seen::Ready
        } else if is_one_of(self.failed) {
            Seen::Failed
        } else {
            Seen::Unfinished
        }
    }
}
