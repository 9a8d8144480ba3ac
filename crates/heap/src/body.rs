//! What the language on the heap says of its objects: their bodies.

use crate::{Obj, Sharing, Value};

/// A place for a value after a body.
pub type Slot<S> = Option<Value<S>>;

/// What a collector passes over a body: called once for each value the body owns.
pub type Visit<'a, S> = dyn FnMut(&Value<S>) + 'a;

/// The part of an object that belongs to the language built on the heap.
///
/// # Safety
/// `KIND` is not zero, and no other body that meets the same heap has it: a downcast trusts it. And if several
/// threads may use the heap at a time, they may read the body, and each of its [`Inner`](crate::Inner) parts, through shared
/// references at the same time: nothing in it changes behind one (no `Cell`) except what is atomic.
pub unsafe trait Body<S: Sharing>: Sized + 'static {
    /// Tells bodies apart in one byte.
    const KIND: u8;
    /// What an audit calls such an object.
    const NAME: &'static str;
    /// What such an object is called where it is told which were shared: more than its kind, if it can be told cheaply.
    fn label(&self) -> String {
        Self::NAME.to_owned()
    }

    /// Whether the body can own values, so that the collector looks at it.
    const TRACED: bool = true;
    /// Whether `finalize` does anything.
    const FINALIZED: bool = false;

    /// Whether nobody notices when such an object goes later than its last reference, so that a count that threads
    /// contend for may be [spread](crate::Heap::spread) over them.
    const LINGERS: bool = false;

    /// Whether slots of values follow the body (see [`Obj::with_tail`]).
    const TAILED: bool = false;

    /// How many slots follow the body: the same number all its life.
    fn tail(&self) -> usize {
        0
    }

    /// Visits every value that the body owns; those in the tail are visited by the heap.
    fn trace(&self, visit: &mut Visit<'_, S>);

    /// Lets go of what may close a cycle; called on garbage only.
    fn clear(_this: &Obj<S, Self>) {}

    /// Whether `finalize` would do anything to this object.
    fn wants_finalizing(&self) -> bool {
        Self::FINALIZED
    }

    /// Runs once before the object goes, with one count that keeps it alive; may bring it back.
    fn finalize(_this: &Obj<S, Self>) {}
}
