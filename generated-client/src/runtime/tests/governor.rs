//! The rate governor against a server that enforces the limits.

use std::collections::VecDeque;
use std::future::IntoFuture as _;
use std::sync::{Arc, Mutex};
use std::time::Duration;

use tokio::time::Instant;

use super::sample::{COUNTED, Thing, ops};
use crate::fake::{Fake, Fault, RecordedRequest, Reply};
use crate::rate_limit::Limits;
use crate::{Client, Governor, RetryPolicy};

/// Sliding windows like the server's, reported in headers.
struct Windows {
    start: Instant,
    seen: VecDeque<Instant>,
    per_minute: usize,
    others: usize,
    refused: usize,
}

impl Windows {
    fn new(per_minute: usize) -> Arc<Mutex<Self>> {
        Arc::new(Mutex::new(Self {
            start: Instant::now(),
            seen: VecDeque::new(),
            per_minute,
            others: 0,
            refused: 0,
        }))
    }

    fn reply(&mut self) -> Reply {
        let now = Instant::now();
        let minute = Duration::from_secs(60);
        while self.seen.front().is_some_and(|seen| *seen + minute <= now) {
            self.seen.pop_front();
            self.others = self.others.saturating_sub(1);
        }
        let used = self.seen.len() + self.others;
        let reply = if used >= self.per_minute {
            self.refused += 1;
            Reply::status(429)
        } else {
            self.seen.push_back(now);
            Reply::json(&serde_json::json!({ "id": 1, "things": [] }))
        };
        let oldest = self.seen.front().map_or(now, |seen| *seen + minute);
        let seconds = |time: Instant| 1_767_571_200 + time.duration_since(self.start).as_secs();
        let date =
            httpdate::fmt_http_date(std::time::UNIX_EPOCH + Duration::from_secs(seconds(now)));
        let left = self
            .per_minute
            .saturating_sub(self.seen.len() + self.others);
        reply
            .header("date", &date)
            .header("ratelimit-limit", "5000")
            .header("ratelimit-remaining", &left.to_string())
            .header("ratelimit-reset", &seconds(oldest).to_string())
            .with_fault(Fault::SlowHeaders(Duration::from_millis(fastrand::u64(
                20..80,
            ))))
    }
}

fn setup(limits: &Limits, windows: &Arc<Mutex<Windows>>) -> (Fake, Client) {
    let fake = Fake::new();
    let windows = Arc::clone(windows);
    fake.handle_all(move |_: &RecordedRequest| Some(windows.lock().unwrap().reply()));
    let builder = fake.client_builder().retry(RetryPolicy::never());
    let governor = Governor::new(limits).counting(COUNTED);
    let client = builder.governor(governor).build().unwrap();
    (fake, client)
}

#[tokio::test(start_paused = true)]
async fn a_thousand_calls_of_fifty_tasks_finish_in_time_without_a_refusal() {
    let windows = Windows::new(250);
    let (_, client) = setup(&Limits::default(), &windows);
    let start = Instant::now();
    let tasks: Vec<_> = (0..50)
        .map(|_| {
            let client = client.clone();
            tokio::spawn(async move {
                for _ in 0..20 {
                    client.things().list().await.unwrap();
                }
            })
        })
        .collect();
    for task in tasks {
        task.await.unwrap();
    }
    // Four times 250 calls: three windows pass.
    let seconds = start.elapsed().as_secs_f64();
    assert_eq!(windows.lock().unwrap().refused, 0);
    assert!((180.0..=198.0).contains(&seconds), "{seconds}");
    println!("1,000 calls in {seconds} s, at least 180 s");
}

#[tokio::test(start_paused = true)]
async fn others_who_use_the_token_are_noticed() {
    let windows = Windows::new(250);
    windows.lock().unwrap().others = 200;
    let (_, client) = setup(&Limits::default(), &windows);
    for _ in 0..100 {
        client.things().list().await.unwrap();
    }
    assert_eq!(windows.lock().unwrap().refused, 0);
}

#[tokio::test(start_paused = true)]
async fn a_special_limit_keeps_nobody_else_waiting() {
    let windows = Windows::new(250);
    let (fake, client) = setup(&Limits::default(), &windows);
    let start = Instant::now();
    let creating = tokio::spawn({
        let client = client.clone();
        async move {
            for _ in 0..5 {
                client.things().create(Thing::new(1, "x")).await.unwrap();
            }
            start.elapsed().as_secs()
        }
    });
    tokio::time::sleep(Duration::from_secs(1)).await;
    for _ in 0..10 {
        client.things().list().await.unwrap();
    }
    assert!(start.elapsed().as_secs() < 3);
    assert_eq!(creating.await.unwrap(), 20);
    assert_eq!(fake.requests().len(), 15);
}

#[tokio::test(start_paused = true)]
async fn a_special_limit_may_count_what_the_body_holds() {
    let windows = Windows::new(250);
    let (_, client) = setup(&Limits::default(), &windows);
    let start = Instant::now();
    let mut times = Vec::new();
    for files in [30, 20, 1, 60, 1] {
        let body = serde_json::json!({ "files": vec!["x"; files] });
        client.things().call(ops::Clear { body }).await.unwrap();
        times.push(start.elapsed().as_secs());
    }
    assert_eq!(times, [0, 0, 20, 40, 60]);
}

#[tokio::test(start_paused = true)]
async fn an_operation_may_count_towards_several_limits() {
    let windows = Windows::new(250);
    let (_, client) = setup(&Limits::default(), &windows);
    let start = Instant::now();
    let calls: Vec<_> = [20, 20, 1, 1, 20]
        .into_iter()
        .map(|files| {
            let body = serde_json::json!({ "files": vec!["x"; files] });
            let call = client.things().call(ops::Clear { body });
            tokio::spawn(async move {
                call.await.unwrap();
                start.elapsed().as_secs()
            })
        })
        .collect();
    let mut times = Vec::new();
    for call in calls {
        times.push(call.await.unwrap());
    }
    // Three requests in 30 s, fifty files in 20 s.
    assert_eq!(times, [0, 0, 0, 30, 30]);
}

#[tokio::test(start_paused = true)]
async fn calls_are_served_in_order_and_urgent_ones_first() {
    let windows = Windows::new(250);
    let limits = Limits::default().per_minute(3).reserve(1);
    let (fake, client) = setup(&limits, &windows);
    let governor = client.governor().unwrap().clone();
    let mut tasks = Vec::new();
    for key in 0..6 {
        let request = client.things().destroy(key);
        tasks.push(tokio::spawn(request.into_future()));
        tokio::time::sleep(Duration::from_millis(200)).await;
    }
    assert_eq!(governor.waiting(), 4);
    let wait = governor.predicted_wait().as_secs();
    assert!((170..=180).contains(&wait), "{wait}");
    client.things().destroy(100).urgent().await.unwrap();
    for task in tasks {
        task.await.unwrap().unwrap();
    }
    let keys: Vec<_> = fake
        .requests()
        .iter()
        .map(|sent| sent.argument("key").unwrap())
        .collect();
    assert_eq!(keys, ["0", "1", "100", "2", "3", "4", "5"]);
    assert_eq!(governor.waiting(), 0);
}

/// Ten pages of twenty things, and every thing.
fn things(request: &RecordedRequest) -> Reply {
    if request.operation.id != "things_list" {
        return Reply::json(&serde_json::json!({ "thing": { "id": 1, "name": "", "status": "" } }));
    }
    let number = request.parameter("page");
    let page: u64 = number.map_or(1, |page| page.parse().unwrap());
    let ids = (page - 1) * 20 + 1..=page * 20;
    let next = (page < 10).then(|| format!("https://x/v2/things?page={}", page + 1));
    Reply::json(&serde_json::json!({
        "things": ids.map(|id| serde_json::json!({ "id": id, "name": "", "status": "" }))
            .collect::<Vec<_>>(),
        "links": { "pages": { "next": next } },
        "meta": { "total": 200 },
    }))
}

#[tokio::test(start_paused = true)]
async fn prefetched_pages_keep_no_call_waiting() {
    for ahead in [0, 1, 4] {
        let fake = Fake::new();
        fake.handle_all(|request| Some(things(request)));
        let builder = fake.client_builder().governor(Governor::default());
        let client = builder.build().unwrap();
        let start = Instant::now();
        let tasks: Vec<_> = (0..5)
            .map(|_| {
                let client = client.clone();
                tokio::spawn(async move {
                    let list = client.things().list().per_page(20);
                    let mut items = list.items().prefetch(ahead);
                    while let Some(item) = items.next().await {
                        client.things().get(item.unwrap().id).await.unwrap();
                    }
                })
            })
            .collect();
        for task in tasks {
            task.await.unwrap();
        }
        assert_eq!(fake.requests().len(), 1050);
        let seconds = start.elapsed().as_secs();
        assert!((240..=250).contains(&seconds), "{ahead} ahead: {seconds} s");
    }
}

#[tokio::test(start_paused = true)]
async fn a_list_that_is_dropped_waits_no_longer() {
    let fake = Fake::new();
    fake.handle_all(|request| Some(things(request)));
    let limits = Limits::default().per_minute(1);
    let builder = fake.client_builder().governor(Governor::new(&limits));
    let client = builder.build().unwrap();
    let governor = client.governor().unwrap();
    let mut items = client.things().list().per_page(20).items();
    items.next().await.unwrap().unwrap();
    tokio::time::sleep(Duration::from_secs(1)).await;
    assert_eq!(governor.waiting(), 1);
    drop(items);
    tokio::time::sleep(Duration::from_secs(1)).await;
    assert_eq!(governor.waiting(), 0);
}

#[tokio::test(start_paused = true)]
async fn the_reset_of_the_hour_keeps_nobody_longer_than_the_minute() {
    for reserve in [0, 5] {
        let fake = Fake::new();
        fake.handle_all(|request| Some(things(request)));
        fake.enforce_limits(250, 5000);
        // A second program of the same token: the governor does not count its calls.
        let other = fake.client().unwrap();
        for _ in 0..20 {
            other.things().list().await.unwrap();
        }
        let governor = Governor::new(&Limits::default().reserve(reserve));
        let builder = fake.client_builder().retry(RetryPolicy::never());
        let client = builder.governor(governor).build().unwrap();
        let start = Instant::now();
        let calls: Vec<_> = (0..1000)
            .map(|_| {
                let call = client.things().list().timeout(Duration::from_secs(1000));
                tokio::spawn(call.into_future())
            })
            .collect();
        for call in calls {
            call.await.unwrap().unwrap();
        }
        let seconds = start.elapsed().as_secs();
        assert!((240..=310).contains(&seconds), "{seconds}");
    }
}
