use std::time::Duration;

use crate::runtime::platform::time::Instant;
use crate::runtime::rate_limit::server_hint::ServerHint;
use crate::runtime::rate_limit::store::Mark;
use crate::runtime::rate_limit::window::Window;

/// The state of one limit: the calls counted here, and what the server reported.
pub(super) struct Pool {
    /// One or two.
    windows: Vec<Window>,
    hint: Option<ServerHint>,
    /// The number of calls started since the beginning.
    started: usize,
}

impl Pool {
    pub(super) fn new(windows: Vec<Window>) -> Self {
        Self {
            windows,
            hint: None,
            started: 0,
        }
    }

    /// Returns whether there is room for `more` calls in addition to a reserve.
    pub(super) fn has_room(&mut self, more: usize, reserve: usize, now: Instant) -> bool {
        let under_way = self.under_way();
        let mut windows = self.windows.iter_mut();
        windows.all(|window| window.has_room(more, reserve, now))
            && self
                .hint
                .is_none_or(|hint| hint.has_room(under_way, reserve, now))
    }

    /// Predicts when there is room for `more` calls after `before` others, and never too late.
    pub(super) fn due(
        &mut self,
        before: usize,
        more: usize,
        reserve: usize,
        now: Instant,
    ) -> Instant {
        let under_way = self.under_way();
        let hint = self.hint;
        let hint = hint.map_or(now, |hint| hint.due(before, under_way, reserve, now));
        let windows = self.windows.iter_mut();
        let dues = windows.map(|window| window.due(before, more, reserve, now));
        dues.fold(hint, Instant::max)
    }

    pub(super) fn start(&mut self, count: usize, now: Instant) {
        self.started += count;
        for window in &mut self.windows {
            window.start(count);
        }
        if let Some(hint) = &mut self.hint {
            hint.start(now);
        }
    }

    /// Reverts a start: nothing was sent.
    pub(super) fn cancel(&mut self, count: usize) {
        for window in &mut self.windows {
            window.cancel(count);
        }
    }

    pub(super) fn end(&mut self, count: usize, now: Instant) {
        for window in &mut self.windows {
            window.end(count, now);
        }
    }

    /// Returns the counts now.
    pub(super) fn mark(&self) -> Mark {
        let left = self.windows.iter().map(Window::left);
        Mark {
            left: left.min().unwrap_or_default(),
            started: self.started,
            #[cfg(all(feature = "redis", not(target_arch = "wasm32")))]
            number: 0,
            #[cfg(all(feature = "redis", not(target_arch = "wasm32")))]
            at: None,
        }
    }

    /// Returns whether less remains than the calls started here explain: other programs use the
    /// limit too. The server counted a call after its start, and maybe after others started since.
    pub(super) fn is_less_than_known(&self, remaining: u64, mark: Mark) -> bool {
        let since = self.started - mark.started;
        remaining < mark.left.saturating_sub(since) as u64
    }

    /// Records what a response reports, if anything.
    pub(super) fn observe(&mut self, hint: Option<ServerHint>, now: Instant) {
        self.hint = ServerHint::observe(self.hint, hint, now);
    }

    /// Returns after how long there is room in any case.
    pub(super) fn length(&self) -> Duration {
        let lengths = self.windows.iter().map(Window::length);
        lengths.max().unwrap_or_default()
    }

    fn under_way(&self) -> usize {
        self.windows.first().map_or(0, Window::under_way)
    }
}
