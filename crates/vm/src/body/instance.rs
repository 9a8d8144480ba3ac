//! Instances of classes made by a `class` statement.

use super::{Attributes, Class, ClassFlags, Slots, kind};
use crate::model::{Model, Obj, Value, Visit};
use taipan_heap::{Body, Common, Inner};

/// An instance of a class made by a `class` statement. Slots for its attributes follow it.
pub struct Instance<M: Model> {
    /// Its class.
    pub class: Common<M::Sharing, Class<M>>,
    /// Its attributes, under its lock.
    pub attributes: Inner<Attributes<M>>,
    extent: Extent<M>,
}

/// How many slots follow an instance, in the highest byte, and what it holds of a built-in base: the address of a box, or
/// zero.
struct Extent<M: Model>(*mut Value<M>);

/// Where in the word the number of slots is. No address comes so far.
const ROOM_SHIFT: u32 = usize::BITS - 8;

impl<M: Model> Instance<M> {
    /// An instance without attributes, with room for as many as other instances of the class have needed.
    #[inline]
    pub fn make(class: &Obj<M, Class<M>>, payload: Value<M>) -> Obj<M, Self> {
        let room = class.shapes.room();
        let attributes = Inner::new(Attributes::new(class));
        let body = Self { class: Common::new(class), attributes, extent: Extent::new(room, payload) };
        Obj::<M, _>::with_tail(body, (0..room).map(|_| None))
    }

    /// What it holds of a built-in base (the list of a subclass of `list`), if it has one.
    #[inline]
    pub fn payload(&self) -> Option<&Value<M>> {
        self.extent.held()
    }

    /// How many slots follow it.
    #[inline(always)]
    pub(crate) fn room(&self) -> usize {
        self.extent.room()
    }
}

impl<M: Model> Extent<M> {
    #[inline]
    fn new(room: usize, payload: Value<M>) -> Self {
        let held = if payload.is_none() { std::ptr::null_mut() } else { Box::into_raw(Box::new(payload)) };
        Self(held.map_addr(|address| address | room << ROOM_SHIFT))
    }

    /// The box, or null.
    #[inline]
    fn apart(&self) -> *mut Value<M> {
        self.0.map_addr(|word| word & !(usize::MAX << ROOM_SHIFT))
    }

    #[inline]
    fn held(&self) -> Option<&Value<M>> {
        // SAFETY: null, or the address of a box that this owns.
        unsafe { self.apart().as_ref() }
    }

    #[inline(always)]
    fn room(&self) -> usize {
        self.0.addr() >> ROOM_SHIFT
    }
}

impl<M: Model> Drop for Extent<M> {
    #[inline]
    fn drop(&mut self) {
        let held = self.apart();
        if !held.is_null() {
            // SAFETY: as in `held`, and nobody looks any more.
            drop(unsafe { Box::from_raw(held) });
        }
    }
}

// SAFETY: the kinds in `kind` are all different, and each is used by one body.
unsafe impl<M: Model> Body<M::Sharing> for Instance<M> {
    const KIND: u8 = kind::INSTANCE;
    const NAME: &'static str = "instance";
    const FINALIZED: bool = true;
    const TAILED: bool = true;
    const LINGERS: bool = kind::lingers(kind::INSTANCE);

    fn label(&self) -> String {
        self.class.name.to_string()
    }

    #[inline(always)]
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
