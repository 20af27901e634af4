//! Memory for hostile lists of 8 MiB, whose elements are small in JSON and large in memory.
//!
//! `cargo bench -p generated-client --bench hostile`. Each list is read in a process of its own, whose
//! peak of resident memory counts. It needs Linux.

use std::error::Error;
use std::io::Write as _;
use std::process::Command;
use std::{env, fs};

use bytes::Bytes;
use digitalocean::transport::{
    BoxFuture, ResponseBody, TransportError, TransportRequest, TransportResponse,
};
use digitalocean::{Client, RetryPolicy, Transport};
use http::{HeaderMap, StatusCode};

const SIZE: usize = 8 << 20;

/// Names the list for the process that reads it.
const LIST: &str = "HOSTILE_LIST";

/// The repeated parts of lists, with what comes before and after them.
const LISTS: [(&str, &str, &str); 11] = [
    (r#"{"droplets":["#, "{},", "{}]}"),
    (r#"{"droplets":["#, r#"{"id":1},"#, r#"{"id":1}]}"#),
    (r#"{"droplets":["#, "null,", "null]}"),
    (r#"{"droplets":[{"id":1,"tags":["#, r#""","#, r#"""]}]}"#),
    (
        r#"{"droplets":[{"id":1,"networks":{"v4":["#,
        "{},",
        "{}]}}]}",
    ),
    (r#"{"droplets":[{"id":1,"new":["#, "0,", "0]}]}"),
    (r#"{"droplets":[{"id":1,"new":["#, "{},", "{}]}]}"),
    (r#"{"new":["#, "[],", r#"[]],"droplets":[]}"#),
    (r#"{"new":["#, r#"{"a":0},"#, r#"0],"droplets":[]}"#),
    (r#"{"new":["#, r#""a","#, r#"0],"droplets":[]}"#),
    (r#"{"droplets":["#, r#"{"id":1,"a":[0]},"#, r#"{"id":1}]}"#),
];

/// Responds with a list.
struct Hostile(Bytes);

impl Transport for Hostile {
    fn send(
        &self,
        _: TransportRequest,
    ) -> BoxFuture<'_, Result<TransportResponse, TransportError>> {
        let body = ResponseBody::bytes(self.0.clone());
        let response = TransportResponse::new(StatusCode::OK, HeaderMap::new(), body);
        Box::pin(async { Ok(response) })
    }

    fn is_in_process(&self) -> bool {
        true
    }
}

fn main() -> Result<(), Box<dyn Error>> {
    if let Ok(index) = env::var(LIST) {
        return read(index.parse()?);
    }
    let mut most = 0;
    for (index, (_, part, _)) in LISTS.iter().enumerate() {
        let mut command = Command::new(env::current_exe()?);
        let output = command.env(LIST, index.to_string()).output()?;
        if !output.status.success() {
            return Err(String::from_utf8_lossy(&output.stderr).into());
        }
        let bytes = String::from_utf8(output.stdout)?.trim().parse::<usize>()?;
        eprintln!("{part} takes {} times the size", bytes / SIZE);
        most = most.max(bytes);
    }
    let mut out = std::io::stdout().lock();
    let what = "memory for a hostile list of 8 MiB: times its size, at most";
    writeln!(out, "| {what} | ≤ 10 | {:.2} |", most as f64 / SIZE as f64)?;
    Ok(())
}

/// Reads a list, and prints the memory that this takes at most, without the list itself.
fn read(index: usize) -> Result<(), Box<dyn Error>> {
    let (start, part, end) = LISTS[index];
    let parts = part.repeat(SIZE / part.len());
    let body = Bytes::from(format!("{start}{parts}{end}"));
    drop(parts);
    let runtime = tokio::runtime::Builder::new_current_thread()
        .enable_all()
        .build()?;
    let builder = Client::builder().transport(Hostile(body));
    let client = builder.retry(RetryPolicy::never()).build()?;
    // Makes the present memory the peak.
    fs::write("/proc/self/clear_refs", "5")?;
    let before = peak()?;
    let result = runtime.block_on(async { client.droplets().list().await });
    let bytes = peak()?.saturating_sub(before);
    drop(result);
    println!("{bytes}");
    Ok(())
}

/// Returns the peak of resident memory, in bytes.
fn peak() -> Result<usize, Box<dyn Error>> {
    let status = fs::read_to_string("/proc/self/status")?;
    let line = status.lines().find_map(|line| line.strip_prefix("VmHWM:"));
    let kibibytes = line.and_then(|line| line.trim().strip_suffix(" kB"));
    Ok(kibibytes
        .ok_or("no peak of memory")?
        .trim()
        .parse::<usize>()?
        << 10)
}
