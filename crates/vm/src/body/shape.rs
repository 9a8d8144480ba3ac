//! Shapes: the names of attributes, which instances share.

use super::Str;
use crate::model::{Model, Obj, Visit};
use crate::ops::cache::quick::mark;
use std::sync::atomic::{AtomicU8, AtomicU64, Ordering::Relaxed};
use std::sync::{Mutex, PoisonError};

/// Names of slots. Shapes form a tree: each child adds a name.
pub struct Shape<M: Model> {
    /// No other shape of the process ever has this number; 0 where a dict takes the place of slots.
    pub id: u64,
    /// The number as sites compare it: see [`quick`](crate::ops::cache::quick).
    pub(crate) mark: u64,
    names: Box<[Obj<M, Str<M>>]>,
    // Boxed, because instances point at shapes while the list grows.
    #[allow(clippy::vec_box, reason = "the addresses of shapes must not change")]
    children: Mutex<Vec<Box<Shape<M>>>>,
}

/// The shapes of a class's instances.
pub struct Shapes<M: Model> {
    root: Box<Shape<M>>,
    in_dict: Box<Shape<M>>,
    /// How many slots an instance has needed so far, up to [`MOST_ROOM`]: what the next one gets.
    room: AtomicU8,
}

/// The most slots that follow the body of an instance; an attribute more than that lives in a list.
const MOST_ROOM: usize = 40;

/// Numbers of shapes start above the kinds of bodies, which share the key space of inline caches.
fn next_id() -> u64 {
    static NEXT: AtomicU64 = AtomicU64::new(1 << 8);
    NEXT.fetch_add(1, Relaxed)
}

impl<M: Model> Shapes<M> {
    /// Only the shape without names.
    pub fn new() -> Self {
        let empty = |id| Box::new(Shape { id, mark: mark(id), names: Box::new([]), children: Mutex::new(Vec::new()) });
        Self { root: empty(next_id()), in_dict: empty(0), room: AtomicU8::new(0) }
    }

    /// Visits the names of all shapes.
    pub(super) fn trace(&self, visit: &mut Visit<'_, M>) {
        self.root.trace(visit);
    }

    /// The shape without names: an instance starts with it. Its number stands for the class.
    #[inline]
    pub fn root(&self) -> &Shape<M> {
        &self.root
    }

    /// The shape of instances whose attributes are in a dict.
    pub fn in_dict(&self) -> &Shape<M> {
        &self.in_dict
    }

    /// How many slots a new instance gets. Relaxed: a guess, good or not so good.
    #[inline]
    pub fn room(&self) -> usize {
        self.room.load(Relaxed).into()
    }

    /// Notes that an instance needed so many slots.
    pub fn need(&self, slots: usize) {
        self.room.fetch_max(slots.min(MOST_ROOM) as u8, Relaxed);
    }
}

impl<M: Model> Default for Shapes<M> {
    fn default() -> Self {
        Self::new()
    }
}

impl<M: Model> Shape<M> {
    /// The slot of a name. Names are interned, so their addresses tell them apart.
    pub fn slot(&self, name: &Obj<M, Str<M>>) -> Option<usize> {
        self.names.iter().position(|n| n.is(name))
    }

    fn trace(&self, visit: &mut Visit<'_, M>) {
        self.names.iter().for_each(|name| visit(name.as_value()));
        for child in self.children.lock().unwrap_or_else(PoisonError::into_inner).iter() {
            child.trace(visit);
        }
    }

    /// The names, in the order of the slots.
    pub fn names(&self) -> &[Obj<M, Str<M>>] {
        &self.names
    }

    /// The shape with one more name.
    pub fn with(&self, name: &Obj<M, Str<M>>) -> &Shape<M> {
        let mut children = self.children.lock().unwrap_or_else(PoisonError::into_inner);
        let known = children.iter().position(|c| c.names.last().is_some_and(|n| n.is(name)));
        let index = known.unwrap_or_else(|| {
            let names = self.names.iter().chain([name]).cloned().collect();
            let id = next_id();
            children.push(Box::new(Shape { id, mark: mark(id), names, children: Mutex::new(Vec::new()) }));
            children.len() - 1
        });
        let child: *const Shape<M> = &raw const *children[index];
        // SAFETY: a child is boxed, never changes, and is freed only with its parent.
        unsafe { &*child }
    }
}
