/// The set of fields that were read, by number from 1.
#[derive(Default)]
pub(super) struct Seen {
    /// One bit for each field that has one.
    pub(super) first: u64,
    /// Fields that have no bit; hardly any model has such.
    others: Vec<usize>,
}

/// Returns the bit of a field if it has one.
#[inline(always)]
pub(super) fn bit(member: usize) -> Option<u64> {
    (member < 64).then(|| 1 << member)
}

impl Seen {
    /// Adds a field without a bit, and returns whether it is new.
    #[cold]
    pub(super) fn insert_other(&mut self, member: usize) -> bool {
        let is_new = !self.others.contains(&member);
        self.others.push(member);
        is_new
    }

    #[inline]
    pub(super) fn is_empty(&self) -> bool {
        self.first == 0 && self.others.is_empty()
    }

    /// Returns whether a field without a bit was read.
    #[cold]
    pub(super) fn has_other(&self, member: usize) -> bool {
        self.others.contains(&member)
    }
}
