//! Bodies that hold a few values and nothing that changes.

use super::body;
use crate::model::{Model, Value};
use num_bigint::BigInt;
use std::marker::PhantomData;

/// An `int` that needs more than a word.
pub struct BigIntBody<M>(pub BigInt, pub PhantomData<M>);

impl<M> BigIntBody<M> {
    /// The object for a number; the caller has checked that it does not fit a word.
    pub fn new(n: BigInt) -> Self {
        Self(n, PhantomData)
    }
}

body!(BigIntBody, BIG_INT, "int", leaf);

/// A `slice`.
pub struct Slice<M: Model> {
    /// First index.
    pub start: Value<M>,
    /// Index to stop before.
    pub stop: Value<M>,
    /// Step.
    pub step: Value<M>,
}

body!(Slice, SLICE, "slice", |this, visit| {
    [&this.start, &this.stop, &this.step].into_iter().for_each(visit);
});

/// A `range` of ints that fit a word.
pub struct Range<M> {
    /// First number.
    pub start: i64,
    /// Number to stop before.
    pub stop: i64,
    /// Step, not zero.
    pub step: i64,
    model: PhantomData<M>,
}

impl<M> Range<M> {
    /// A range; `step` is not zero.
    pub fn new(start: i64, stop: i64, step: i64) -> Self {
        Self { start, stop, step, model: PhantomData }
    }

    /// How many numbers.
    pub fn len(&self) -> i64 {
        let (low, high) = if self.step > 0 { (self.start, self.stop) } else { (self.stop, self.start) };
        if low >= high { 0 } else { (high - low - 1) / self.step.abs() + 1 }
    }

    /// Whether there is no number.
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// Whether a number is one of them.
    pub fn contains(&self, n: i64) -> bool {
        let inside = if self.step > 0 { self.start <= n && n < self.stop } else { self.stop < n && n <= self.start };
        inside && (n - self.start) % self.step == 0
    }
}

body!(Range, RANGE, "range", leaf);
