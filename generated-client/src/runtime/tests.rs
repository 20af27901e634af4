mod attempt_traces;
mod bad_responses;
#[cfg(feature = "blocking")]
mod blocking;
mod broken_lists;
mod byte_order_mark;
#[cfg(feature = "gzip")]
mod compression;
mod conditions;
#[cfg(feature = "http2")]
mod connections;
mod content_status;
mod credentials;
mod curl;
mod custom;
mod decoding;
mod deletions;
#[allow(
    unreachable_pub,
    missing_docs,
    missing_debug_implementations,
    dead_code,
    reason = "written as generated code is"
)]
mod documented_macros;
mod downloads;
#[cfg(feature = "blocking")]
mod drivers;
mod environment;
mod error_chains;
mod errors;
#[cfg(all(unix, feature = "blocking"))]
mod fork;
mod governor;
mod governor_crowd;
mod governor_queue;
mod governor_refusals;
mod html_pages;
#[cfg(feature = "blocking")]
mod leaks;
mod list_ends;
mod missing_resources;
mod network;
mod next_links;
mod owned;
mod page_sizes;
mod pages;
mod parser_limits;
mod pool;
mod prefetch;
mod proxy;
mod redirects;
mod refusals;
mod requests;
mod retries;
#[allow(
    unreachable_pub,
    missing_docs,
    missing_debug_implementations,
    dead_code,
    reason = "written as generated code is"
)]
mod sample;
mod serialized;
mod server_hints;
mod server_text;
mod short_lists;
mod shown_headers;
mod stream_faults;
mod streams;
#[cfg(any(
    feature = "rustls-ring",
    feature = "rustls-aws-lc",
    feature = "native-tls"
))]
mod tls;
mod tracing;
mod turns;
mod uploads;
mod waiters;
