//! Membership: a thread's seat at a gate, kept between one pass and the next.

use std::{cell::Cell, rc::Rc, sync::Arc, thread::LocalKey};

use crate::{Breaker, seat::Seat, sync::model_has_failed};

/// A gate at which threads have seats.
pub(crate) trait Seated: Sized + 'static {
    /// What a seat holds for this kind of gate.
    type Kind;

    /// Registers the calling thread.
    fn sit_down(&self) -> Arc<Seat<Self::Kind>>;

    /// Forgets a thread, which must be outside.
    fn stand_up(&self, seat: &Seat<Self::Kind>);

    /// Where a thread keeps the membership that it used last.
    fn spare() -> &'static LocalKey<Spare<Self>>;
}

pub(crate) type Spare<G> = Cell<Option<Rc<Member<G>>>>;

/// A thread's membership of a gate. The seat is given up with it.
pub(crate) struct Member<G: Seated> {
    pub(crate) gate: Arc<G>,
    pub(crate) seat: Arc<Seat<G::Kind>>,
    /// The seat's breaker, one step nearer.
    pub(crate) breaker: Arc<Breaker>,
}

/// Loom's threads share one thread of the system, and would share its memberships.
const KEEPS: bool = !cfg!(loom);

impl<G: Seated> Member<G> {
    /// The membership this thread used last, if it is of `gate` and not in use, or a new one.
    #[inline]
    pub(crate) fn of(gate: &Arc<G>) -> Rc<Self> {
        let found = G::spare().try_with(|spare| {
            let member = match spare.take() {
                Some(member) if member.is_free_for(gate) => member,
                _ => Self::new(gate),
            };
            if KEEPS {
                spare.set(Some(member.clone()));
            }
            member
        });
        // A thread that is ending keeps nothing any more.
        found.unwrap_or_else(|_| Self::new(gate))
    }

    fn is_free_for(self: &Rc<Self>, gate: &Arc<G>) -> bool {
        Arc::ptr_eq(&self.gate, gate) && Rc::strong_count(self) == 1
    }

    #[cold]
    fn new(gate: &Arc<G>) -> Rc<Self> {
        let seat = gate.sit_down();
        Rc::new(Member { gate: gate.clone(), breaker: seat.breaker.clone(), seat })
    }

    /// Prepares the membership for the next pass of this thread, when one has ended.
    #[inline]
    pub(crate) fn rest(&self) {
        let owners_here = 2;
        if Arc::strong_count(&self.breaker) == owners_here {
            self.breaker.take_callers();
        } else {
            Self::forget();
        }
    }

    /// Keeps no spare, as others may still hold its breaker, and what they raise was meant for the pass that has ended.
    #[cold]
    fn forget() {
        let _ = G::spare().try_with(Cell::take);
    }
}

impl<G: Seated> Drop for Member<G> {
    fn drop(&mut self) {
        if model_has_failed() {
            return;
        }
        self.gate.stand_up(&self.seat);
    }
}
