use std::time::Duration;

use tokio::time::Instant;

use crate::runtime::rate_limit::told::Told;
use crate::runtime::rate_limit::window::Window;

/// Something that is limited: what is counted here, and what the server told.
pub(super) struct Pool {
    /// One or two.
    windows: Vec<Window>,
    told: Option<Told>,
    /// What was started since the beginning.
    started: usize,
}

/// What was counted here when a call was started.
#[derive(Clone, Copy)]
pub(super) struct Mark {
    left: usize,
    started: usize,
}

impl Pool {
    pub(super) fn new(windows: Vec<Window>) -> Self {
        Self {
            windows,
            told: None,
            started: 0,
        }
    }

    /// Returns whether there is room for some more beside a reserve.
    pub(super) fn has_room(&mut self, more: usize, reserve: usize, now: Instant) -> bool {
        let on_the_way = self.on_the_way();
        let mut windows = self.windows.iter_mut();
        windows.all(|window| window.has_room(more, reserve, now))
            && self
                .told
                .is_none_or(|told| told.has_room(on_the_way, reserve, now))
    }

    /// Returns when there will be room for some more, after others that take `before`, as far as
    /// can be foreseen, and not later.
    pub(super) fn due(
        &mut self,
        before: usize,
        more: usize,
        reserve: usize,
        now: Instant,
    ) -> Instant {
        let on_the_way = self.on_the_way();
        let told = self.told;
        let told = told.map_or(now, |told| told.due(before, on_the_way, reserve, now));
        let windows = self.windows.iter_mut();
        let dues = windows.map(|window| window.due(before, more, reserve, now));
        dues.fold(told, Instant::max)
    }

    pub(super) fn start(&mut self, count: usize, now: Instant) {
        self.started += count;
        for window in &mut self.windows {
            window.start(count);
        }
        if let Some(told) = &mut self.told {
            told.start(now);
        }
    }

    /// Takes back a start: nothing was sent.
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

    pub(super) fn mark(&self) -> Mark {
        let left = self.windows.iter().map(Window::left);
        Mark {
            left: left.min().unwrap_or_default(),
            started: self.started,
        }
    }

    /// Returns whether less is left than what was started here explains: others use the limit too.
    /// The server counted a call after its start, and maybe after others that were started since.
    pub(super) fn is_less_than_known(&self, remaining: u64, mark: Mark) -> bool {
        let since = self.started - mark.started;
        remaining < mark.left.saturating_sub(since) as u64
    }

    /// Takes in what an answer tells.
    pub(super) fn hear(&mut self, told: Option<Told>, now: Instant) {
        self.told = Told::after(self.told, told, now);
    }

    /// Returns after how long there is surely room.
    pub(super) fn length(&self) -> Duration {
        let lengths = self.windows.iter().map(Window::length);
        lengths.max().unwrap_or_default()
    }

    fn on_the_way(&self) -> usize {
        self.windows.first().map_or(0, Window::on_the_way)
    }
}
