//! Objects: a header of sixteen bytes, then a body that is read by reference.
//!
//! What never changes in a body is read through `&T`. What changes is kept in [`Inner`] parts, which open
//! only under the lock in the object's header.

use crate::alloc::{self, Finding};
use crate::count::biased::{NOBODY, Standing};
use crate::fast::{self, Mine};
use crate::member::{Delivery, Members};
use crate::value::Value;
use crate::{Biased, BodyLock, Count, Fate, Sharing, here};
use std::cell::UnsafeCell;
use std::marker::PhantomData;
use std::mem::{ManuallyDrop, offset_of};
use std::ops::{Deref, DerefMut};
use std::ptr::NonNull;
use std::sync::atomic::{AtomicU8, Ordering::Relaxed};

/// A place for a value after a body.
pub type Slot<S> = Option<Value<S>>;

/// What a collector passes over a body: called once for each value the body owns.
pub type Visit<'a, S> = dyn FnMut(&Value<S>) + 'a;

/// The part of an object that belongs to the language built on the heap.
///
/// # Safety
/// `KIND` is not zero, and no other body that meets the same heap has it: a downcast trusts it. And if several
/// threads may use the heap at a time, they may read the body, and each of its [`Inner`] parts, through shared
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

/// What every object starts with.
///
/// | offset | bytes | what | who writes |
/// |---|---|---|---|
/// | 0 | 8 | the table of the body's type; zero in a free block | allocation and freeing |
/// | 8 | 4, biased 12 | count | as [`Count`] says |
/// | | 1, leased 2 | lock | as [`BodyLock`] says |
/// | | 1 | kind | allocation |
/// | | 1 | flags: DEAD, FINALIZED, and the bits of `watch.rs` | death; who shares it, if that is watched |
#[repr(C)]
pub struct Header<S: Sharing> {
    table: &'static Table<S>,
    pub(crate) count: S::Count,
    pub(crate) lock: S::Lock,
    kind: u8,
    pub(crate) flags: AtomicU8,
}

const DEAD: u8 = 1;
const FINALIZED: u8 = 2;

/// What the heap has to know of a body's type.
pub(crate) struct Table<S: Sharing> {
    pub(crate) name: &'static str,
    pub(crate) traced: bool,
    lingers: bool,
    label: unsafe fn(NonNull<Header<S>>) -> String,
    wants_finalizing: unsafe fn(NonNull<Header<S>>) -> bool,
    finalized: bool,
    size: unsafe fn(NonNull<Header<S>>) -> usize,
    drop_body: unsafe fn(NonNull<Header<S>>),
    trace: unsafe fn(NonNull<Header<S>>, &mut Visit<'_, S>),
    clear: unsafe fn(NonNull<Header<S>>),
    finalize: unsafe fn(NonNull<Header<S>>),
}

#[repr(C)]
struct Cell<S: Sharing, T> {
    header: Header<S>,
    body: T,
}

impl<S: Sharing> Header<S> {
    /// Which kind of body follows.
    #[inline]
    pub fn kind(&self) -> u8 {
        self.kind
    }

    /// What an audit calls this object.
    pub fn name(&self) -> &'static str {
        self.table.name
    }

    /// How many references there are.
    pub fn count(&self) -> u32 {
        self.count.get()
    }

    #[inline]
    pub(crate) fn retain(&self) {
        alloc::note_move();
        if S::KEEP_DEAD && self.is_dead() {
            alloc::note(Finding::UsedAfterDeath);
        }
        match self.count.biased() {
            Some(biased) if fast::inc_mine(biased) => {}
            Some(_) => self.retain_other(),
            None => self.count.inc(),
        }
    }

    /// The rest of it in another thread than the owner of the count.
    #[inline(never)]
    fn retain_other(&self) {
        let Some(biased) = self.count.biased() else { return };
        if !fast::tally::<1>(biased) {
            self.counting();
            biased.inc_slow();
            self.note_foreign_move(biased);
        }
    }

    /// The same for what all threads use: the way of such counts comes first.
    #[inline]
    pub(crate) fn retain_common(&self) {
        match self.count.biased() {
            Some(biased) if fast::tally::<1>(biased) => alloc::note_move(),
            _ => self.retain(),
        }
    }

    /// Takes a reference away from what all threads use.
    #[inline]
    pub(crate) fn release_common(&self) {
        match self.count.biased() {
            Some(biased) if fast::tally::<-1>(biased) => alloc::note_move(),
            _ => self.release(),
        }
    }

    /// Takes a reference away, and ends the object with the last one.
    #[inline]
    pub(crate) fn release(&self) {
        alloc::note_move();
        let Some(biased) = self.count.biased() else { return self.follow(self.count.dec()) };
        match fast::dec_mine(biased) {
            Mine::Left => {}
            Mine::Last => self.release_last(),
            Mine::Not => self.release_other(),
        }
    }

    /// The rest of it, if the owner of the count has no reference left.
    #[inline(never)]
    fn release_last(&self) {
        if let Some(biased) = self.count.biased() {
            self.follow(biased.end_local());
        }
    }

    /// The same in another thread than the owner of the count.
    #[inline(never)]
    fn release_other(&self) {
        let Some(biased) = self.count.biased() else { return };
        if !fast::tally::<-1>(biased) {
            self.counting();
            self.follow(biased.dec_slow());
        }
    }

    #[inline(always)]
    fn follow(&self, fate: Fate) {
        match fate {
            Fate::Alive => {}
            Fate::Dead => self.die(),
            Fate::Unsettled => self.hand_over(),
        }
    }

    /// Leaves a reference, and the question whether it was the last, to the owner of the count.
    #[cold]
    #[inline(never)]
    fn hand_over(&self) {
        let Some(biased) = self.count.biased() else { return };
        let member = here::member().expect("an object was dropped in a thread that is attached to no heap");
        member.traffic.merges_queued.bump();
        let owner = biased.owner();
        let fate = if owner == NOBODY {
            // The owner has given the count up meanwhile, so the reference is an ordinary one again.
            biased.dec_shared()
        } else {
            match member.members.deliver(owner, NonNull::from(self).cast(), || self.merge_count(biased)) {
                Delivery::Taken => return,
                Delivery::Instead(fate) => fate,
            }
        };
        if fate == Fate::Dead {
            self.die();
        }
    }

    /// Does what the owner of the count has to do with an object in its inbox.
    pub(crate) fn merge(&self) {
        if self.count.biased().map(|biased| self.merge_count(biased)) == Some(Fate::Dead) {
            self.die();
        }
    }

    fn merge_count(&self, biased: &Biased) -> Fate {
        here::traffic(|tallies| tallies.merges_done.bump());
        self.lock.share();
        biased.merge()
    }

    /// Lets each thread keep the count for itself, if the sharing has such counts. The object then dies at a
    /// collection only. For what all threads use; call it before another thread knows the object.
    pub fn defer(&self) {
        let (Some(biased), Some(member)) = (self.my_count(), here::member()) else { return };
        if member.members.parts.deferred {
            self.lock.share();
            biased.defer(member.members.number());
        }
    }

    /// Stops counting, if the sharing has such counts: the object lives as long as its heap is used (see
    /// [`Heap::finish`](crate::Heap::finish)). Call it before another thread knows the object.
    pub fn immortalise(&self) {
        let (Some(biased), Some(member)) = (self.my_count(), here::member()) else { return };
        if member.members.parts.immortal {
            self.lock.share();
            biased.immortalise();
        }
    }

    /// Whether the count may become one that each thread keeps for itself while the object is used.
    pub(crate) fn may_spread(&self) -> bool {
        self.table.lingers && self.standing() == Standing::Counted && !self.has_finalizer()
    }

    /// Lets each thread keep the count for itself from now on, while the world stands still; says whether that could be.
    pub(crate) fn spread(&self, members: &Members) -> bool {
        let Some(biased) = self.count.biased().filter(|biased| !biased.is_queued()) else { return false };
        self.lock.share();
        biased.defer(members.number());
        true
    }

    /// The count, if it belongs to this thread.
    fn my_count(&self) -> Option<&Biased> {
        self.count.biased().filter(|_| self.count.mine())
    }

    /// How the count is kept.
    #[inline]
    pub(crate) fn standing(&self) -> Standing {
        self.count.biased().map_or(Standing::Counted, Biased::standing)
    }

    pub(crate) fn is_immortal(&self) -> bool {
        self.standing() == Standing::Immortal
    }

    /// Makes a deferred or biased count an ordinary one, so that the object can be let go at once. While the
    /// world stands still.
    pub(crate) fn settle(&self, members: &Members, sums: &[i32]) {
        let Some(biased) = self.count.biased() else { return };
        match biased.standing() {
            Standing::Immortal => return,
            Standing::Counted => biased.settle(biased.get()),
            Standing::Deferred(number) => {
                biased.settle(sums[number as usize].max(0).cast_unsigned());
                members.recycle(number);
            }
        }
        self.lock.share();
    }

    pub(crate) fn is_dead(&self) -> bool {
        self.flags.load(Relaxed) & DEAD != 0
    }

    /// Whether the collector looks at the object: if it can be part of a cycle, or only the collector frees it.
    pub(crate) fn collected(&self) -> bool {
        self.table.traced || self.standing() != Standing::Counted
    }

    pub(crate) fn has_finalizer(&self) -> bool {
        self.table.finalized
            && self.flags.load(Relaxed) & FINALIZED == 0
            // SAFETY: as in `trace`.
            && unsafe { (self.table.wants_finalizing)(NonNull::from(self)) }
    }

    /// What it is called where it is told what was shared.
    pub(crate) fn label(&self) -> String {
        // SAFETY: as in `trace`.
        unsafe { (self.table.label)(NonNull::from(self)) }
    }

    pub(crate) fn trace(&self, visit: &mut Visit<'_, S>) {
        // SAFETY: the table belongs to this object's body, which is alive.
        unsafe { (self.table.trace)(NonNull::from(self), visit) }
    }

    pub(crate) fn clear(&self) {
        // SAFETY: as in `trace`.
        unsafe { (self.table.clear)(NonNull::from(self)) }
    }

    pub(crate) fn finalize(&self) {
        self.flags.fetch_or(FINALIZED, Relaxed);
        // SAFETY: as in `trace`.
        unsafe { (self.table.finalize)(NonNull::from(self)) }
    }

    /// The last reference is gone: finalises, then frees, unless the finaliser brought the object back.
    #[cold]
    #[inline(never)]
    pub(crate) fn die(&self) {
        if S::KEEP_DEAD {
            let before = self.flags.fetch_or(DEAD, Relaxed);
            alloc::note(if before & DEAD == 0 { Finding::Died } else { Finding::DiedTwice });
            return;
        }
        if self.has_finalizer() {
            self.count.inc();
            self.finalize();
            match self.count.dec() {
                Fate::Alive => return,
                Fate::Dead => {}
                Fate::Unsettled => return self.hand_over(),
            }
        }
        if !self.table.traced {
            // SAFETY: as below; a body that owns no values frees no other object, so nothing can nest.
            unsafe { free(NonNull::from(self)) };
            return;
        }
        // SAFETY: no reference is left, so the object is ours alone to free.
        alloc::bury(NonNull::from(self).cast(), |dead| unsafe { free(dead.cast::<Header<S>>()) });
    }
}

impl<S: Sharing> Header<S> {
    /// Frees objects that only each other refer to, with counts that do not move.
    ///
    /// # Safety
    /// The objects are immortal and whole, and nothing that lives refers to them.
    pub(crate) unsafe fn free_all(objects: &[NonNull<Self>]) {
        // First all bodies, then all memory: a body that goes still looks at the counts of the others. But only a
        // whole body knows its size.
        // SAFETY: whole until here, says the caller.
        let size = |object: &NonNull<Self>| unsafe { (object.as_ref().table.size)(*object) };
        let sizes: Vec<usize> = objects.iter().map(size).collect();
        for object in objects {
            // SAFETY: whole until here, says the caller.
            unsafe { (object.as_ref().table.drop_body)(*object) };
        }
        for (object, size) in objects.iter().zip(sizes) {
            // SAFETY: as in `free`.
            unsafe { alloc::give(object.cast(), size) };
        }
    }
}

/// Frees an object that nobody refers to.
///
/// # Safety
/// `header` is an object whose count is zero; it is not used again.
unsafe fn free<S: Sharing>(header: NonNull<Header<S>>) {
    // SAFETY: the object is still whole until its body is dropped here, once.
    let table = unsafe { header.as_ref().table };
    // SAFETY: as above; the block was allocated with the size that the table tells before the body goes.
    unsafe {
        let size = (table.size)(header);
        (table.drop_body)(header);
        alloc::give(header.cast(), size);
    }
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

    /// Opens a part of the body and the tail together, until the guard goes.
    ///
    /// # Panics
    /// As [`Obj::open`].
    #[inline]
    pub fn open_tail<'a, U>(&'a self, part: impl FnOnce(&'a T) -> &'a Inner<U>) -> TailGuard<'a, S, U> {
        let part = self.open(part);
        // SAFETY: the lock of the object is held as long as the guard of the part, and the tail is reached in no
        // other way (a body whose tail is read without a lock is never opened like this).
        let tail = unsafe { self.tail_mut() };
        TailGuard { part, tail }
    }

    /// The same to read. Other threads may read at the same time.
    ///
    /// # Panics
    /// As [`Obj::open`].
    #[inline]
    pub fn read_tail<'a, U>(&'a self, part: impl FnOnce(&'a T) -> &'a Inner<U>) -> ReadTail<'a, S, U> {
        let part = self.read(part);
        // SAFETY: nobody changes the tail before the guard of the part goes.
        let tail = unsafe { &*Self::tail_of(self.0) };
        ReadTail { part, tail }
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

    /// Opens a part of the body that changes, until the guard goes.
    ///
    /// Nothing that may run code of the language is called while a guard is held, and no value is dropped
    /// under it: move values out, let the guard go, then drop them.
    ///
    /// # Panics
    /// When the part belongs to another object, which this object's lock would not protect.
    #[inline]
    pub fn open<'a, U>(&'a self, part: impl FnOnce(&'a T) -> &'a Inner<U>) -> Guard<'a, S, U> {
        let inner = self.inner(part);
        let header = self.header();
        let token = header.lock.quick(&header.count).unwrap_or_else(|| header.lock_slow());
        // SAFETY: the part lies in this object's body, whose lock is held; it is reached in no other way.
        unsafe { Guard::new(&header.lock, token, inner) }
    }

    /// Opens a part of the body to read it. Other threads may read it at the same time.
    ///
    /// # Panics
    /// As for [`open`](Self::open).
    #[inline]
    pub fn read<'a, U>(&'a self, part: impl FnOnce(&'a T) -> &'a Inner<U>) -> ReadGuard<'a, S, U> {
        let inner = self.inner(part);
        let header = self.header();
        let token = header.lock.quick(&header.count).unwrap_or_else(|| header.read_slow());
        // SAFETY: the part lies in this object's body, which nobody changes before the guard goes; readers at
        // the same time are what the law of `Body` allows.
        unsafe { ReadGuard::new(&header.lock, token, inner) }
    }

    /// The part of this object's body, and not of another's.
    #[inline]
    pub(crate) fn inner<'a, U>(&'a self, part: impl FnOnce(&'a T) -> &'a Inner<U>) -> &'a Inner<U> {
        let body: &'a T = self;
        let inner = part(body);
        // For a field of the body both sides are constants, and nothing is left of this at run time.
        let offset = (inner.0.get() as usize).wrapping_sub(std::ptr::from_ref(body) as usize);
        assert!(offset <= size_of::<T>() - size_of::<Inner<U>>(), "a part of another object");
        inner
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

/// A part of a body that changes, reached by [`Obj::open`] alone.
pub struct Inner<U>(UnsafeCell<U>);

impl<U> Inner<U> {
    /// Closes a part into a body that is being made.
    pub const fn new(part: U) -> Self {
        Self(UnsafeCell::new(part))
    }

    /// The part, for whoever owns the whole body.
    pub fn get_mut(&mut self) -> &mut U {
        self.0.get_mut()
    }

    /// The part as the collector sees it: nothing else runs then.
    ///
    /// # Safety
    /// No guard of the object is held by anybody, nor will be while the reference lives: true inside
    /// [`Body::trace`], which runs only while the world stands still.
    pub unsafe fn peek(&self) -> &U {
        // SAFETY: nobody can change the part meanwhile, says the caller.
        unsafe { &*self.0.get() }
    }
}

/// An open part of a body; closes when dropped.
///
/// It cannot outlive the reference that it was opened through:
///
/// ```compile_fail,E0505
/// use taipan_heap::*;
/// struct Free;
/// impl Sharing for Free {
///     type Count = Atomic;
///     type Lock = Own;
/// }
/// struct Counter(Inner<u64>);
/// // SAFETY: no other body here has kind 1.
/// unsafe impl Body<Free> for Counter {
///     const KIND: u8 = 1;
///     const NAME: &'static str = "counter";
///     fn trace(&self, _visit: &mut Visit<'_, Free>) {}
/// }
/// let heap = Heap::<Free>::new();
/// let here = heap.attach();
/// let counter = Obj::new(Counter(Inner::new(0)));
/// let mut open = counter.open(|c| &c.0);
/// drop(counter);
/// *open += 1;
/// ```
pub struct Guard<'a, S: Sharing, U> {
    lock: &'a S::Lock,
    token: <S::Lock as BodyLock>::Token,
    part: &'a mut U,
    here: PhantomData<*mut S>,
}

impl<'a, S: Sharing, U> Guard<'a, S, U> {
    /// # Safety
    /// The lock was taken with this token and protects the part, which is reached in no other way.
    #[inline]
    pub(crate) unsafe fn new(lock: &'a S::Lock, token: <S::Lock as BodyLock>::Token, inner: &'a Inner<U>) -> Self {
        // SAFETY: says the caller.
        Self { lock, token, part: unsafe { &mut *inner.0.get() }, here: PhantomData }
    }
}

impl<S: Sharing, U> Deref for Guard<'_, S, U> {
    type Target = U;

    #[inline]
    fn deref(&self) -> &U {
        self.part
    }
}

impl<S: Sharing, U> DerefMut for Guard<'_, S, U> {
    #[inline]
    fn deref_mut(&mut self) -> &mut U {
        self.part
    }
}

impl<S: Sharing, U> Drop for Guard<'_, S, U> {
    #[inline]
    fn drop(&mut self) {
        // SAFETY: a guard is made only with the lock held.
        unsafe { self.lock.unlock(self.token) }
    }
}

/// A part of a body open to be read; closes when dropped.
pub struct ReadGuard<'a, S: Sharing, U> {
    lock: &'a S::Lock,
    token: <S::Lock as BodyLock>::Token,
    part: &'a U,
    here: PhantomData<*mut S>,
}

impl<'a, S: Sharing, U> ReadGuard<'a, S, U> {
    /// # Safety
    /// The lock was taken with this token, to read at least, and protects the part.
    #[inline]
    pub(crate) unsafe fn new(lock: &'a S::Lock, token: <S::Lock as BodyLock>::Token, inner: &'a Inner<U>) -> Self {
        // SAFETY: says the caller.
        Self { lock, token, part: unsafe { &*inner.0.get() }, here: PhantomData }
    }
}

impl<S: Sharing, U> Deref for ReadGuard<'_, S, U> {
    type Target = U;

    #[inline]
    fn deref(&self) -> &U {
        self.part
    }
}

impl<S: Sharing, U> Drop for ReadGuard<'_, S, U> {
    #[inline]
    fn drop(&mut self) {
        // SAFETY: a guard is made only by reading.
        unsafe { self.lock.unread(self.token) }
    }
}

/// An open part of a body together with the slots after the body; closes when dropped.
pub struct TailGuard<'a, S: Sharing, U> {
    pub(crate) part: Guard<'a, S, U>,
    pub(crate) tail: &'a mut [Slot<S>],
}

impl<S: Sharing, U> TailGuard<'_, S, U> {
    /// The part and the slots.
    #[inline]
    pub fn split(&mut self) -> (&mut U, &mut [Slot<S>]) {
        (&mut self.part, self.tail)
    }
}

/// A part of a body and the slots after the body, open to be read; closes when dropped.
pub struct ReadTail<'a, S: Sharing, U> {
    part: ReadGuard<'a, S, U>,
    tail: &'a [Slot<S>],
}

impl<S: Sharing, U> ReadTail<'_, S, U> {
    /// The part and the slots.
    #[inline]
    pub fn split(&self) -> (&U, &[Slot<S>]) {
        (&self.part, self.tail)
    }
}

const _: () = assert!(offset_of!(Header<tests_sharing::Sized_>, table) == 0);
const _: () = assert!(size_of::<Header<tests_sharing::Sized_>>() == 16);
#[cfg(not(loom))]
const _: () = assert!(size_of::<Header<tests_sharing::Leaning>>() == 24);

/// Sharings for size assertions and tests.
pub(crate) mod tests_sharing {
    #[cfg(not(loom))]
    pub struct Leaning;
    #[cfg(not(loom))]
    impl crate::Sharing for Leaning {
        type Count = crate::Biased;
        type Lock = crate::Leased;
    }
    pub struct Sized_;
    impl crate::Sharing for Sized_ {
        type Count = crate::Atomic;
        type Lock = crate::Own;
    }
}
