//! Objects: a header, then a body that is read by reference, then perhaps slots of values.
//!
//! What never changes in a body is read through `&T`. What changes is kept in [`Inner`](crate::Inner) parts, which open
//! only under the lock in the object's header.

use crate::alloc;
use crate::header::{Header, Table};
use crate::{Body, BodyLock, Count, Sharing, Slot, Value};
use std::marker::PhantomData;
use std::mem::ManuallyDrop;
use std::ops::Deref;
use std::ptr::NonNull;
use std::sync::atomic::AtomicU8;

#[repr(C)]
struct Cell<S: Sharing, T> {
    header: Header<S>,
    body: T,
}

/// An owned reference to an object whose body is a `T`.
///
/// Not `Send`: it may be moved and counted only by a thread that is allowed to run.
///
/// ```compile_fail,E0277
/// use taipan_heap::*;
/// struct Free;
/// impl Sharing for Free {
///     type Count = Atomic;
///     type Lock = Own;
/// }
/// struct Leaf(u64);
/// // SAFETY: no other body here has kind 1.
/// unsafe impl Body<Free> for Leaf {
///     const KIND: u8 = 1;
///     const NAME: &'static str = "leaf";
///     fn trace(&self, _visit: &mut Visit<'_, Free>) {}
/// }
/// let heap = Heap::<Free>::new();
/// let here = heap.attach();
/// let leaf = Obj::new(Leaf(1));
/// std::thread::spawn(move || leaf.0);
/// ```
#[repr(transparent)]
pub struct Obj<S: Sharing, T: Body<S>>(NonNull<Header<S>>, PhantomData<*mut T>);

impl<S: Sharing, T: Body<S>> Obj<S, T> {
    const TABLE: &'static Table<S> = &Table {
        name: T::NAME,
        traced: T::TRACED,
        lingers: T::LINGERS,
        finalized: T::FINALIZED,
        // SAFETY: a header with this table starts a `Cell<S, T>`.
        label: |header| unsafe { header.cast::<Cell<S, T>>().as_ref() }.body.label(),
        // SAFETY: as above.
        wants_finalizing: |header| unsafe { header.cast::<Cell<S, T>>().as_ref() }.body.wants_finalizing(),
        // SAFETY: a header with this table starts a `Cell<S, T>`.
        size: |header| unsafe { Self::size_with(Self::tail_length(header)) },
        // SAFETY: as above; the tail goes first, because the body knows its length.
        drop_body: |header| unsafe {
            std::ptr::drop_in_place(Self::tail_of(header));
            std::ptr::drop_in_place(&raw mut (*header.cast::<Cell<S, T>>().as_ptr()).body);
        },
        // SAFETY: as above; nothing else runs while the collector traces.
        trace: |header, visit| unsafe {
            header.cast::<Cell<S, T>>().as_ref().body.trace(visit);
            (*Self::tail_of(header)).iter().flatten().for_each(visit);
        },
        // SAFETY: as above; the borrowed reference is not dropped, so it takes no count away.
        clear: |header| T::clear(&ManuallyDrop::new(unsafe { Self::from_header(header) })),
        // SAFETY: as above.
        finalize: |header| T::finalize(&ManuallyDrop::new(unsafe { Self::from_header(header) })),
    };

    /// A new object with one reference, in the heap that this thread is attached to.
    ///
    /// # Panics
    /// When the thread is attached to no heap.
    #[inline]
    pub fn new(body: T) -> Self {
        const { assert!(T::KIND != 0 && !T::TAILED && align_of::<Cell<S, T>>() <= 16) };
        Self(Self::place(body, size_of::<Cell<S, T>>()), PhantomData)
    }

    /// A new object whose body is followed by slots of values, in the same block.
    ///
    /// # Panics
    /// When the body's `tail` is not the length of `slots`, or more than [`Obj::LONGEST_TAIL`].
    #[inline]
    pub fn with_tail(body: T, mut slots: impl ExactSizeIterator<Item = Slot<S>>) -> Self {
        const { assert!(T::KIND != 0 && T::TAILED && align_of::<Cell<S, T>>() == 8) };
        let length = slots.len();
        assert!(length == body.tail() && length <= Self::LONGEST_TAIL, "a tail of another length");
        let this = Self::place(body, Self::size_with(length));
        // SAFETY: the block has room for the tail; it is ours alone until the tail is whole.
        unsafe {
            let first = this.cast::<Cell<S, T>>().add(1).cast::<Slot<S>>();
            for i in 0..length {
                first.add(i).write(slots.next().flatten());
            }
        }
        Self(this, PhantomData)
    }

    /// How many slots may follow a body: larger blocks are not given back.
    pub const LONGEST_TAIL: usize = (alloc::LARGEST - size_of::<Cell<S, T>>()) / size_of::<Slot<S>>();

    const fn size_with(tail: usize) -> usize {
        size_of::<Cell<S, T>>() + tail * size_of::<Slot<S>>()
    }

    #[inline]
    fn place(body: T, size: usize) -> NonNull<Header<S>> {
        let block = alloc::take(size).cast::<Cell<S, T>>();
        let header = Header {
            table: Self::TABLE,
            count: S::Count::one(),
            lock: S::Lock::open(),
            kind: T::KIND,
            flags: AtomicU8::new(0),
        };
        // SAFETY: the block is ours and large enough.
        unsafe { block.write(Cell { header, body }) };
        block.cast()
    }

    /// # Safety
    /// The header starts a `Cell<S, T>` whose body is alive.
    #[inline]
    unsafe fn tail_length(header: NonNull<Header<S>>) -> usize {
        // SAFETY: says the caller.
        if T::TAILED { unsafe { header.cast::<Cell<S, T>>().as_ref() }.body.tail() } else { 0 }
    }

    /// # Safety
    /// The header starts a `Cell<S, T>` whose body is alive.
    #[inline]
    unsafe fn tail_of(header: NonNull<Header<S>>) -> *mut [Slot<S>] {
        // SAFETY: says the caller; the tail follows the cell in the same block.
        unsafe {
            let first = header.cast::<Cell<S, T>>().add(1).cast::<Slot<S>>();
            std::ptr::slice_from_raw_parts_mut(first.as_ptr(), Self::tail_length(header))
        }
    }

    /// The slots after the body.
    ///
    /// # Safety
    /// Nobody changes a slot while the reference lives: true of bodies whose tail is never opened.
    #[inline]
    pub unsafe fn tail(&self) -> &[Slot<S>] {
        // SAFETY: the body is alive, and its tail does not change, says the caller.
        unsafe { &*Self::tail_of(self.0) }
    }

    /// One of the slots after the body.
    ///
    /// # Safety
    /// There are more slots than its number, and nobody changes it while the reference lives.
    #[inline(always)]
    pub unsafe fn tail_slot(&self, number: usize) -> &Slot<S> {
        // SAFETY: the tail follows the cell in the same block, and has the slot, says the caller.
        unsafe { self.0.cast::<Cell<S, T>>().add(1).cast::<Slot<S>>().add(number).as_ref() }
    }

    /// The same, to change it.
    ///
    /// # Safety
    /// There are more slots than its number; the object's lock is held to write, and the slot is reached in no other way
    /// while the reference lives.
    #[inline(always)]
    #[allow(clippy::mut_from_ref, reason = "the lock says who may")]
    pub unsafe fn tail_slot_mut(&self, number: usize) -> &mut Slot<S> {
        // SAFETY: as in `tail_slot`.
        unsafe { self.0.cast::<Cell<S, T>>().add(1).cast::<Slot<S>>().add(number).as_mut() }
    }

    /// The same, to change them.
    ///
    /// # Safety
    /// The object's lock is held to write, and the slots are reached in no other way while the reference lives.
    #[inline]
    #[allow(clippy::mut_from_ref, reason = "the lock says who may")]
    pub unsafe fn tail_mut(&self) -> &mut [Slot<S>] {
        // SAFETY: the body is alive, and the caller vouches for the rest.
        unsafe { &mut *Self::tail_of(self.0) }
    }

    /// The body, when this is the only reference to it and the count can be trusted to say so.
    #[inline]
    pub fn get_mut(&mut self) -> Option<&mut T> {
        let alone = !S::KEEP_DEAD && self.header().count.is_unique();
        // SAFETY: nobody else refers to the object, and this reference is borrowed for as long.
        alone.then(|| unsafe { &mut (*self.0.cast::<Cell<S, T>>().as_ptr()).body })
    }

    /// Makes an owned reference out of a header's address.
    ///
    /// # Safety
    /// The header belongs to a live object with a body of type `T`; the caller gives up one count.
    #[inline]
    pub(crate) unsafe fn from_header(header: NonNull<Header<S>>) -> Self {
        Self(header, PhantomData)
    }

    /// The same reference as a value.
    #[inline]
    pub fn into_value(self) -> Value<S> {
        let header = self.0;
        std::mem::forget(self);
        // SAFETY: the count moves from the reference to the value.
        unsafe { Value::from_header(header) }
    }

    /// The same reference seen as a value, without moving a count.
    #[inline]
    pub fn as_value(&self) -> &Value<S> {
        // SAFETY: both are one word that holds the header's address and owns a count.
        unsafe { &*(self as *const Self as *const Value<S>) }
    }

    /// Whether both refer to the same object.
    #[inline]
    pub fn is(&self, other: &Self) -> bool {
        self.0 == other.0
    }

    /// The same reference once more: as [`Value::clone_common`].
    #[inline]
    pub fn clone_common(&self) -> Self {
        self.header().retain_common();
        Self(self.0, PhantomData)
    }

    /// The object's address: its identity while it lives.
    #[inline]
    pub fn address(&self) -> usize {
        self.0.as_ptr() as usize
    }

    /// How many references there are.
    pub fn count(&self) -> u32 {
        self.header().count()
    }

    #[inline]
    pub(crate) fn header(&self) -> &Header<S> {
        // SAFETY: the reference owns a count, so the object is alive (or kept, under KEEP_DEAD).
        unsafe { self.0.as_ref() }
    }

    /// See [`Header::defer`].
    pub fn defer(&self) {
        self.header().defer();
    }

    /// See [`Header::immortalise`].
    pub fn immortalise(&self) {
        self.header().immortalise();
    }
}

/// A reference in a body to what all threads use: counted as [`Obj::clone_common`] does.
pub struct Common<S: Sharing, T: Body<S>>(ManuallyDrop<Obj<S, T>>);

impl<S: Sharing, T: Body<S>> Common<S, T> {
    /// One more reference.
    #[inline]
    pub fn new(object: &Obj<S, T>) -> Self {
        Self(ManuallyDrop::new(object.clone_common()))
    }
}

impl<S: Sharing, T: Body<S>> Deref for Common<S, T> {
    type Target = Obj<S, T>;

    #[inline]
    fn deref(&self) -> &Obj<S, T> {
        &self.0
    }
}

impl<S: Sharing, T: Body<S>> Drop for Common<S, T> {
    #[inline]
    fn drop(&mut self) {
        self.0.header().release_common();
    }
}

impl<S: Sharing, T: Body<S>> Deref for Obj<S, T> {
    type Target = T;

    #[inline]
    fn deref(&self) -> &T {
        // SAFETY: the header starts a live `Cell<S, T>`; shared access is all that is given out.
        unsafe { &(*self.0.cast::<Cell<S, T>>().as_ptr()).body }
    }
}

impl<S: Sharing, T: Body<S>> Clone for Obj<S, T> {
    #[inline]
    fn clone(&self) -> Self {
        self.header().retain();
        Self(self.0, PhantomData)
    }
}

impl<S: Sharing, T: Body<S>> Drop for Obj<S, T> {
    #[inline]
    fn drop(&mut self) {
        self.header().release();
    }
}

impl<S: Sharing, T: Body<S>> std::fmt::Debug for Obj<S, T> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        self.as_value().fmt(f)
    }
}
