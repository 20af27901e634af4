use std::time::Duration;

use http::StatusCode;
use serde_json::{Value, json};

use crate::runtime::platform::time::Instant;
use crate::runtime::rate_limit::redis::counted_call::Length;
use crate::runtime::rate_limit::server_hint::{more_after, requested_wait};
use crate::runtime::rate_limit::store::LimitHeaders;
use crate::runtime::transport::headers::RateLimit;

/// The remaining number of a limit in the headers of a response.
#[derive(Clone, Copy, Debug)]
pub(super) struct RemainingReport {
    pub(super) remaining: u64,
    /// After how long more may remain.
    pub(super) more_in: Duration,
    pub(super) at: Instant,
    /// When the call was started: what the API counted is what had come between these times.
    pub(super) started_at: Instant,
    pub(super) is_refused: bool,
}

impl RemainingReport {
    /// Returns what a refusal reports about a special limit.
    pub(super) fn of_special(outcome: &LimitHeaders<'_>, length: Duration, now: Instant) -> Self {
        Self {
            remaining: 0,
            more_in: requested_wait(outcome.headers).unwrap_or(length),
            at: now,
            started_at: now,
            is_refused: true,
        }
    }

    /// Returns what a response reports about the general limits, if anything.
    pub(super) fn of_general(
        outcome: &LimitHeaders<'_>,
        is_refused: bool,
        started_at: Instant,
        now: Instant,
    ) -> Option<Self> {
        let headers = outcome.headers;
        let more_in = more_after(headers);
        if is_refused {
            return Some(Self {
                remaining: 0,
                more_in: requested_wait(headers).unwrap_or(more_in),
                at: now,
                started_at,
                is_refused,
            });
        }
        let remaining = RateLimit::read(headers)?.remaining?;
        Some(Self {
            remaining,
            more_in,
            at: now,
            started_at,
            is_refused,
        })
    }

    pub(super) fn to_json(self, now: Instant) -> Value {
        json!({
            "remaining": self.remaining,
            "more_in": milliseconds(self.more_in),
            "age": age(self.at, now),
            "started": age(self.started_at, now),
            "refused": self.is_refused,
        })
    }
}

/// Returns whether a refusal is about the special limits of a call and not about the general ones.
pub(super) fn is_about_specials(outcome: &LimitHeaders<'_>, has_specials: bool) -> bool {
    let remaining = RateLimit::read(outcome.headers).and_then(|limit| limit.remaining);
    outcome.status == StatusCode::TOO_MANY_REQUESTS && has_specials && remaining != Some(0)
}

/// Calls of one kind that ask to be sent.
#[derive(Clone, Debug)]
pub(super) struct CallGroup {
    pub(super) is_urgent: bool,
    /// The pools that they count towards by their numbers, and how much.
    pub(super) charges: Vec<(usize, usize)>,
    pub(super) longest: Duration,
    pub(super) calls: usize,
}

impl CallGroup {
    pub(super) fn to_json(&self) -> Value {
        let charges = self.charges.iter();
        let charges: Vec<_> = charges
            .map(|(pool, count)| json!([pool + 1, count]))
            .collect();
        json!({
            "urgent": self.is_urgent,
            "charges": charges,
            "longest": milliseconds(self.longest),
            "n": self.calls,
        })
    }
}

/// The response to an exchange.
#[derive(Debug)]
pub(super) struct ScriptReply {
    pub(super) now: i64,
    pub(super) is_stale: bool,
    pub(super) epoch: String,
    pub(super) cursor: u64,
    pub(super) settles_in: Duration,
    pub(super) processes: usize,
    pub(super) rank: usize,
    /// How many calls of each group may be sent.
    pub(super) granted: Vec<usize>,
    pub(super) pools: Vec<PoolReply>,
}

#[derive(Debug)]
pub(super) struct PoolReply {
    /// The calls that changed, and when they ended in milliseconds of the server's clock.
    pub(super) since: Vec<(String, i64)>,
    pub(super) due_in: Duration,
    pub(super) others: usize,
    pub(super) others_waiting: usize,
    pub(super) hint: Option<(u64, Duration)>,
}

impl ScriptReply {
    /// Reads a response, `None` if it is not one.
    pub(super) fn read(text: &str) -> Option<Self> {
        let json: Value = serde_json::from_str(text).ok()?;
        let now = integer(json.get("now"))?;
        let is_stale = json.get("stale").is_some();
        Some(Self {
            now,
            is_stale,
            epoch: json
                .get("epoch")
                .and_then(Value::as_str)
                .unwrap_or_default()
                .to_owned(),
            cursor: count(json.get("cursor")) as u64,
            settles_in: duration(json.get("settles_in")),
            processes: count(json.get("processes")),
            rank: count(json.get("rank")),
            granted: list(json.get("granted"))
                .iter()
                .map(|n| count(Some(n)))
                .collect(),
            pools: list(json.get("pools"))
                .iter()
                .map(PoolReply::read)
                .collect(),
        })
    }
}

impl PoolReply {
    fn read(json: &Value) -> Self {
        let since = list(json.get("since")).chunks_exact(2).filter_map(|pair| {
            let id = pair[0].as_str()?;
            let at = pair[1].as_str()?.parse::<f64>().ok()?;
            Some((id.to_owned(), at as i64))
        });
        let hint = list(json.get("hint"));
        Self {
            since: since.collect(),
            due_in: duration(json.get("due_in")),
            others: count(json.get("others")),
            others_waiting: count(json.get("waiting")),
            hint: hint
                .first()
                .map(|first| (count(Some(first)) as u64, duration(hint.get(1)))),
        }
    }
}

/// Returns the windows as the script reads them.
pub(super) fn windows_to_json(windows: &[Length]) -> Value {
    let windows = windows.iter();
    windows
        .map(|window| json!([window.limit, milliseconds(window.length)]))
        .collect()
}

/// Returns how long ago something was, negative if it will be.
pub(super) fn age(at: Instant, now: Instant) -> i64 {
    match now.checked_duration_since(at) {
        Some(age) => milliseconds(age),
        // Rounded up, for it counts until then.
        None => -milliseconds(at.duration_since(now)) - 1,
    }
}

/// Returns when something happens or happened by the server's clock, which shows `clock` now.
pub(super) fn from_clock(at: i64, clock: i64, now: Instant) -> Instant {
    let distance = Duration::from_millis(clock.abs_diff(at));
    match at > clock {
        true => now + distance,
        false => now.checked_sub(distance).unwrap_or(now),
    }
}

pub(super) fn milliseconds(duration: Duration) -> i64 {
    i64::try_from(duration.as_millis()).unwrap_or(i64::MAX)
}

/// Lists without elements arrive as objects.
fn list(json: Option<&Value>) -> &[Value] {
    json.and_then(Value::as_array).map_or(&[], Vec::as_slice)
}

fn integer(json: Option<&Value>) -> Option<i64> {
    let json = json?;
    json.as_i64()
        .or_else(|| json.as_f64().map(|number| number as i64))
}

fn count(json: Option<&Value>) -> usize {
    integer(json)
        .and_then(|number| usize::try_from(number).ok())
        .unwrap_or_default()
}

fn duration(json: Option<&Value>) -> Duration {
    let milliseconds = integer(json).and_then(|number| u64::try_from(number).ok());
    Duration::from_millis(milliseconds.unwrap_or_default())
}
