//! What the running thread is to the heap that it is attached to: what the fast paths of biased counts and
//! locks ask, each answered by one load from thread-local memory.

mod place;

use crate::count::biased::{NOBODY, STRANGER};
use crate::lock::membarrier;
use crate::lock::readers::Slot;
use crate::member::{Member, Members};
use crate::traffic::Tallies;
use std::cell::Cell;
use std::ptr::{NonNull, null};
use std::sync::Arc;
use std::sync::atomic::{AtomicI32, Ordering::Relaxed};

#[repr(C)]
struct Here {
    /// What counts of this thread's objects have as owner.
    id: Cell<u32>,
    /// Whether this thread's new objects have locks that are biased to it.
    leases: Cell<bool>,
    /// Whether it is noted what threads share.
    watches: Cell<bool>,
    /// Whether no other thread is attached, nor will be before this one says so: then a body is open to it without a lock.
    alone: Cell<bool>,
    /// How many refills of this thread's arena its new objects have no such locks, and how many the next time.
    rest: Cell<u32>,
    next_rest: Cell<u32>,
    /// This thread's tallies of deferred counts: a copy of what its `Member` owns.
    tallied: Cell<u32>,
    tallies: Cell<*const AtomicI32>,
    /// Where this thread announces what it reads.
    slot: Cell<*const Slot>,
    member: Cell<*const Member>,
}

/// How many refills of an arena the first rest from leases lasts. Each is twice as long as the one before.
const FIRST_REST: u32 = 4;
const LONGEST_REST: u32 = 1 << 16;

#[cfg(not(all(target_arch = "x86_64", target_os = "linux", not(miri))))]
impl Here {
    /// All zeros.
    const fn new() -> Self {
        Self {
            id: Cell::new(STRANGER),
            leases: Cell::new(false),
            watches: Cell::new(false),
            alone: Cell::new(false),
            rest: Cell::new(0),
            next_rest: Cell::new(0),
            tallied: Cell::new(0),
            tallies: Cell::new(null()),
            slot: Cell::new(null()),
            member: Cell::new(null()),
        }
    }
}

/// The id of this thread.
#[inline(always)]
pub(crate) fn id() -> u32 {
    place::id()
}

/// Whether a new object's lock is biased to this thread.
#[inline(always)]
pub(crate) fn leases() -> bool {
    place::leases()
}

/// Whether it is noted what threads share.
#[inline(always)]
pub(crate) fn watches() -> bool {
    place::with(|here| here.watches.get())
}

/// Where this thread announces what it reads.
#[inline(always)]
pub(crate) fn slot() -> Option<&'static Slot> {
    // SAFETY: set by `enter`, and the member that keeps it stays until `leave`; no caller keeps the reference.
    place::with(|here| unsafe { here.slot.get().as_ref() })
}

/// This thread's member of its heap.
pub(crate) fn member() -> Option<&'static Member> {
    // SAFETY: as in `slot`.
    place::with(|here| unsafe { here.member.get().as_ref() })
}

/// This thread's member, if it is one of these.
pub(crate) fn member_of(members: &Arc<Members>) -> Option<Arc<Member>> {
    let member = member().filter(|member| Arc::ptr_eq(&member.members, members))?;
    // SAFETY: the pointer is that of an `Arc`, which the arena keeps while the member is here.
    unsafe {
        Arc::increment_strong_count(member);
        Some(Arc::from_raw(member))
    }
}

/// Makes `member` what this thread is.
pub(crate) fn enter(member: &Arc<Member>) {
    place::with(|here| {
        here.id.set(member.id);
        here.leases.set(member.leases());
        here.watches.set(member.members.watch.is_on());
        here.rest.set(0);
        here.next_rest.set(FIRST_REST);
        here.slot.set(&raw const *member.slot);
        here.member.set(Arc::as_ptr(member));
    });
}

/// Makes this thread a stranger again.
pub(crate) fn leave() {
    place::with(|here| {
        here.id.set(STRANGER);
        here.leases.set(false);
        here.watches.set(false);
        here.alone.set(false);
        here.tallies.set(null());
        here.tallied.set(0);
        here.slot.set(null());
        here.member.set(null());
    });
}

/// Locks of this thread's new objects belong to nobody for a while: too many leases had to be ended.
pub(crate) fn rest_from_leases() {
    place::with(|here| {
        here.leases.set(false);
        here.rest.set(here.next_rest.get());
        here.next_rest.set((2 * here.next_rest.get()).min(LONGEST_REST));
    });
}

/// Notes that this thread's arena had to be refilled.
pub(crate) fn refilled() {
    place::with(|here| match here.rest.get() {
        0 => {}
        1 => {
            here.rest.set(0);
            here.leases.set(member().is_some_and(Member::leases));
        }
        rest => here.rest.set(rest - 1),
    });
}

/// Whether this thread is the only one, and no other comes before it says so.
#[allow(dead_code, reason = "where `fast` has a shorter way nobody asks")]
#[inline(always)]
pub(crate) fn alone() -> bool {
    place::with(|here| here.alone.get())
}

/// From now on this thread is alone, or not any more.
pub(crate) fn set_alone(alone: bool) {
    place::with(|here| here.alone.set(alone));
}

/// Where in the record it says whether the thread is alone, for `fast`.
#[allow(dead_code, reason = "for the machines that `fast` is written for")]
pub(crate) const ALONE: usize = std::mem::offset_of!(Here, alone);
/// Where in the record the number of tallies and their place are, for `fast`.
#[allow(dead_code, reason = "for the machines that `fast` is written for")]
pub(crate) const TALLIED: usize = std::mem::offset_of!(Here, tallied);
#[allow(dead_code, reason = "as above")]
pub(crate) const TALLIES: usize = std::mem::offset_of!(Here, tallies);

/// Adds to this thread's tally of a deferred count, if it has one already; says whether it has.
#[inline(always)]
pub(crate) fn tally(number: u32, change: i32) -> bool {
    place::with(|here| {
        if number >= here.tallied.get() {
            return false;
        }
        // SAFETY: the number is below the length, and the member keeps the tallies until `leave`.
        let tally = unsafe { &*here.tallies.get().add(number as usize) };
        // Relaxed, both: only this thread moves it, except while the world stands still.
        tally.store(tally.load(Relaxed).wrapping_add(change), Relaxed);
        true
    })
}

/// The same, making room for it first.
#[cold]
#[inline(never)]
pub(crate) fn tally_first(number: u32, change: i32) {
    if !tally(number, change) {
        place::with(|here| grow(here, number));
        tally(number, change);
    }
}

fn grow(here: &Here, number: u32) {
    let member = member().expect("an object with a deferred count was used by a thread that is attached to no heap");
    let (tallies, length): (NonNull<AtomicI32>, u32) = member.grow_tallies(number);
    here.tallies.set(tallies.as_ptr());
    here.tallied.set(length);
}

/// The sum of all threads' tallies of a deferred count: exact while nobody else moves it.
pub(crate) fn sum_of(number: u32) -> u32 {
    member().map_or(0, |member| member.sum_of(number))
}

/// Lets `note` write down something that this thread did.
#[inline]
pub(crate) fn traffic(note: impl FnOnce(&Tallies)) {
    if let Some(member) = member() {
        note(&member.traffic);
    }
}

/// Notes that the lease of an object of the thread `id` of this heap is over; says whether that thread is away or
/// gone, so that it has no body open.
pub(crate) fn lease_ended(id: u32) -> bool {
    id != NOBODY && member().is_some_and(|member| member.members.lease_ended(id))
}

/// Whether bodies may become readable without a lock.
pub(crate) fn may_read() -> bool {
    member().is_some_and(|member| member.members.parts.read_mode && membarrier::available())
}
