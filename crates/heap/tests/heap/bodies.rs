//! Sharings and bodies that the tests use.

use std::cell::RefCell;
use std::rc::Rc;
use taipan_heap::{Atomic, Biased, Body, ByGate, Inner, Leased, Obj, Own, Plain, Sharing, Value, Visit};

/// Shared freely: atomic counts, a lock in each object.
pub struct Free;
impl Sharing for Free {
    type Count = Atomic;
    type Lock = Own;
}

/// Shared freely, and cheaper for who made an object.
pub struct Brc;
impl Sharing for Brc {
    type Count = Biased;
    type Lock = Leased;
}

/// Used by one thread at a time.
pub struct Gated;
impl Sharing for Gated {
    type Count = Plain;
    type Lock = ByGate;
}

/// Shared by threads that lose counts.
pub struct Racy;
impl Sharing for Racy {
    type Count = Plain;
    type Lock = Own;
    const KEEP_DEAD: bool = true;
}

/// Writes down the labels of bodies as they are dropped.
pub type Log = Rc<RefCell<Vec<u32>>>;

/// A body that refers to others, and carries `EXTRA` bytes of its own.
pub struct Node<S: Sharing, const EXTRA: usize = 0> {
    pub label: u32,
    pub edges: Inner<Vec<Value<S>>>,
    pub extra: [u8; EXTRA],
    log: Option<Log>,
}

impl<S: Sharing, const EXTRA: usize> Node<S, EXTRA> {
    pub fn new(label: u32) -> Self {
        Self { label, edges: Inner::new(Vec::new()), extra: [label as u8; EXTRA], log: None }
    }

    pub fn logged(label: u32, log: &Log) -> Self {
        let mut node = Self::new(label);
        node.log = Some(log.clone());
        node
    }

    /// One that refers to another.
    pub fn to(label: u32, next: Value<S>) -> Self {
        let mut node = Self::new(label);
        node.edges = Inner::new(vec![next]);
        node
    }
}

impl<S: Sharing, const EXTRA: usize> Drop for Node<S, EXTRA> {
    fn drop(&mut self) {
        if let Some(log) = &self.log {
            log.borrow_mut().push(self.label);
        }
    }
}

/// Bytes that make a node larger than any block of a shared page.
pub const BIG: usize = 600;
/// Bytes that make it larger than a page.
pub const HUGE: usize = 200_000;

macro_rules! nodes {
    ($($extra:ident $kind:literal $name:literal;)*) => {$(
        // SAFETY: each size has a kind of its own, and `Leaf` and `Phoenix` have others.
        unsafe impl<S: Sharing> Body<S> for Node<S, $extra> {
            const KIND: u8 = $kind;
            const NAME: &'static str = $name;

            fn trace(&self, visit: &mut Visit<'_, S>) {
                // SAFETY: called by the collector and the audit alone, while nobody else runs.
                unsafe { self.edges.peek() }.iter().for_each(visit);
            }

            fn clear(this: &Obj<S, Self>) {
                let edges = std::mem::take(&mut *this.open(|node| &node.edges));
                drop(edges);
            }
        }
    )*};
}

const SMALL: usize = 0;
nodes! {
    SMALL 1 "node";
    BIG 2 "big node";
    HUGE 3 "huge node";
}

/// A body that refers to nothing.
pub struct Leaf(pub u64);

// SAFETY: no other body here has kind 4.
unsafe impl<S: Sharing> Body<S> for Leaf {
    const KIND: u8 = 4;
    const NAME: &'static str = "leaf";
    const TRACED: bool = false;

    fn trace(&self, _visit: &mut Visit<'_, S>) {}
}

/// Lets `b` be reached from `a`.
pub fn link<S: Sharing>(a: &Obj<S, Node<S>>, b: Value<S>) {
    a.open(|node| &node.edges).push(b);
}

/// Moves a value to another thread.
///
/// The tests that use it share only objects whose sharing allows it.
pub struct Carried<T>(pub T);

// SAFETY: used with `Free`, `Brc` and `Racy`, whose counts are atomic words and whose bodies have a lock.
unsafe impl<T> Send for Carried<T> {}
// SAFETY: as above.
unsafe impl<T> Sync for Carried<T> {}
