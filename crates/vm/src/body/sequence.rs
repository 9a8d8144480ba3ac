//! Lists and tuples.

use super::body;
use crate::model::{Model, Value};
use taipan_heap::Inner;

/// A `list`.
pub struct List<M: Model> {
    /// The items, under the list's lock.
    pub items: Inner<Vec<Value<M>>>,
}

impl<M: Model> List<M> {
    /// A list of these items.
    pub fn new(items: Vec<Value<M>>) -> Self {
        Self { items: Inner::new(items) }
    }
}

body!(
    List,
    LIST,
    "list",
    |this, visit| {
        // SAFETY: inside `trace`.
        unsafe { this.items.peek() }.iter().for_each(visit);
    },
    clear | this | {
        let items = std::mem::take(&mut *this.open(|l| &l.items));
        drop(items);
    }
);

/// A `tuple`.
pub struct Tuple<M: Model> {
    /// The items; they never change.
    pub items: Box<[Value<M>]>,
}

impl<M: Model> Tuple<M> {
    /// A tuple of these items.
    pub fn new(items: impl Into<Box<[Value<M>]>>) -> Self {
        Self { items: items.into() }
    }
}

body!(Tuple, TUPLE, "tuple", |this, visit| {
    this.items.iter().for_each(visit);
});
