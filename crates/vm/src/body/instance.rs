//! Instances of classes: attributes in slots, named by a shape that instances share.

use super::{Class, Dict, Str};
use crate::model::{Model, Obj, Value};
use std::sync::atomic::{AtomicU64, Ordering::Relaxed};
use std::sync::{Mutex, PoisonError};
use taipan_heap::{Body, Inner};

/// An instance of a class made by a `class` statement.
pub struct Instance<M: Model> {
    /// Its class.
    pub class: Obj<M, Class<M>>,
    /// Its attributes, under its lock.
    pub attributes: Inner<Attributes<M>>,
    /// What it holds of a built-in base (the list of a subclass of `list`), or None.
    pub payload: Value<M>,
}

/// The attributes of an instance.
pub struct Attributes<M: Model> {
    /// Names the slots; belongs to the instance's class, which keeps it alive.
    pub shape: *const Shape<M>,
    /// The values, in the order of the shape.
    pub slots: Vec<Value<M>>,
    /// Takes the place of shape and slots once the program asked for `__dict__`.
    pub dict: Option<Obj<M, Dict<M>>>,
}

/// Names of slots. Shapes form a tree: each child adds a name.
pub struct Shape<M: Model> {
    /// No other shape of the process ever has this number.
    pub id: u64,
    names: Box<[Obj<M, Str<M>>]>,
    // Boxed, because instances point at shapes while the list grows.
    #[allow(clippy::vec_box, reason = "the addresses of shapes must not change")]
    children: Mutex<Vec<Box<Shape<M>>>>,
}

/// The shapes of a class's instances.
pub struct Shapes<M: Model> {
    root: Box<Shape<M>>,
}

/// Numbers of shapes start above the kinds of bodies, which share the key space of inline caches.
fn next_id() -> u64 {
    static NEXT: AtomicU64 = AtomicU64::new(1 << 8);
    NEXT.fetch_add(1, Relaxed)
}

impl<M: Model> Shapes<M> {
    /// Only the shape without names.
    pub fn new() -> Self {
        Self { root: Box::new(Shape { id: next_id(), names: Box::new([]), children: Mutex::new(Vec::new()) }) }
    }

    /// Visits the names of all shapes.
    pub(super) fn trace(&self, visit: &mut crate::model::Visit<'_, M>) {
        self.root.trace(visit);
    }

    /// The shape without names.
    #[inline]
    pub fn root(&self) -> *const Shape<M> {
        &raw const *self.root
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

    fn trace(&self, visit: &mut crate::model::Visit<'_, M>) {
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
    pub fn with(&self, name: &Obj<M, Str<M>>) -> *const Shape<M> {
        let mut children = self.children.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(child) = children.iter().find(|c| c.names.last().is_some_and(|n| n.is(name))) {
            return &raw const **child;
        }
        let names = self.names.iter().chain([name]).cloned().collect();
        children.push(Box::new(Shape { id: next_id(), names, children: Mutex::new(Vec::new()) }));
        &raw const **children.last().expect("one was just pushed")
    }
}

impl<M: Model> Attributes<M> {
    /// No attributes yet.
    pub fn new(class: &Class<M>) -> Self {
        Self { shape: class.shapes.root(), slots: Vec::new(), dict: None }
    }

    /// The shape.
    #[inline]
    pub fn shape(&self) -> &Shape<M> {
        // SAFETY: shapes live as long as their class, which the instance keeps alive.
        unsafe { &*self.shape }
    }

    fn trace(&self, visit: &mut crate::model::Visit<'_, M>) {
        self.slots.iter().for_each(&mut *visit);
        if let Some(dict) = &self.dict {
            visit(dict.as_value());
        }
    }
}

// SAFETY: the kinds in `kind` are all different, and each is used by one body.
unsafe impl<M: Model> Body<M::Sharing> for Instance<M> {
    const KIND: u8 = super::kind::INSTANCE;
    const NAME: &'static str = "instance";
    const FINALIZED: bool = true;

    fn trace(&self, visit: &mut crate::model::Visit<'_, M>) {
        visit(self.class.as_value());
        visit(&self.payload);
        // SAFETY: inside `trace`.
        unsafe { self.attributes.peek() }.trace(visit);
    }

    fn clear(this: &Obj<M, Self>) {
        let mut attributes = this.open(|i| &i.attributes);
        let (slots, dict) = (std::mem::take(&mut attributes.slots), attributes.dict.take());
        attributes.shape = this.class.shapes.root();
        drop(attributes);
        drop((slots, dict));
    }

    fn finalize(this: &Obj<M, Self>) {
        if this.class.flags.has(super::ClassFlags::FINALIZER) {
            crate::thread::set_aside::<M>(this.as_value());
        }
    }
}
