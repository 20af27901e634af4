//! Limits of numbers, strings and lists, and their intersection.

use std::cmp::Ordering;

/// Numeric and size limits, for documentation and for the width of integers.
#[derive(Clone, Debug, Default, PartialEq)]
pub(in crate::lower) struct Bounds {
    pub(in crate::lower) minimum: Option<String>,
    pub(in crate::lower) maximum: Option<String>,
    pub(in crate::lower) exclusive_minimum: bool,
    pub(in crate::lower) exclusive_maximum: bool,
    pub(in crate::lower) multiple_of: Option<String>,
    pub(in crate::lower) min_length: Option<usize>,
    pub(in crate::lower) max_length: Option<usize>,
    pub(in crate::lower) min_items: Option<usize>,
    pub(in crate::lower) max_items: Option<usize>,
    pub(in crate::lower) unique_items: bool,
    pub(in crate::lower) pattern: Option<String>,
}

impl Bounds {
    /// Narrows these limits to those that `other` allows, too. Returns the limits that no value can meet.
    pub(in crate::lower) fn narrow(&mut self, other: Self) -> Result<(), String> {
        let higher = narrower(&self.minimum, &other.minimum, Ordering::Greater);
        let lower = narrower(&self.maximum, &other.maximum, Ordering::Less);
        (self.minimum, self.exclusive_minimum) = pick(
            higher,
            (self.minimum.take(), self.exclusive_minimum),
            (other.minimum, other.exclusive_minimum),
        );
        (self.maximum, self.exclusive_maximum) = pick(
            lower,
            (self.maximum.take(), self.exclusive_maximum),
            (other.maximum, other.exclusive_maximum),
        );
        self.multiple_of = multiple(self.multiple_of.take(), other.multiple_of)?;
        self.min_length = self.min_length.max(other.min_length);
        self.max_length = least(self.max_length, other.max_length);
        self.min_items = self.min_items.max(other.min_items);
        self.max_items = least(self.max_items, other.max_items);
        self.unique_items |= other.unique_items;
        self.pattern = match (self.pattern.take(), other.pattern) {
            (Some(one), Some(two)) if one != two => Some(format!("(?={one}){two}")),
            (one, two) => two.or(one),
        };
        self.contradiction().map_or(Ok(()), Err)
    }

    /// The pair of limits that no value satisfies.
    fn contradiction(&self) -> Option<String> {
        if let (Some(low), Some(high)) = (&self.minimum, &self.maximum) {
            let is_empty = match compare(low, high) {
                Some(Ordering::Greater) => true,
                Some(Ordering::Equal) => self.exclusive_minimum || self.exclusive_maximum,
                _ => false,
            };
            if is_empty {
                let more = |exclusive| if exclusive { " (exclusive)" } else { "" };
                return Some(format!(
                    "`minimum: {low}`{} and `maximum: {high}`{}",
                    more(self.exclusive_minimum),
                    more(self.exclusive_maximum)
                ));
            }
        }
        let sizes = [
            ("Length", self.min_length, self.max_length),
            ("Items", self.min_items, self.max_items),
        ];
        sizes
            .into_iter()
            .find_map(|(what, low, high)| match (low, high) {
                (Some(low), Some(high)) if low > high => {
                    Some(format!("`min{what}: {low}` and `max{what}: {high}`"))
                }
                _ => None,
            })
    }
}

/// The least common multiple of two factors.
fn multiple(one: Option<String>, two: Option<String>) -> Result<Option<String>, String> {
    let (one, two) = match (one, two) {
        (Some(one), Some(two)) if one != two => (one, two),
        (one, two) => return Ok(two.or(one)),
    };
    let both = |what: &str| {
        Err(format!(
            "`multipleOf: {one}` and `multipleOf: {two}` {what}"
        ))
    };
    // Factors with a fraction are compared in units of the last digit of either.
    let fraction = |text: &str| text.split_once('.').map_or(0, |(_, digits)| digits.len());
    let digits = fraction(&one).max(fraction(&two));
    let scaled = |text: &str| {
        let (whole, part) = text.split_once('.').unwrap_or((text, ""));
        format!("{whole}{part:0<digits$}").parse::<u128>().ok()
    };
    let (Some(first), Some(second)) = (scaled(&one), scaled(&two)) else {
        return both("(beyond 128 bits)");
    };
    let (mut divisor, mut rest) = (first, second);
    while rest != 0 {
        (divisor, rest) = (rest, divisor % rest);
    }
    let least = first
        .checked_div(divisor)
        .and_then(|factor| factor.checked_mul(second));
    let Some(least) = least else {
        return both("(beyond 128 bits)");
    };
    let text = format!("{least:0>width$}", width = digits + 1);
    let (whole, part) = text.split_at(text.len() - digits);
    let part = part.trim_end_matches('0');
    Ok(Some(match part.is_empty() {
        true => whole.to_owned(),
        false => format!("{whole}.{part}"),
    }))
}

fn least(one: Option<usize>, two: Option<usize>) -> Option<usize> {
    match (one, two) {
        (Some(one), Some(two)) => Some(one.min(two)),
        (one, two) => one.or(two),
    }
}

/// How the second limit compares with the first: `Greater` where it is the narrower one.
fn narrower(one: &Option<String>, two: &Option<String>, wanted: Ordering) -> Ordering {
    match (one, two) {
        (_, None) => Ordering::Less,
        (None, Some(_)) => Ordering::Greater,
        (Some(one), Some(two)) => match compare(two, one) {
            Some(Ordering::Equal) => Ordering::Equal,
            Some(found) if found == wanted => Ordering::Greater,
            _ => Ordering::Less,
        },
    }
}

/// The narrower of two limits; of equal ones the exclusive one.
fn pick(
    order: Ordering,
    one: (Option<String>, bool),
    two: (Option<String>, bool),
) -> (Option<String>, bool) {
    match order {
        Ordering::Less => one,
        Ordering::Equal => (one.0, one.1 || two.1),
        Ordering::Greater => two,
    }
}

/// Compares two numbers as they are written: exactly where both are integers of 128 bits.
pub(in crate::lower) fn compare(one: &str, two: &str) -> Option<Ordering> {
    if let (Ok(one), Ok(two)) = (one.parse::<i128>(), two.parse::<i128>()) {
        return Some(one.cmp(&two));
    }
    let (one, two) = (one.parse::<f64>().ok()?, two.parse::<f64>().ok()?);
    one.partial_cmp(&two)
}
