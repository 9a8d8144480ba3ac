//! Values, objects, reference counts, body locks, allocation, the cycle collector and the audit.
//!
//! A program that shares objects between threads must answer two questions for each object: how does its
//! *count* move, and how is its *body* reached? [`Sharing`] is the bundle of both answers; everything here
//! is generic over it and over nothing else.
//!
//! ```
//! use taipan_heap::{Atomic, Body, Heap, Obj, Own, Sharing, Value, Visit};
//!
//! struct Free;
//! impl Sharing for Free {
//!     type Count = Atomic;
//!     type Lock = Own;
//! }
//!
//! struct Pair(Value<Free>, Value<Free>);
//! // SAFETY: no other body of this program uses kind 1.
//! unsafe impl Body<Free> for Pair {
//!     const KIND: u8 = 1;
//!     const NAME: &'static str = "pair";
//!     fn trace(&self, visit: &mut Visit<'_, Free>) {
//!         visit(&self.0);
//!         visit(&self.1);
//!     }
//! }
//!
//! let heap = Heap::<Free>::new();
//! let here = heap.attach();
//! let pair = Obj::new(Pair(Value::int(1).unwrap(), Value::float(2.5)));
//! assert_eq!(pair.count(), 1);
//! drop(pair);
//! assert_eq!(heap.audit().leaked(), 0);
//! # drop(here);
//! ```
//!
//! Invariant: this crate never knows an interpreter or a gate.

mod alloc;
mod audit;
mod body;
mod collect;
mod count;
mod fast;
mod header;
mod heap;
mod here;
mod lock;
mod look;
mod member;
mod object;
mod open;
mod parts;
mod spread;
mod sync;
mod traffic;
mod value;
mod watch;

pub use audit::{Audit, KindCount};
pub use body::{Body, Slot, Visit};
pub use count::{Atomic, Biased, Count, Fate, Plain};
pub use header::Header;
pub use heap::{Attached, Away, Heap};
pub use lock::{BodyLock, ByGate, Leased, Own};
pub use object::{Common, Obj};
pub use open::{Guard, Inner, ReadGuard, ReadTail, TailGuard};
pub use parts::{Part, Parts, UnknownPart};
pub use traffic::Traffic;
pub use value::{INT_MAX, INT_MIN, Lent, Value, may_own, release_slot, replace_slot};
pub use watch::Shared;

/// How objects may be shared: the one bundle that the heap is generic over.
pub trait Sharing: Sized + 'static {
    /// How a reference count moves.
    type Count: Count;
    /// How an object's body is reached.
    type Lock: BodyLock;
    /// Keep the memory of dead objects, and count what touches them, because counts may be wrong.
    const KEEP_DEAD: bool = false;
}
