use std::cmp::Ordering;
use std::fmt;
use std::hash::{Hash, Hasher};
use std::ops::Deref;
use std::str::FromStr;

use jiff::civil::DateTime;
use jiff::tz::TimeZone;
use serde_core::ser::{Serialize, Serializer};

/// An instant as the API writes it.
///
/// Dereferences to [`jiff::Timestamp`]. Reading accepts every form that the API sends: `Z` or an
/// offset, fractions of a second, a blank instead of the `T`, no offset at all (UTC), a date alone
/// (midnight UTC). The same text is written back. Comparison is by instant.
///
/// Any other text in a response is not an error: the timestamp keeps the text, its instant is the
/// nearest that can be represented (the start of 1970 if there is none), and it is reported as
/// [`DriftKind::InexactTimestamp`](crate::drift::DriftKind::InexactTimestamp).
///
/// ```
/// use digitalocean::Timestamp;
///
/// let never: Timestamp = "9999-12-31T23:59:59Z".parse().unwrap();
/// assert_eq!(never, digitalocean::jiff::Timestamp::MAX);
/// assert_eq!(never.to_string(), "9999-12-31T23:59:59Z");
/// ```
#[derive(Clone)]
pub struct Timestamp {
    instant: jiff::Timestamp,
    /// The text that was read, if [`jiff::Timestamp`] would write another one.
    text: Option<Box<str>>,
}

impl Timestamp {
    pub(super) fn parse(text: &str) -> Option<Self> {
        let instant = match text.parse() {
            Ok(instant) => instant,
            Err(_) => without_offset(text)?,
        };
        let text = (!is_canonical(text.as_bytes())).then(|| text.into());
        Some(Self { instant, text })
    }

    /// Returns the nearest instant and keeps the text.
    #[cold]
    pub(super) fn approximate(text: &str) -> Option<Self> {
        nearest(text).map(|instant| Self {
            instant,
            text: Some(text.into()),
        })
    }
}

/// Returns the instant that is nearest to a text that [`jiff::Timestamp`] does not read: with more
/// than nine digits of a second, in the form of Go's `Time.String`, or out of range.
fn nearest(text: &str) -> Option<jiff::Timestamp> {
    let text = with_nanoseconds(text);
    let mut words = text.split(' ');
    let text = match (words.next(), words.next(), words.next()) {
        (Some(date), Some(time), Some(offset)) if offset.starts_with(['+', '-']) => {
            format!("{date}T{time}{offset}")
        }
        _ => text,
    };
    let instant = text.parse().ok().or_else(|| without_offset(&text));
    instant.or_else(|| out_of_range(&text))
}

/// Returns the last instant for a date after it, the first for a date before it.
fn out_of_range(text: &str) -> Option<jiff::Timestamp> {
    let is_before = text.starts_with('-');
    let unsigned = text.strip_prefix(['-', '+']).unwrap_or(text);
    let (year, rest) = unsigned.split_once('-')?;
    if year.len() < 4 || !year.bytes().all(|byte| byte.is_ascii_digit()) {
        return None;
    }
    let year = year.trim_start_matches('0');
    // The year 2000 is a leap year, as any year may be.
    let _: DateTime = format!("2000-{}", rest.get(..14)?).parse().ok()?;
    let is_outside = year.len() > 4 || year == "9999";
    is_outside.then_some(match is_before {
        true => jiff::Timestamp::MIN,
        false => jiff::Timestamp::MAX,
    })
}

/// Removes all digits of a fraction after the ninth.
fn with_nanoseconds(text: &str) -> String {
    let Some((start, rest)) = text.split_once('.') else {
        return text.to_owned();
    };
    let digits = rest.bytes().take_while(u8::is_ascii_digit).count();
    let (fraction, rest) = rest.split_at(digits);
    format!("{start}.{}{rest}", &fraction[..digits.min(9)])
}

/// Reads a date, or a date and time without an offset, as UTC.
fn without_offset(text: &str) -> Option<jiff::Timestamp> {
    let civil: DateTime = text.parse().ok()?;
    civil
        .to_zoned(TimeZone::UTC)
        .ok()
        .map(|zoned| zoned.timestamp())
}

/// Returns whether [`jiff::Timestamp`] would write a valid timestamp exactly so:
/// `2020-11-14T16:29:21Z`, with a fraction only as long as needed.
fn is_canonical(text: &[u8]) -> bool {
    let [.., last, b'Z'] = text else { return false };
    let fraction = match text.len() {
        20 => true,
        22..=30 => text[19] == b'.' && *last != b'0',
        _ => false,
    };
    fraction && text[10] == b'T' && text[17..19] != *b"60"
}

impl Timestamp {
    /// Returns the start of 1970 with the text that was read.
    pub(super) fn unreadable(text: &str) -> Self {
        Self {
            text: Some(text.into()),
            ..Self::default()
        }
    }

    /// Writes the text that was read, or the usual one.
    pub(super) fn write<S: Serializer>(&self, target: S) -> Result<S::Ok, S::Error> {
        match &self.text {
            Some(text) => target.serialize_str(text),
            None => target.collect_str(&self.instant),
        }
    }
}

impl Default for Timestamp {
    /// Returns the start of 1970.
    fn default() -> Self {
        jiff::Timestamp::UNIX_EPOCH.into()
    }
}

impl Deref for Timestamp {
    type Target = jiff::Timestamp;

    fn deref(&self) -> &jiff::Timestamp {
        &self.instant
    }
}

impl From<jiff::Timestamp> for Timestamp {
    fn from(instant: jiff::Timestamp) -> Self {
        Self {
            instant,
            text: None,
        }
    }
}

impl From<Timestamp> for jiff::Timestamp {
    fn from(timestamp: Timestamp) -> Self {
        timestamp.instant
    }
}

impl FromStr for Timestamp {
    type Err = jiff::Error;

    fn from_str(text: &str) -> Result<Self, jiff::Error> {
        match Self::parse(text).or_else(|| Self::approximate(text)) {
            Some(timestamp) => Ok(timestamp),
            None => text.parse::<jiff::Timestamp>().map(Self::from),
        }
    }
}

impl fmt::Display for Timestamp {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match &self.text {
            Some(text) => f.write_str(text),
            None => self.instant.fmt(f),
        }
    }
}

impl fmt::Debug for Timestamp {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match &self.text {
            Some(text) => fmt::Display::fmt(&text.escape_debug(), f),
            None => self.instant.fmt(f),
        }
    }
}

impl PartialEq for Timestamp {
    fn eq(&self, other: &Self) -> bool {
        self.instant == other.instant
    }
}

impl Eq for Timestamp {}

impl PartialEq<jiff::Timestamp> for Timestamp {
    fn eq(&self, other: &jiff::Timestamp) -> bool {
        self.instant == *other
    }
}

impl PartialOrd for Timestamp {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

impl Ord for Timestamp {
    fn cmp(&self, other: &Self) -> Ordering {
        self.instant.cmp(&other.instant)
    }
}

impl Hash for Timestamp {
    fn hash<H: Hasher>(&self, state: &mut H) {
        self.instant.hash(state);
    }
}

impl Serialize for Timestamp {
    fn serialize<S: Serializer>(&self, target: S) -> Result<S::Ok, S::Error> {
        self.write(target)
    }
}
