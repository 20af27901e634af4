//! Many callers, some of whom drop their calls, stop polling them, or poll them again later.

use std::future::{Future, IntoFuture as _, poll_fn};
use std::pin::Pin;
use std::task::Poll;
use std::time::Duration;

use fastrand::Rng;
use tokio::task::JoinHandle;
use tokio::time::{Instant, sleep, timeout};

use super::sample::{COUNTED, Thing, ops};
use super::turns::thread_time;
use crate::fake::{Fake, Fault, Reply};
use crate::rate_limit::Limits;
use crate::{Client, Governor, RetryPolicy};

const CALLS: usize = 400;
const PER_MINUTE: usize = 50;

/// Whether a call succeeded, `None` if it was dropped.
type CallTask = JoinHandle<Option<bool>>;

type Call = Pin<Box<dyn Future<Output = bool> + Send>>;

fn setup(random: &mut Rng) -> (Fake, Client) {
    let fake = Fake::new();
    let slow = random.bool();
    fake.handle_all(move |_| {
        let milliseconds = if slow { fastrand::u64(0..900) } else { 1 };
        let delay = Fault::SlowHeaders(Duration::from_millis(milliseconds));
        Some(Reply::json(&serde_json::json!({ "id": 1, "things": [] })).with_fault(delay))
    });
    fake.enforce_limits(PER_MINUTE, 5000);
    let limits = Limits::default().per_minute(PER_MINUTE);
    let builder = fake.client_builder().retry(RetryPolicy::never());
    let client = builder.governor(Governor::new(&limits)).build().unwrap();
    (fake, client)
}

fn call(client: &Client, random: &mut Rng) -> Call {
    let limit = Duration::from_secs(5000);
    if random.u8(0..20) == 0 {
        let create = client.things().create(Thing::new(1, "x")).timeout(limit);
        return Box::pin(async move { create.await.is_ok() });
    }
    let list = client.things().call(ops::List {}).timeout(limit);
    let list = if random.u8(0..10) == 0 {
        list.urgent()
    } else {
        list
    };
    let list = list.into_future();
    Box::pin(async move { list.await.is_ok() })
}

/// Most callers wait. Some give up, others poll once and then again after a while or never.
fn play(mut call: Call, random: &mut Rng) -> CallTask {
    let pause = Duration::from_millis(random.u64(0..200_000));
    match random.u8(0..10) {
        0 => tokio::spawn(async move { timeout(pause, call).await.ok() }),
        1 | 2 => tokio::spawn(async move {
            let first = poll_fn(|context| Poll::Ready(call.as_mut().poll(context))).await;
            if let Poll::Ready(is_ok) = first {
                return Some(is_ok);
            }
            sleep(pause).await;
            let comes_back = pause.as_millis().is_multiple_of(2);
            if comes_back { Some(call.await) } else { None }
        }),
        _ => tokio::spawn(async move { Some(call.await) }),
    }
}

#[tokio::test(start_paused = true)]
async fn nobody_is_refused_and_nobody_waits_for_ever() {
    for seed in 0..30 {
        let mut random = Rng::with_seed(seed);
        let (fake, client) = setup(&mut random);
        let start = Instant::now();
        let mut tasks = Vec::new();
        for _ in 0..CALLS {
            tasks.push(play(call(&client, &mut random), &mut random));
            if random.u8(0..3) == 0 {
                sleep(Duration::from_millis(random.u64(0..300))).await;
            }
        }
        for task in tasks {
            let is_ok = task.await.unwrap();
            assert!(is_ok.is_none_or(|is_ok| is_ok), "seed {seed}: refused");
        }
        // The shortest time for the requests that were made, and a window for those never polled again.
        let windows = (fake.requests().len() - 1) / PER_MINUTE;
        let seconds = start.elapsed().as_secs();
        let most = (windows as u64 + 1) * 61 + 10;
        assert!(seconds <= most, "seed {seed}: {seconds} s, at most {most}");
        assert_eq!(client.governor().unwrap().waiting(), 0, "seed {seed}");
    }
}

/// The behaviour of the callers of a crowd.
#[derive(Clone, Copy, Debug)]
enum Crowd {
    /// All wait in one queue.
    Alike,
    /// Every second one passes the others.
    HalfUrgent,
    /// Every second one also waits for a special limit, which the others pass.
    HalfLimited,
    /// Every second one gives up while it waits.
    HalfDropped,
}

const DAY: Duration = Duration::from_secs(86_400);

/// Returns the CPU time that it takes to make so many calls which wait for one governor.
async fn cpu_time_of(crowd: Crowd, calls: usize) -> Duration {
    let fake = Fake::new();
    fake.keep_requests(0);
    fake.handle_all(|_| Some(Reply::json(&serde_json::json!({ "id": 1, "things": [] }))));
    let builder = fake.client_builder().timeout(DAY);
    let governor = Governor::default().counting(COUNTED);
    let client = builder.governor(governor).build().unwrap();
    let things = client.things();
    let start = thread_time();
    let mut tasks: Vec<JoinHandle<bool>> = Vec::new();
    for index in 0..calls {
        let list = things.list();
        let call: Call = match (crowd, index % 2) {
            (Crowd::HalfUrgent, 1) => {
                let list = list.urgent().into_future();
                Box::pin(async move { list.await.is_ok() })
            }
            (Crowd::HalfLimited, 1) => {
                let create = things.create(Thing::new(1, "x")).into_future();
                Box::pin(async move { create.await.is_ok() })
            }
            (Crowd::HalfDropped, 1) => {
                let waiting = timeout(Duration::from_millis(index as u64), list.into_future());
                Box::pin(async move { waiting.await.is_err() || index < 1000 })
            }
            _ => {
                let list = list.into_future();
                Box::pin(async move { list.await.is_ok() })
            }
        };
        tasks.push(tokio::spawn(call));
    }
    for task in tasks {
        assert!(task.await.unwrap(), "{crowd:?}");
    }
    assert_eq!(client.governor().unwrap().waiting(), 0, "{crowd:?}");
    thread_time().saturating_sub(start)
}

#[tokio::test(start_paused = true)]
async fn eight_times_as_many_tasks_take_about_eight_times_as_long() {
    use Crowd::{Alike, HalfDropped, HalfLimited, HalfUrgent};
    for crowd in [Alike, HalfUrgent, HalfLimited, HalfDropped] {
        let few = cpu_time_of(crowd, 1000).await;
        let many = cpu_time_of(crowd, 8000).await;
        // If each call looked at all others, it would be 64 times.
        let ratio = many.as_secs_f64() / few.as_secs_f64();
        assert!(ratio < 20.0, "{crowd:?}: {few:?} and {many:?}: {ratio}");
    }
}
