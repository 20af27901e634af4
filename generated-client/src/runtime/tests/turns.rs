//! Measures how long tasks keep others waiting.

use std::future::Future;
use std::sync::{Arc, Mutex};
use std::time::Duration;

/// Runs a future, and returns how much CPU time of this thread passed at most until another task of
/// a current-thread runtime had a turn.
pub(super) async fn longest_turn<T>(future: impl Future<Output = T>) -> (T, Duration) {
    let longest = Arc::new(Mutex::new(Duration::ZERO));
    let seen = Arc::clone(&longest);
    let other = tokio::spawn(async move {
        let mut last = thread_time();
        loop {
            tokio::task::yield_now().await;
            let now = thread_time();
            let mut longest = seen.lock().unwrap();
            *longest = longest.max(now.saturating_sub(last));
            last = now;
        }
    });
    tokio::task::yield_now().await;
    let result = future.await;
    // The other task counts the last turn.
    tokio::task::yield_now().await;
    other.abort();
    let longest = *longest.lock().unwrap();
    (result, longest)
}

/// Returns how much CPU time of this thread a task takes that gives nobody a turn.
///
/// The turns of another task are compared with it: a number of milliseconds would be a statement
/// about the machine.
pub(super) fn cpu_time<T>(task: impl FnOnce() -> T) -> Duration {
    let start = thread_time();
    drop(task());
    thread_time().saturating_sub(start)
}

/// Returns the CPU time of this thread.
pub(super) fn thread_time() -> Duration {
    let time = rustix::time::clock_gettime(rustix::time::ClockId::ThreadCPUTime);
    Duration::new(time.tv_sec as u64, time.tv_nsec as u32)
}
