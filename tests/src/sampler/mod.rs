//! Makes values that a schema of the document allows.
//!
//! A value is made by the structure of its schema and then checked by the JSON Schema library, which is what counts.
//! Where a schema leaves a choice (a branch, a value of an enum), the one taken least often so far is taken, so that
//! enough samples of a schema show every branch and every value.

mod object;
mod pattern;
mod shape;
mod text;

use std::cell::{Cell, RefCell};
use std::collections::{BTreeSet, HashMap};

use anyhow::{Context as _, bail};
use serde_json::{Number, Value};

use crate::second_reader::{Direction, Document, Schemas};
use shape::SampledShape;

/// The kind of values to generate.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct SampleStyle {
    /// Whether strings hold `/`, `%`, blanks, quotes and other scripts, wherever nothing forbids it.
    pub awkward: bool,
    /// Whether optional members are set.
    pub complete: bool,
    /// Whether members that may be null are.
    pub nulls: bool,
}

impl SampleStyle {
    /// Required members only, and simple strings.
    pub const MINIMAL: Self = Self {
        awkward: false,
        complete: false,
        nulls: false,
    };
    /// Everything, with strings that are hard to transport.
    pub const AWKWARD: Self = Self {
        awkward: true,
        complete: true,
        nulls: false,
    };
    /// Everything that is optional.
    pub const COMPLETE: Self = Self {
        awkward: false,
        complete: true,
        nulls: false,
    };
    /// Everything, null where it may be.
    pub const NULLS: Self = Self {
        awkward: false,
        complete: true,
        nulls: true,
    };
}

/// How often a schema is tried until a value is valid: a `oneOf` may refuse what two branches accept.
const ATTEMPTS: usize = 40;

/// How deep values are nested before only what is required is set.
const DEEP: usize = 12;

/// How deep values may be nested at all.
const DEEPEST: usize = 40;

/// A place where a schema leaves a choice: branches, or values of an enum.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct ChoicePoint(usize);

/// Makes values of one direction.
pub struct SchemaSampler<'d> {
    document: &'d Document,
    schemas: &'d Schemas<'d>,
    direction: Direction,
    /// How often each option of a choice was taken, by the address of the schema that leaves it.
    taken: RefCell<HashMap<usize, Vec<usize>>>,
    /// Components whose value is being made.
    open: RefCell<Vec<String>>,
    seen: RefCell<BTreeSet<ChoicePoint>>,
    /// Components of which a value was made.
    sampled: RefCell<BTreeSet<String>>,
    made: Cell<usize>,
}

impl<'d> SchemaSampler<'d> {
    /// Returns a sampler of values that travel in a direction.
    pub fn new(document: &'d Document, schemas: &'d Schemas<'d>, direction: Direction) -> Self {
        Self {
            document,
            schemas,
            direction,
            taken: RefCell::default(),
            open: RefCell::default(),
            made: Cell::new(0),
            seen: RefCell::default(),
            sampled: RefCell::default(),
        }
    }

    /// Makes a value that is valid.
    pub fn sample(&self, schema: &'d Value, style: SampleStyle) -> anyhow::Result<Value> {
        let mut last = (Value::Null, Vec::new());
        for _ in 0..ATTEMPTS {
            self.open.borrow_mut().clear();
            let value = self.value(&[schema], style, 0)?;
            let objections = self.schemas.objections(schema, self.direction, &value)?;
            if objections.is_empty() {
                return Ok(value);
            }
            last = (value, objections);
        }
        let (value, objections) = last;
        bail!("no valid sample: {objections:?} against {value}");
    }

    /// Returns the choices that were made since the last call.
    pub fn take_seen(&self) -> BTreeSet<ChoicePoint> {
        self.seen.take()
    }

    /// Returns the component schemas of which a value was made, by itself or inside another.
    pub fn sampled(&self) -> BTreeSet<String> {
        self.sampled.borrow().clone()
    }

    /// Returns whether a choice has options that were never taken.
    pub fn is_open(&self, choice: &ChoicePoint) -> bool {
        let taken = self.taken.borrow();
        taken.get(&choice.0).is_some_and(|times| times.contains(&0))
    }

    /// Makes a value that several schemas allow.
    fn value(
        &self,
        schemas: &[&'d Value],
        style: SampleStyle,
        depth: usize,
    ) -> anyhow::Result<Value> {
        if depth > DEEPEST {
            bail!("a schema requires itself");
        }
        let mut shape = SampledShape::default();
        for schema in schemas {
            self.gather(schema, &mut shape, 0)?;
        }
        let opened = shape.components.len();
        self.sampled
            .borrow_mut()
            .extend(shape.components.iter().cloned());
        self.open
            .borrow_mut()
            .extend(shape.components.iter().cloned());
        let value = self.of_shape(&shape, style, depth);
        let mut open = self.open.borrow_mut();
        let left = open.len() - opened.min(open.len());
        open.truncate(left);
        value
    }

    fn of_shape(
        &self,
        shape: &SampledShape<'d>,
        style: SampleStyle,
        depth: usize,
    ) -> anyhow::Result<Value> {
        if shape.is_nullable() && depth > 0 && (style.nulls || shape.is_nothing()) {
            return Ok(Value::Null);
        }
        if let Some(values) = &shape.values {
            let allowed: Vec<_> = values.iter().filter(|value| !value.is_null()).collect();
            let address = shape.values_address;
            let chosen = self.pick(address, allowed.len());
            let value = allowed.get(chosen).context("an enum without values")?;
            return Ok((***value).clone());
        }
        match shape.kind() {
            Some("string") => text::of_shape(shape, style, self.next()),
            Some("integer") => Ok(integer(shape, self.next())),
            Some("number") => Ok(number(shape, self.next())),
            Some("boolean") => Ok(Value::Bool(self.next().is_multiple_of(2))),
            Some("array") => self.array(shape, style, depth),
            Some("object") => self.object(shape, style, depth),
            Some(other) => bail!("unknown type `{other}`"),
            None => Ok(Value::from("anything")),
        }
    }

    fn array(
        &self,
        shape: &SampledShape<'d>,
        style: SampleStyle,
        depth: usize,
    ) -> anyhow::Result<Value> {
        let wanted = usize::from(depth < DEEP && !self.would_recurse(&shape.items)?);
        let fewest = shape.fewest_items.unwrap_or(0);
        let most = shape.most_items.unwrap_or(usize::MAX);
        let count = wanted.max(fewest).min(most);
        let items = (0..count).map(|_| {
            if shape.items.is_empty() {
                return Ok(Value::from("anything"));
            }
            self.value(
                &shape.items,
                SampleStyle {
                    nulls: false,
                    ..style
                },
                depth + 1,
            )
        });
        items.collect()
    }

    /// Returns whether a value of the schemas would hold a component that is being made already.
    fn would_recurse(&self, schemas: &[&'d Value]) -> anyhow::Result<bool> {
        let mut shape = SampledShape::default();
        for schema in schemas {
            self.gather_components(schema, &mut shape)?;
        }
        let open = self.open.borrow();
        Ok(shape.components.iter().any(|name| open.contains(name)))
    }

    /// Takes the option of a choice that was taken least often.
    fn pick(&self, address: usize, options: usize) -> usize {
        self.seen.borrow_mut().insert(ChoicePoint(address));
        let mut taken = self.taken.borrow_mut();
        let times = taken.entry(address).or_default();
        times.resize(options.max(times.len()), 0);
        let least = (0..options)
            .min_by_key(|&option| times[option])
            .unwrap_or(0);
        if let Some(times) = times.get_mut(least) {
            *times += 1;
        }
        least
    }

    /// Counts what was made, so that numbers and strings differ.
    fn next(&self) -> usize {
        self.made.set(self.made.get() + 1);
        self.made.get()
    }
}

/// The integers that every JSON reader reads exactly.
const EXACT: f64 = 9_007_199_254_740_992.0;

fn integer(shape: &SampledShape<'_>, made: usize) -> Value {
    let least = shape.least.unwrap_or(-EXACT).max(-EXACT) as i64;
    let most = shape.most.unwrap_or(EXACT).min(EXACT) as i64;
    let unit = shape.unit.map_or(1, |unit| unit as i64).max(1);
    let wanted = match made % 3 {
        0 if shape.least.is_some() => least,
        1 if shape.most.is_some() => most,
        _ => i64::try_from(made).unwrap_or(7),
    };
    let bounded = wanted.clamp(least, most.max(least));
    let down = bounded - bounded.rem_euclid(unit);
    let value = if down < least { down + unit } else { down };
    Value::from(value)
}

fn number(shape: &SampledShape<'_>, made: usize) -> Value {
    let least = shape.least.unwrap_or(-EXACT);
    let most = shape.most.unwrap_or(EXACT);
    let wanted = made as f64 + if made.is_multiple_of(2) { 0.25 } else { 0.0 };
    let bounded = wanted.clamp(least, most.max(least));
    let value = shape
        .unit
        .map_or(bounded, |unit| (bounded / unit).round() * unit);
    Number::from_f64(value).map_or(Value::Null, Value::Number)
}
