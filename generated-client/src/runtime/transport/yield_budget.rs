use std::task::{Context, Poll};

/// How much work a task does before others get a turn, in bytes of data that is ready at once. It
/// takes well below a millisecond.
const WORK: usize = 128 << 10;

/// Counts the work of a task that never has to wait, so that it gives other tasks a turn.
#[derive(Debug, Default)]
pub(crate) struct YieldBudget {
    work: usize,
}

impl YieldBudget {
    /// Counts work, in bytes.
    pub(crate) fn count(&mut self, work: usize) {
        self.work = self.work.saturating_add(work);
    }

    /// Records that the task waits anyway.
    pub(crate) fn reset(&mut self) {
        self.work = 0;
    }

    /// Returns `Ready` if the task may go on. Otherwise it is polled again, after other tasks.
    pub(crate) fn poll(&mut self, context: &mut Context<'_>) -> Poll<()> {
        if self.work < WORK {
            return Poll::Ready(());
        }
        self.work = 0;
        context.waker().wake_by_ref();
        Poll::Pending
    }
}
