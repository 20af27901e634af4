use std::borrow::Cow;
use std::fmt::Write as _;

use serde_json::Value;

use super::decode_budget::DecodeBudget;
use super::drift::{Drift, DriftKind};
use super::path_text::{push_key, push_name, shortened};
use super::sink::{DriftMark, Sink};

/// The maximum size in bytes of the records around a record, all together.
const MAX_BYTES: usize = 40 << 10;

/// The JSON path of a value in the document being read: a linked list from the innermost member to the root.
pub(crate) struct JsonPath<'a> {
    above: Option<&'a JsonPath<'a>>,
    /// The size of all records on the way here.
    bytes: usize,
    step: PathStep<'a>,
    sink: &'a Sink,
}

/// The last step of a path.
#[derive(Clone, Copy)]
enum PathStep<'a> {
    Root,
    Member {
        owner: &'static str,
        name: &'static str,
    },
    Element(usize),
    Entry(&'a str),
}

impl<'a> JsonPath<'a> {
    pub(crate) fn root(sink: &'a Sink) -> Self {
        Self {
            above: None,
            bytes: 0,
            step: PathStep::Root,
            sink,
        }
    }

    pub(crate) fn member(&'a self, owner: &'static str, name: &'static str) -> Self {
        self.below(PathStep::Member { owner, name })
    }

    pub(crate) fn element(&'a self, index: usize) -> Self {
        self.below(PathStep::Element(index))
    }

    pub(crate) fn entry(&'a self, key: &'a str) -> Self {
        self.below(PathStep::Entry(key))
    }

    fn below(&'a self, step: PathStep<'a>) -> Self {
        Self {
            above: Some(self),
            bytes: self.bytes,
            step,
            sink: self.sink,
        }
    }

    /// Returns the path of an entry of the record whose member this is.
    pub(crate) fn sibling<'b>(&'b self, key: &'b str) -> JsonPath<'b> {
        JsonPath {
            above: self.above,
            step: PathStep::Entry(key),
            ..*self
        }
    }

    /// Returns the path for the members of a record of this size, none where records are nested
    /// too deeply. [`turn_to`](Self::turn_to) makes it that of a member.
    ///
    /// Reading a record takes stack in proportion to its size: without optimisation, thirty times
    /// as much. Recursive models would let a response use up that of a thread before it
    /// reaches serde_json's own limit, which counts levels.
    #[inline]
    pub(crate) fn inside(&'a self, owner: &'static str, size: usize) -> Option<Self> {
        let bytes = self.bytes + size;
        (bytes <= MAX_BYTES).then(|| Self {
            bytes,
            ..self.member(owner, "")
        })
    }

    /// Turns the path of one member of a record into that of another.
    #[inline]
    pub(crate) fn turn_to(&mut self, member: &'static str) {
        if let PathStep::Member { name, .. } = &mut self.step {
            *name = member;
        }
    }

    /// Turns the path of one element of a list into that of another.
    pub(crate) fn turn_to_element(&mut self, index: usize) {
        self.step = PathStep::Element(index);
    }

    pub(crate) fn is_root(&self) -> bool {
        self.above.is_none()
    }

    pub(crate) fn sink(&self) -> &'a Sink {
        self.sink
    }

    /// Records that a value is missing here, until [`take_absent`](Self::take_absent) is called.
    #[inline]
    pub(super) fn note_absent(&self) {
        self.sink.is_absent.set(true);
    }

    /// Returns whether the last reading found no value, and forgets that.
    #[inline]
    pub(super) fn take_absent(&self) -> bool {
        self.sink.is_absent.replace(false)
    }

    /// Returns what is left of the memory for the value.
    #[inline]
    pub(super) fn budget(&self) -> &'a DecodeBudget {
        &self.sink.budget
    }

    /// Records that the value here was absent or null although a value is required.
    #[cold]
    pub(crate) fn drift(&self) {
        self.correct(DriftKind::MissingMember);
    }

    /// Records that the value here was corrected.
    #[cold]
    pub(crate) fn correct(&self, kind: DriftKind) {
        let is_needed = kind == DriftKind::MissingMember && self.is_needed();
        let mut report = self.sink.report.borrow_mut();
        report.corrections += 1;
        report.lacks_needed |= is_needed;
        drop(report);
        let (owner, member) = self.owner();
        if self.sink.is_enough(kind, owner, member) {
            return;
        }
        self.sink.add(self.path(true), kind, |path_pattern| Drift {
            kind,
            owner,
            member: Cow::Borrowed(member),
            path: self.path(false),
            path_pattern,
        });
    }

    /// Reports an empty string where a number or a boolean is declared. Like `null`, it is not a value.
    #[cold]
    pub(super) fn no_value(&self) {
        self.correct(DriftKind::ConvertedValue);
        self.note_absent();
    }

    /// Reports a scalar that is not a value of the declared type, and keeps it for the record whose
    /// member this is: it counts as missing. Returns the error where that must be one: inside of a union, another
    /// variant may fit, and of a requested value, or of an item of it, nothing would be left.
    #[cold]
    pub(super) fn unreadable<E>(&self, value: impl Into<Value>, error: E) -> Result<(), E> {
        if self.sink.is_in_union() || self.is_requested() {
            return Err(error);
        }
        if let PathStep::Member { name, .. } = self.step {
            self.sink.keep_unreadable(self.depth(), name, value.into());
        }
        self.correct(DriftKind::UnreadableValue);
        self.note_absent();
        Ok(())
    }

    /// Returns whether the value of this member is not of its type.
    pub(super) fn is_unreadable(&self) -> bool {
        self.sink.has_unreadable()
            && matches!(self.step, PathStep::Member { name, .. } if self.sink.is_unreadable(self.depth(), name))
    }

    /// Returns the values of members of this record that are not of their types.
    #[cold]
    pub(super) fn take_unreadable(&self) -> Vec<(&'static str, Value)> {
        self.sink.take_unreadable(self.depth())
    }

    /// Records that the record whose member this is has an unknown field.
    #[cold]
    pub(crate) fn unknown_field(&self, name: &str) {
        let kind = DriftKind::UnknownField;
        if self.sink.is_enough(kind, self.owner().0, "") {
            return;
        }
        let path_pattern = self.unknown_field_path(name, true);
        self.sink.add(path_pattern, kind, |path_pattern| Drift {
            kind,
            owner: self.owner().0,
            member: Cow::Owned(shortened(name).to_owned()),
            path: self.unknown_field_path(name, false),
            path_pattern,
        });
    }

    /// Returns the path of an unknown field of the record whose member this is.
    fn unknown_field_path(&self, name: &str, as_pattern: bool) -> String {
        let mut path = self.above.map(|at| at.path(as_pattern)).unwrap_or_default();
        push_key(&mut path, name);
        path
    }

    /// Records that reading an unknown field failed.
    #[cold]
    pub(crate) fn fail_unknown_field(&self, name: &str) {
        let path = self.unknown_field_path(name, false);
        self.sink.report.borrow_mut().failure.get_or_insert(path);
    }

    /// Records that reading failed here, unless it failed further inside.
    #[cold]
    pub(crate) fn fail(&self) {
        let mut report = self.sink.report.borrow_mut();
        if report.failure.is_none() {
            report.failure = Some(self.path(false));
        }
    }

    /// Records that the object here has no member that its record declares. Only the requested
    /// value, the member that it needs, and the items of either matter: further inside, such an
    /// object is drift.
    #[cold]
    pub(crate) fn note_unrecognised(&self) {
        let is_requested = self.is_requested();
        let mut report = self.sink.report.borrow_mut();
        if is_requested && report.unrecognised.is_none() {
            report.unrecognised = Some((self.path(false), self.pointer()));
        }
    }

    /// Records that the object here has no members, although its record declares some.
    #[cold]
    pub(crate) fn note_empty(&self) {
        if self.sink.report.borrow().rejects_empty {
            self.note_unrecognised();
        }
    }

    /// Returns whether this is the requested value, the member that it needs, or an item of either.
    fn is_requested(&self) -> bool {
        let is_value = |json_path: &JsonPath<'_>| {
            json_path.depth() == self.sink.report.borrow().depth || json_path.is_needed()
        };
        let is_item = matches!(self.step, PathStep::Element(_) | PathStep::Entry(_));
        is_value(self) || (is_item && self.above.is_some_and(is_value))
    }

    /// Returns whether this is the member without which the document is not the requested value.
    fn is_needed(&self) -> bool {
        let PathStep::Member { name, .. } = self.step else {
            return false;
        };
        let is_outermost = self.above.is_some_and(JsonPath::is_root);
        is_outermost && self.sink.report.borrow().needs == Some(name)
    }

    /// Records that a number whose digits may have been lost is at a string.
    #[cold]
    pub(crate) fn note_inexact_text(&self) {
        self.sink.report.borrow_mut().has_inexact_text = true;
    }

    /// Returns whether numbers are read by their text where a string is declared.
    #[inline]
    pub(crate) fn reads_number_text(&self) -> bool {
        self.sink.reads_number_text
    }

    fn depth(&self) -> usize {
        let mut depth = 0;
        let mut json_path = self;
        while let Some(above) = json_path.above {
            json_path = above;
            depth += 1;
        }
        depth
    }

    /// Records that the error is at a secret, so that no part of the body may be shown.
    #[cold]
    pub(crate) fn conceal(&self) {
        self.sink.report.borrow_mut().sensitive = true;
    }

    /// Whether a variant is known not to fit here.
    pub(crate) fn is_rejected(&self, union: &'static str, variant_index: usize) -> bool {
        let report = self.sink.report.borrow();
        if report.rejected_variants.is_empty() {
            return false;
        }
        report
            .rejected_variants
            .contains(&variant_key(&self.path(false), union, variant_index))
    }

    /// Discards the reports of an attempt, and remembers that the variant does not fit here.
    #[cold]
    pub(crate) fn reject_variant(
        &self,
        union: &'static str,
        variant_index: usize,
        mark: &DriftMark,
    ) {
        let path = self.path(false);
        self.sink.budget.restore(mark.left);
        // The record of the variant takes memory, too. If it is too much, the union fails.
        let _ = self.sink.budget.charge_text::<serde_json::Error>(&path);
        let mut report = self.sink.report.borrow_mut();
        report.drifts.truncate(mark.drifts);
        report.corrections = mark.corrections;
        report.unknown_values = mark.unknown_values;
        report.failure = None;
        report.sensitive = false;
        report.unrecognised.take_if(|_| !mark.is_unrecognised);
        report.lacks_needed = mark.lacks_needed;
        report
            .rejected_variants
            .insert(variant_key(&path, union, variant_index));
    }

    /// Returns the innermost member on the way here, and the model that declares it.
    fn owner(&self) -> (&'static str, &'static str) {
        let mut json_path = Some(self);
        while let Some(at) = json_path {
            if let PathStep::Member { owner, name } = at.step {
                return (owner, name);
            }
            json_path = at.above;
        }
        ("", "")
    }

    /// Returns the JSON pointer.
    fn pointer(&self) -> String {
        let above = self.above.map(JsonPath::pointer).unwrap_or_default();
        match self.step {
            PathStep::Root => above,
            PathStep::Element(index) => format!("{above}/{index}"),
            PathStep::Member { name, .. } | PathStep::Entry(name) => {
                format!("{above}/{}", name.replace('~', "~0").replace('/', "~1"))
            }
        }
    }

    /// Returns the JSON path; in a pattern one element represents all elements of a list or keys of a map.
    fn path(&self, as_pattern: bool) -> String {
        let mut steps = Vec::new();
        let mut json_path = Some(self);
        while let Some(at) = json_path {
            steps.push(at.step);
            json_path = at.above;
        }
        let mut path = String::new();
        for step in steps.into_iter().rev() {
            match step {
                PathStep::Root => {}
                PathStep::Element(_) | PathStep::Entry(_) if as_pattern => path.push_str("[]"),
                PathStep::Element(index) => {
                    let _ = write!(path, "[{index}]");
                }
                PathStep::Member { name, .. } => push_name(&mut path, name),
                PathStep::Entry(key) => push_key(&mut path, key),
            }
        }
        path
    }
}

/// Returns what distinguishes a variant of a union at a path, in one string: each type of set is code of its own.
fn variant_key(path: &str, union: &str, variant_index: usize) -> String {
    format!("{variant_index} {union} {path}")
}
