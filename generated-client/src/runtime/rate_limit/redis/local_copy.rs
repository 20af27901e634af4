use std::collections::{HashMap, HashSet};
use std::time::Duration;

use crate::runtime::platform::time::Instant;
use crate::runtime::rate_limit::redis::counted_call::{CountedCall, Length, Owner, ProcessShare};
use crate::runtime::rate_limit::redis::message::RemainingReport;
use crate::runtime::rate_limit::redis::timeline::Timeline;
use crate::runtime::rate_limit::server_hint::ServerHint;
use crate::runtime::transport::saturating_time::after;

/// A copy of the calls that are counted towards a limit, those of other processes included.
///
/// It predicts waits, says how much of the limit is left for a process that counts alone, and
/// restores what the server has lost.
pub(super) struct PoolCopy {
    pub(super) name: &'static str,
    pub(super) windows: Vec<Length>,
    calls: HashMap<String, CountedCall>,
    /// The calls that the server does not know as they are.
    changed: HashSet<String>,
    removed: HashSet<String>,
    /// The part of the news in a request that has no response yet.
    sent: SentChanges,
    reports: Vec<RemainingReport>,
    pub(super) responses: usize,
    pub(super) hint: Option<ServerHint>,
    /// How many calls of other processes wait, and of how many processes.
    pub(super) others_waiting: usize,
    pub(super) others: usize,
    /// Since when this process counts alone.
    alone_since: Option<Instant>,
    timeline: Option<Timeline>,
}

#[derive(Default)]
struct SentChanges {
    changed: HashSet<String>,
    removed: HashSet<String>,
    reports: Vec<RemainingReport>,
    responses: usize,
}

/// The most calls that one request reports.
const REPORTED: usize = 1000;

/// The first character in the names of calls that are assumed and not known.
const ASSUMED: char = '?';

impl PoolCopy {
    pub(super) fn new(name: &'static str, windows: Vec<Length>) -> Self {
        Self {
            name,
            windows,
            calls: HashMap::new(),
            changed: HashSet::new(),
            removed: HashSet::new(),
            sent: SentChanges::default(),
            reports: Vec::new(),
            responses: 0,
            hint: None,
            others_waiting: 0,
            others: 0,
            alone_since: None,
            timeline: None,
        }
    }

    /// Records a call of this process that the server does not know.
    pub(super) fn count(&mut self, id: String, call: CountedCall) {
        self.changed.insert(id.clone());
        self.learn(id, call);
    }

    /// Records a call as the server knows it.
    pub(super) fn learn(&mut self, id: String, call: CountedCall) {
        self.calls.insert(id, call);
        self.timeline = None;
    }

    /// Ends a call.
    pub(super) fn end(&mut self, id: &str, now: Instant) {
        if let Some(call) = self.calls.get_mut(id) {
            call.at = now;
            self.changed.insert(id.to_owned());
            self.timeline = None;
        }
    }

    /// Removes a call that was not sent.
    pub(super) fn cancel(&mut self, id: &str) {
        self.forget(id);
        self.removed.insert(id.to_owned());
    }

    /// Removes a call that the server does not know any more.
    pub(super) fn forget(&mut self, id: &str) {
        self.calls.remove(id);
        self.changed.remove(id);
        self.timeline = None;
    }

    pub(super) fn knows(&self, id: &str) -> bool {
        self.calls.contains_key(id)
    }

    pub(super) fn is_empty(&self) -> bool {
        self.calls.is_empty()
    }

    /// Returns whether there is something to report.
    pub(super) fn has_news(&self) -> bool {
        !(self.changed.is_empty() && self.removed.is_empty() && self.reports.is_empty())
    }

    /// Returns whether the server knows all calls as they are.
    pub(super) fn is_reported(&self) -> bool {
        let sent = &self.sent;
        let nothing = [&self.changed, &self.removed, &sent.changed, &sent.removed];
        nothing.iter().all(|ids| ids.is_empty())
    }

    /// Returns whether a call counts in the shortest window.
    pub(super) fn is_recent(&self, now: Instant) -> bool {
        let lengths = self.windows.iter().map(|window| window.length);
        let shortest = lengths.min().unwrap_or_default();
        self.calls.values().any(|call| call.at + shortest > now)
    }

    /// Reports all calls again, for the server has lost them.
    pub(super) fn report_all(&mut self) {
        let calls = self.calls.keys();
        self.changed
            .extend(calls.filter(|id| !id.starts_with(ASSUMED)).cloned());
    }

    /// Records what a response reported.
    pub(super) fn report(&mut self, report: RemainingReport) {
        self.reports.push(report);
    }

    /// Assumes that others were admitted for so many calls.
    pub(super) fn assume(&mut self, calls: usize, at: Instant) {
        for index in 0..calls {
            let call = CountedCall {
                at,
                owner: Owner::All,
            };
            self.learn(format!("{ASSUMED}{index}"), call);
        }
    }

    /// Returns the calls and removals of the next request.
    pub(super) fn take_news(&mut self) -> (Vec<(String, Instant)>, Vec<String>) {
        let ids: Vec<String> = self.changed.iter().take(REPORTED).cloned().collect();
        for id in &ids {
            self.changed.remove(id);
        }
        let calls = ids.iter().filter_map(|id| {
            let call = self.calls.get(id)?;
            Some((id.clone(), call.at))
        });
        let calls = calls.collect();
        self.sent.changed.extend(ids);
        self.sent.removed.extend(self.removed.drain());
        self.sent.reports.append(&mut self.reports);
        self.sent.responses += std::mem::take(&mut self.responses);
        (calls, self.sent.removed.iter().cloned().collect())
    }

    /// Returns what was taken for the last request.
    pub(super) fn taken_reports(&self) -> (&[RemainingReport], usize) {
        (&self.sent.reports, self.sent.responses)
    }

    /// Records that the server knows what was taken for the last request.
    pub(super) fn confirm(&mut self) {
        self.sent = SentChanges::default();
    }

    /// Records that the server may not know what was taken for the last request.
    pub(super) fn take_back(&mut self) {
        let sent = std::mem::take(&mut self.sent);
        self.changed.extend(sent.changed);
        self.removed.extend(sent.removed);
        // The reports of responses are too old by the time of the next request.
        self.changed.retain(|id| self.calls.contains_key(id));
    }

    /// Removes calls that count in no window.
    pub(super) fn remove_old(&mut self, processes: usize, now: Instant) {
        let kept = self
            .windows
            .iter()
            .map(|window| window.stretched(processes));
        let kept = kept.max().unwrap_or_default();
        let before = self.calls.len();
        self.calls.retain(|_, call| after(call.at, kept) > now);
        if self.calls.len() < before {
            self.changed.retain(|id| self.calls.contains_key(id));
            self.timeline = None;
        }
    }

    /// From now on this process counts alone: all calls so far are everybody's.
    pub(super) fn start_alone(&mut self, since: Instant) {
        self.alone_since = Some(since);
        for call in self.calls.values_mut() {
            call.owner = Owner::All;
        }
        self.timeline = None;
    }

    /// From now on the server decides again, and knows all calls.
    pub(super) fn end_alone(&mut self) {
        self.alone_since = None;
        self.calls.retain(|id, _| !id.starts_with(ASSUMED));
        self.timeline = None;
    }

    /// Predicts when there is room for `count` more in the share of a process that counts alone, in
    /// addition to a reserve and after `before` others of this process.
    pub(super) fn share_due(
        &mut self,
        before: usize,
        count: usize,
        reserve: usize,
        part: ProcessShare,
        now: Instant,
    ) -> Instant {
        let windows = self.windows.clone();
        let hint = self.hint.map_or(now, |hint| hint.due(0, 0, reserve, now));
        let timeline = self.timeline();
        let dues = windows.iter().map(|window| {
            let window = window.with_reserve(reserve);
            timeline.share_due(&window, before, count, part, now)
        });
        dues.fold(hint, Instant::max)
    }

    /// Predicts when there is room for `count` more after `before` others, and never too late.
    pub(super) fn due(
        &mut self,
        before: usize,
        count: usize,
        reserve: usize,
        now: Instant,
    ) -> Instant {
        // While others wait, each process comes to the same part of the window.
        let turns = (before + count).saturating_mul(self.others);
        let before = before + turns.min(self.others_waiting);
        let windows = self.windows.clone();
        let hint = self
            .hint
            .map_or(now, |hint| hint.due(before, 0, reserve, now));
        // Sorting the calls is not worth it where all of them leave enough room.
        let limits = windows
            .iter()
            .map(|window| window.with_reserve(reserve).limit);
        let most = self.calls.len() + before + count;
        if limits.min().is_some_and(|limit| most <= limit) {
            return hint;
        }
        let timeline = self.timeline();
        let dues = windows.iter().map(|window| {
            let window = window.with_reserve(reserve);
            timeline.due(&window, before, count, now)
        });
        dues.fold(hint, Instant::max)
    }

    /// Returns how many calls there is room for, whoever makes them, at some time.
    pub(super) fn left(&mut self, at: Instant) -> usize {
        let windows = self.windows.clone();
        let timeline = self.timeline();
        let left = windows.iter().map(|window| {
            let used = timeline.used(window, at);
            window.limit.saturating_sub(used)
        });
        left.min().unwrap_or_default()
    }

    /// Returns how many calls ended in the shortest window.
    pub(super) fn recent(&self, now: Instant) -> (usize, Duration) {
        let lengths = self.windows.iter().map(|window| window.length);
        let shortest = lengths.min().unwrap_or_default();
        let recent = self.calls.values().filter(|call| call.at + shortest > now);
        (recent.count(), shortest)
    }

    /// Returns the calls in the order of their ends. Others do not report any more when a call ends
    /// once this process counts alone: the API counted it when it came, so that it is not expected to
    /// take much longer.
    fn timeline(&mut self) -> &Timeline {
        let lengths = self.windows.iter().map(|window| window.length);
        let shortest = lengths.min().unwrap_or_default();
        let latest = self.alone_since.map(|since| since + shortest / 60);
        let calls = &self.calls;
        self.timeline.get_or_insert_with(|| {
            let calls = calls.values().map(|call| CountedCall {
                at: match (latest, call.owner) {
                    (Some(latest), Owner::All) => call.at.min(latest),
                    _ => call.at,
                },
                owner: call.owner,
            });
            Timeline::new(calls.collect())
        })
    }
}
