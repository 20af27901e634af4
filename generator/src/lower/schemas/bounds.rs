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
        self.multiple_of = other.multiple_of.or_else(|| self.multiple_of.take());
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
        if let (Some(low), Some(high)) = (&self.minimum, &self.maximum)
            && compare(low, high) == Some(Ordering::Greater)
        {
            return Some(format!("`minimum: {low}` and `maximum: {high}`"));
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
