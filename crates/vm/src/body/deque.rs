//! The queue with two ends behind `collections.deque`.

use super::body;
use crate::model::{Model, Value};
use std::collections::VecDeque;
use taipan_heap::Inner;

/// What a `deque` holds; the class itself, with what is rarely used, is written in Python.
pub struct Deque<M: Model> {
    /// Everything, under the lock.
    pub state: Inner<DequeState<M>>,
}

/// The items of a deque.
pub struct DequeState<M: Model> {
    /// The items.
    pub items: VecDeque<Value<M>>,
    /// The most items there may be.
    pub most: Option<usize>,
    /// Changes whenever an item comes or goes, so that an iteration notices.
    pub version: u32,
}

body!(
    Deque,
    DEQUE,
    "deque",
    |this, visit| {
        // SAFETY: inside `trace`.
        unsafe { this.state.peek() }.items.iter().for_each(visit);
    },
    clear | this | {
        let items = std::mem::take(&mut this.open(|d| &d.state).items);
        drop(items);
    }
);
