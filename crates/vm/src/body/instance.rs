//! Instances of classes made by a `class` statement.

use super::{Attributes, Class, ClassFlags, Slots, kind};
use crate::model::{Model, Obj, Value, Visit};
use taipan_heap::{Body, Inner};

/// An instance of a class made by a `class` statement. Slots for its attributes follow it.
pub struct Instance<M: Model> {
    /// Its class.
    pub class: Obj<M, Class<M>>,
    /// Its attributes, under its lock.
    pub attributes: Inner<Attributes<M>>,
    extent: Extent<M>,
}

/// How many slots follow an instance, and what it holds of a built-in base, in one word.
///
/// Few instances hold anything, so only they pay: the word is the number of slots, doubled, plus one; or else the
/// address of a box with both.
struct Extent<M: Model>(*mut Held<M>);

struct Held<M: Model> {
    room: usize,
    payload: Value<M>,
}

impl<M: Model> Instance<M> {
    /// An instance without attributes, with room for as many as other instances of the class have needed.
    #[inline]
    pub fn make(class: &Obj<M, Class<M>>, payload: Value<M>) -> Obj<M, Self> {
        let room = class.shapes.room();
        let attributes = Inner::new(Attributes::new(class));
        let body = Self { class: class.clone(), attributes, extent: Extent::new(room, payload) };
        Obj::<M, _>::with_tail(body, (0..room).map(|_| None))
    }

    /// What it holds of a built-in base (the list of a subclass of `list`), if it has one.
    #[inline]
    pub fn payload(&self) -> Option<&Value<M>> {
        self.extent.held().map(|held| &held.payload)
    }
}

impl<M: Model> Extent<M> {
    #[inline]
    fn new(room: usize, payload: Value<M>) -> Self {
        if payload.is_none() {
            return Self(std::ptr::without_provenance_mut(room << 1 | 1));
        }
        Self(Box::into_raw(Box::new(Held { room, payload })))
    }

    #[inline]
    fn held(&self) -> Option<&Held<M>> {
        // SAFETY: an even word is the address of a box that this owns.
        (self.0.addr() & 1 == 0).then(|| unsafe { &*self.0 })
    }

    #[inline]
    fn room(&self) -> usize {
        let word = self.0.addr();
        // SAFETY: as in `held`.
        if word & 1 == 1 { word >> 1 } else { unsafe { (*self.0).room } }
    }
}

impl<M: Model> Drop for Extent<M> {
    #[inline]
    fn drop(&mut self) {
        if self.held().is_some() {
            // SAFETY: as in `held`, and nobody looks any more.
            drop(unsafe { Box::from_raw(self.0) });
        }
    }
}

// SAFETY: the kinds in `kind` are all different, and each is used by one body.
unsafe impl<M: Model> Body<M::Sharing> for Instance<M> {
    const KIND: u8 = kind::INSTANCE;
    const NAME: &'static str = "instance";
    const FINALIZED: bool = true;
    const TAILED: bool = true;

    fn label(&self) -> String {
        self.class.name.to_string()
    }

    #[inline]
    fn tail(&self) -> usize {
        self.extent.room()
    }

    fn trace(&self, visit: &mut Visit<'_, M>) {
        visit(self.class.as_value());
        self.payload().into_iter().for_each(&mut *visit);
        // SAFETY: inside `trace`.
        unsafe { self.attributes.peek() }.trace(visit);
    }

    fn clear(this: &Obj<M, Self>) {
        let mut open = this.open_tail(|i| &i.attributes);
        let old = Slots::new(open.split()).clear(&this.class);
        drop(open);
        drop(old);
    }

    #[inline]
    fn wants_finalizing(&self) -> bool {
        self.class.flags.has(ClassFlags::FINALIZER)
    }

    fn finalize(this: &Obj<M, Self>) {
        crate::waiting::set_aside::<M>(this.as_value());
    }
}
