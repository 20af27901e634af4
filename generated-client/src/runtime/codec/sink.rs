use std::cell::{Cell, RefCell};
use std::collections::HashSet;

use serde_json::Value;

use super::decode_budget::{DecodeBudget, DecodeLimits};
use super::drift::{Drift, DriftKind};

/// The most drift that is reported of one document.
const MAX_DRIFTS: usize = 256;

/// How many times a difference of one field is looked at. Further ones are counted only: a list may
/// have millions of them.
const MAX_REPEATS: usize = 1000;

/// The reports of reading one document.
#[derive(Default)]
pub(crate) struct Sink {
    pub(super) report: RefCell<DriftReport>,
    pub(super) budget: DecodeBudget,
    /// Whether numbers are read by their text where a string is declared.
    pub(super) reads_number_text: bool,
    /// How many unions are being read, one inside the other.
    pub(super) unions: Cell<usize>,
    /// Whether the last reading found no value.
    pub(super) is_absent: Cell<bool>,
    /// Values of fields that are not of their types, until their records keep them.
    unreadable: RefCell<Vec<UnreadableField>>,
}

/// The value of a field that is not one of its type.
struct UnreadableField {
    /// The number of steps from the root to the field.
    depth: usize,
    name: &'static str,
    value: Value,
}

#[derive(Default)]
pub(super) struct DriftReport {
    pub(super) drifts: Vec<Drift>,
    /// How many times fields differed, by kind, owner and name.
    pub(super) repeats: Vec<(DriftKind, &'static str, &'static str, usize)>,
    /// The number of values that were corrected, reported or not.
    pub(super) corrections: usize,
    /// The number of values in unions that their enums do not know.
    pub(super) unknown_values: usize,
    pub(super) failure: Option<String>,
    pub(super) sensitive: bool,
    /// The number of steps from the root to the value that was requested.
    pub(super) depth: usize,
    /// Path and JSON pointer of the first record, the requested value or one of its items, that has
    /// no known member.
    pub(super) unrecognised: Option<(String, String)>,
    /// The member of the document without which it is not the requested value.
    pub(super) needs: Option<&'static str>,
    /// Whether that member is missing.
    pub(super) lacks_needed: bool,
    /// Whether the requested value must have members.
    pub(super) rejects_empty: bool,
    /// Whether a string was declared where the document has a number with a fraction or an exponent.
    pub(super) has_inexact_text: bool,
    /// Rejected variants: number of the variant, name of the union, path.
    pub(super) rejected_variants: HashSet<String>,
}

/// The state of a [`Sink`] before an attempt that may be taken back.
pub(crate) struct DriftMark {
    pub(super) drifts: usize,
    pub(super) corrections: usize,
    pub(super) unknown_values: usize,
    /// The rest of the budget.
    pub(super) left: usize,
    pub(super) is_unrecognised: bool,
    pub(super) lacks_needed: bool,
}

impl Sink {
    /// Returns a sink for a document within limits.
    #[inline]
    pub(crate) fn within(limits: &DecodeLimits) -> Self {
        Self {
            report: RefCell::default(),
            budget: DecodeBudget::new(limits),
            reads_number_text: false,
            unions: Cell::new(0),
            is_absent: Cell::new(false),
            unreadable: RefCell::default(),
        }
    }

    /// Returns the sink for a document in which the requested value is so many steps from the root.
    #[inline]
    pub(crate) fn for_value_at(self, depth: usize) -> Self {
        self.report.borrow_mut().depth = depth;
        self
    }

    /// Returns the sink for a document that is the requested value and must have a member.
    #[inline]
    pub(crate) fn for_value_with(self, needs: Option<&'static str>) -> Self {
        self.report.borrow_mut().needs = needs;
        self
    }

    /// Makes a requested value without members an error, also where no member is required.
    #[inline]
    pub(crate) fn rejecting_empty(mut self, rejects: bool) -> Self {
        self.report.get_mut().rejects_empty = rejects;
        self
    }

    /// Returns a sink for reading the same document again, with the digits that its numbers have
    /// where a string is declared; `None` where that makes no difference.
    ///
    /// serde_json turns a number into a float before it is known that a string is declared. Reading
    /// the text of each value first would slow down every response for a rare case.
    pub(crate) fn for_number_text(&self, limits: &DecodeLimits) -> Option<Self> {
        let is_needed = self.report.borrow().has_inexact_text;
        is_needed.then(|| Self {
            reads_number_text: true,
            ..self.again(limits)
        })
    }

    /// Returns a sink for reading the same value again.
    pub(crate) fn again(&self, limits: &DecodeLimits) -> Self {
        let report = self.report.borrow();
        let mut sink = Self::within(limits).for_value_at(report.depth);
        sink.report.get_mut().needs = report.needs;
        sink.report.get_mut().rejects_empty = report.rejects_empty;
        // Reading does not repeat what concerns the document as a whole.
        let of_document = report.drifts.iter().filter(|drift| drift.path.is_empty());
        sink.report.get_mut().drifts.extend(of_document.cloned());
        sink
    }

    /// Takes the value of a field that is so many steps from the root. Of a field that occurs again, the last
    /// value counts.
    pub(super) fn keep_unreadable(&self, depth: usize, name: &'static str, value: Value) {
        let mut unreadable = self.unreadable.borrow_mut();
        unreadable.retain(|field| (field.depth, field.name) != (depth, name));
        unreadable.push(UnreadableField { depth, name, value });
    }

    /// Returns whether there are values that records have not taken yet.
    #[inline]
    pub(super) fn has_unreadable(&self) -> bool {
        !self.unreadable.borrow().is_empty()
    }

    /// Returns whether the value of a field is among them.
    pub(super) fn is_unreadable(&self, depth: usize, name: &str) -> bool {
        let unreadable = self.unreadable.borrow();
        let mut fields = unreadable.iter();
        fields.any(|field| (field.depth, field.name) == (depth, name))
    }

    /// Returns the values of fields that are so many steps from the root. Those of other records that are not at their
    /// end are fewer steps away.
    pub(super) fn take_unreadable(&self, depth: usize) -> Vec<(&'static str, Value)> {
        let taken = |field: &mut UnreadableField| field.depth == depth;
        let mut unreadable = self.unreadable.borrow_mut();
        let fields = unreadable.extract_if(.., taken);
        fields.map(|field| (field.name, field.value)).collect()
    }

    /// Returns the member that the document must have, if it lacks it.
    pub(crate) fn missing_needed(&self) -> Option<&'static str> {
        let report = self.report.borrow();
        report.needs.filter(|_| report.lacks_needed)
    }

    /// Returns path and JSON pointer of the requested value, or of an item of it, that has no known
    /// member.
    pub(crate) fn unrecognised(&self) -> Option<(String, String)> {
        self.report.borrow().unrecognised.clone()
    }

    /// Returns whether differences of a field need not be looked at any more.
    pub(super) fn is_enough(
        &self,
        kind: DriftKind,
        owner: &'static str,
        member: &'static str,
    ) -> bool {
        let DriftReport {
            drifts, repeats, ..
        } = &mut *self.report.borrow_mut();
        let mut known = repeats.iter_mut();
        if let Some(repeat) = known.find(|one| (one.0, one.1, one.2) == (kind, owner, member)) {
            repeat.3 += 1;
            return repeat.3 > MAX_REPEATS || drifts.len() >= MAX_DRIFTS;
        }
        if repeats.len() < MAX_DRIFTS {
            repeats.push((kind, owner, member, 1));
        }
        drifts.len() >= MAX_DRIFTS
    }

    /// Adds drift unless the same is reported already, or too much is.
    pub(super) fn add(
        &self,
        path_pattern: String,
        kind: DriftKind,
        drift: impl FnOnce(String) -> Drift,
    ) {
        let drifts = &mut self.report.borrow_mut().drifts;
        let is_same = |other: &Drift| other.path_pattern == path_pattern && other.kind == kind;
        if drifts.len() < MAX_DRIFTS && !drifts.iter().any(is_same) {
            drifts.push(drift(path_pattern));
        }
    }

    /// Returns whether the value is inside a union.
    #[inline]
    pub(crate) fn is_in_union(&self) -> bool {
        self.unions.get() > 0
    }

    /// Counts a value in a union that its enum does not know.
    #[cold]
    pub(crate) fn note_unknown_value(&self) {
        self.report.borrow_mut().unknown_values += 1;
    }

    /// Returns whether no value was corrected, and none was unknown, since.
    pub(crate) fn is_unchanged_since(&self, mark: &DriftMark) -> bool {
        let report = self.report.borrow();
        report.corrections == mark.corrections && report.unknown_values == mark.unknown_values
    }

    pub(crate) fn enter_union(&self) {
        self.unions.set(self.unions.get() + 1);
    }

    /// Forgets the rejected variants once no outer union can ask for them again.
    pub(crate) fn leave_union(&self) {
        self.unions.set(self.unions.get() - 1);
        if !self.is_in_union() {
            self.report.borrow_mut().rejected_variants.clear();
        }
    }

    pub(crate) fn mark(&self) -> DriftMark {
        let report = self.report.borrow();
        DriftMark {
            drifts: report.drifts.len(),
            corrections: report.corrections,
            unknown_values: report.unknown_values,
            left: self.budget.left(),
            is_unrecognised: report.unrecognised.is_some(),
            lacks_needed: report.lacks_needed,
        }
    }

    /// Returns the drift.
    pub(crate) fn take_drifts(&mut self) -> Vec<Drift> {
        std::mem::take(&mut self.report.get_mut().drifts)
    }

    /// Returns the path of the error, and whether it is at a secret.
    pub(crate) fn take_failure(&mut self) -> (String, bool) {
        let report = self.report.get_mut();
        (report.failure.take().unwrap_or_default(), report.sensitive)
    }
}
