//! A server on loopback that enforces the limits of the API in shortened windows.

use std::collections::{BTreeMap, VecDeque};
use std::io::{BufRead, BufReader, Write as _};
use std::net::{TcpListener, TcpStream};
use std::ops::Range;
use std::sync::{Arc, Mutex};
use std::thread;
use std::time::{Duration, Instant};

use crate::WORKERS;

/// Windows of the server.
#[derive(Clone, Copy)]
pub(crate) struct Windows {
    pub(crate) per_minute: usize,
    pub(crate) per_hour: usize,
    /// By how much they are shortened.
    pub(crate) shortened: u32,
}

impl Windows {
    pub(crate) fn minute(self) -> Duration {
        Duration::from_secs(60) / self.shortened
    }

    fn hour(self) -> Duration {
        Duration::from_secs(3600) / self.shortened
    }
}

/// A limit of some requests only.
#[derive(Clone, Debug)]
pub(crate) struct SpecialLimit {
    /// Method and start of the path.
    pub(crate) request: &'static str,
    pub(crate) limit: usize,
    pub(crate) length: Duration,
    /// Whether each file counts that the body names.
    pub(crate) is_by_file: bool,
}

/// The requests that it received.
#[derive(Default)]
struct RequestLog {
    counted: VecDeque<Instant>,
    /// The calls that were counted towards each special limit.
    special: Vec<Vec<(Instant, usize)>>,
    /// When each request was counted, and of whom.
    times: Vec<(Instant, String)>,
    refused: usize,
}

pub(crate) struct LimitedApi {
    pub(crate) url: String,
    received: Arc<Mutex<RequestLog>>,
}

impl LimitedApi {
    pub(crate) fn start(windows: Windows) -> Self {
        Self::with(windows, Vec::new())
    }

    /// Starts a server that also enforces limits of some requests.
    pub(crate) fn with(windows: Windows, special: Vec<SpecialLimit>) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").unwrap();
        let url = format!("http://{}", listener.local_addr().unwrap());
        let received = Arc::new(Mutex::new(RequestLog {
            special: vec![Vec::new(); special.len()],
            ..RequestLog::default()
        }));
        let shared = Arc::clone(&received);
        thread::spawn(move || {
            for stream in listener.incoming() {
                let received = Arc::clone(&shared);
                let special = special.clone();
                thread::spawn(move || {
                    // A client that was killed resets its connections.
                    let _ = serve(&stream.unwrap(), &received, windows, &special);
                });
            }
        });
        Self { url, received }
    }

    /// Returns the number of calls that were counted, without the first one of each worker.
    pub(crate) fn count(&self) -> usize {
        self.received
            .lock()
            .unwrap()
            .times
            .len()
            .saturating_sub(WORKERS)
    }

    /// Returns the number of calls that were refused.
    pub(crate) fn refused(&self) -> usize {
        self.received.lock().unwrap().refused
    }

    /// Returns when each request was counted.
    pub(crate) fn times(&self) -> Vec<Instant> {
        let received = self.received.lock().unwrap();
        received.times.iter().map(|(at, _)| *at).collect()
    }

    /// Counts calls of somebody else.
    pub(crate) fn count_others(&self, calls: usize) {
        let now = Instant::now();
        let counted = &mut self.received.lock().unwrap().counted;
        counted.extend(std::iter::repeat_n(now, calls));
    }

    /// Returns the calls between which no long time passed: how many, the first and the last time.
    pub(crate) fn bursts(&self, pause: Duration) -> Vec<(usize, u128, u128)> {
        let received = self.received.lock().unwrap();
        let first = received.times[WORKERS].0;
        let mut bursts: Vec<(usize, u128, u128)> = Vec::new();
        for (at, _) in received.times.iter().skip(WORKERS) {
            let at = at.duration_since(first).as_millis();
            match bursts.last_mut() {
                Some((calls, _, last)) if at - *last < pause.as_millis() => {
                    *calls += 1;
                    *last = at;
                }
                _ => bursts.push((1, at, at)),
            }
        }
        bursts
    }

    /// Returns how many calls each worker made in some time since the first one.
    pub(crate) fn by_worker(&self, within: Range<Duration>) -> BTreeMap<String, usize> {
        let received = self.received.lock().unwrap();
        let first = received.times[WORKERS].0;
        let mut counts = BTreeMap::new();
        let times = received.times.iter().skip(WORKERS);
        for (_, worker) in times.filter(|(at, _)| within.contains(&at.duration_since(first))) {
            *counts.entry(worker.clone()).or_default() += 1;
        }
        counts
    }

    /// Returns the time from the first call to the last one.
    pub(crate) fn elapsed(&self) -> Duration {
        let received = self.received.lock().unwrap();
        let (first, last) = (received.times[WORKERS].0, received.times.last().unwrap().0);
        last.duration_since(first)
    }
}

impl RequestLog {
    /// Counts a request, or refuses it. Returns how much remains, and when the oldest leaves.
    fn count(&mut self, worker: &str, windows: Windows) -> (bool, usize, Duration) {
        let now = Instant::now();
        while self
            .counted
            .front()
            .is_some_and(|at| *at + windows.hour() <= now)
        {
            self.counted.pop_front();
        }
        let recent = self.counted.iter().rev();
        let recent = recent
            .take_while(|at| **at + windows.minute() > now)
            .count();
        let left = windows.per_minute.saturating_sub(recent);
        let left = left.min(windows.per_hour.saturating_sub(self.counted.len()));
        let oldest = self
            .counted
            .len()
            .checked_sub(recent)
            .and_then(|index| self.counted.get(index));
        let reset = oldest.map_or(Duration::ZERO, |at| {
            windows.minute().saturating_sub(now - *at)
        });
        if left == 0 {
            self.refused += 1;
            return (false, 0, reset);
        }
        self.counted.push_back(now);
        self.times.push((now, worker.to_owned()));
        (true, left - 1, reset)
    }

    /// Counts a request towards its special limits, or refuses it.
    fn count_special(&mut self, request: &ReceivedRequest, special: &[SpecialLimit]) -> bool {
        let now = Instant::now();
        for (limit, counted) in special.iter().zip(&mut self.special) {
            if !request.line.starts_with(limit.request) {
                continue;
            }
            let charge = if limit.is_by_file { request.files } else { 1 };
            counted.retain(|(at, _)| *at + limit.length > now);
            let recent: usize = counted.iter().map(|(_, charge)| charge).sum();
            if recent + charge > limit.limit {
                println!("{}: {recent} + {charge} of {limit:?}", request.line);
                self.refused += 1;
                return false;
            }
            counted.push((now, charge));
        }
        true
    }
}

/// A request as it was received.
struct ReceivedRequest {
    line: String,
    worker: String,
    /// The number of files that the body names.
    files: usize,
}

/// Reads a request. `None` at the end of the connection.
fn read(reader: &mut impl BufRead) -> std::io::Result<Option<ReceivedRequest>> {
    let mut request = ReceivedRequest {
        line: String::new(),
        worker: String::new(),
        files: 0,
    };
    let mut length = 0;
    if reader.read_line(&mut request.line)? == 0 {
        return Ok(None);
    }
    loop {
        let mut line = String::new();
        if reader.read_line(&mut line)? == 0 {
            return Ok(None);
        }
        let line = line.trim().to_ascii_lowercase();
        if let Some(name) = line.strip_prefix("x-worker:") {
            name.trim().clone_into(&mut request.worker);
        }
        if let Some(bytes) = line.strip_prefix("content-length:") {
            length = bytes.trim().parse().unwrap();
        }
        if line.is_empty() {
            break;
        }
    }
    let mut body = vec![0; length];
    reader.read_exact(&mut body)?;
    if let Ok(body) = serde_json::from_slice::<serde_json::Value>(&body) {
        request.files = body["files"].as_array().map_or(0, Vec::len);
    }
    Ok(Some(request))
}

fn serve(
    stream: &TcpStream,
    received: &Mutex<RequestLog>,
    windows: Windows,
    special: &[SpecialLimit],
) -> std::io::Result<()> {
    stream.set_nodelay(true)?;
    let mut reader = BufReader::new(stream.try_clone()?);
    let mut writer = stream;
    while let Some(request) = read(&mut reader)? {
        let (is_counted, left, reset) = {
            let mut received = received.lock().unwrap();
            let is_special = received.count_special(&request, special);
            let (is_counted, left, reset) = received.count(&request.worker, windows);
            (is_counted && is_special, left, reset)
        };
        thread::sleep(Duration::from_millis(5));
        let status = if is_counted {
            "200 OK"
        } else {
            "429 Too Many Requests"
        };
        let body = if request.line.starts_with("GET /v2/account/keys") {
            r#"{"ssh_keys":[],"links":{},"meta":{"total":0}}"#
        } else if request.line.starts_with("DELETE ") {
            ""
        } else {
            r#"{"account":{"email":"a@example.com"}}"#
        };
        let now = std::time::SystemTime::now().duration_since(std::time::UNIX_EPOCH);
        let reset = (now.unwrap() + reset).as_secs();
        write!(
            writer,
            "HTTP/1.1 {status}\r\ncontent-type: application/json\r\ncontent-length: {}\r\n\
             ratelimit-limit: {}\r\nratelimit-remaining: {left}\r\nratelimit-reset: {reset}\r\n\r\n{body}",
            body.len(),
            windows.per_hour,
        )?;
    }
    Ok(())
}
