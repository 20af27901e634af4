use anyhow::Context as _;
use serde_json::Value;

use super::shape::SampledShape;
use super::{SampleStyle, pattern};

/// Strings that are hard to transport: a slash, a percent sign, blanks, quotes, other scripts, URL delimiters.
const AWKWARD: &str = "ä/b%2F c\"d'é✓&=?#+;\\";

/// Formats that the client has a type of its own for.
const TYPED: [&str; 3] = ["date-time", "int64", "uint64"];

/// Returns a string.
pub(super) fn of_shape(
    shape: &SampledShape<'_>,
    style: SampleStyle,
    made: usize,
) -> anyhow::Result<Value> {
    if let Some(pattern) = shape.patterns.first() {
        let string = pattern::string(pattern, style.awkward);
        let string = string.with_context(|| {
            format!("add strings for the pattern `{pattern}` to tests/src/sampler/pattern.rs")
        })?;
        return Ok(Value::from(fit(string, shape)));
    }
    // The client takes what the format says to be an ID or an address as text, and must transport any.
    let format = shape
        .format
        .filter(|format| !style.awkward || TYPED.contains(format));
    if let Some(text) = format.and_then(|format| of_format(format, made)) {
        return Ok(Value::from(text));
    }
    let text = if style.awkward {
        AWKWARD.to_owned()
    } else {
        format!("sample{made}")
    };
    Ok(Value::from(fit(&text, shape)))
}

/// Makes a string as long as it must be, and no longer than it may be.
fn fit(text: &str, shape: &SampledShape<'_>) -> String {
    let length = text.chars().count();
    let missing = shape.shortest.unwrap_or(0).saturating_sub(length);
    let longest = shape.longest.unwrap_or(usize::MAX);
    let padded = text.chars().chain(std::iter::repeat_n('x', missing));
    padded.take(longest).collect()
}

/// Returns a string of a format, none where the format says nothing about it.
fn of_format(format: &str, made: usize) -> Option<String> {
    Some(match format {
        "date-time" => date_time(made).to_owned(),
        "date" => "2024-02-29".to_owned(),
        "uuid" => format!("5a4981aa-9653-4bd1-bef5-{made:012x}"),
        "ipv4" => "192.0.2.1".to_owned(),
        "ipv6" => "2001:db8::1".to_owned(),
        "email" => "someone@example.com".to_owned(),
        "uri" | "url" => format!("https://example.com/{made}"),
        "hostname" => "host.example.com".to_owned(),
        "cidr" => "192.0.2.0/24".to_owned(),
        "byte" | "binary" => "c2FtcGxl".to_owned(),
        "int64" => "-9223372036854775808".to_owned(),
        "uint64" => "18446744073709551615".to_owned(),
        _ => return None,
    })
}

/// Returns a point in time in one of the forms that RFC 3339 allows.
fn date_time(made: usize) -> &'static str {
    match made % 4 {
        0 => "2024-02-29T23:59:59Z",
        1 => "2024-05-06T07:08:09.123456789Z",
        2 => "2024-05-06T07:08:09+05:30",
        _ => "2024-05-06T07:08:09.5-08:00",
    }
}
