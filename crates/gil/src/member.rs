//! Membership: a thread's seat at a gate, kept between one pass and the next.

use std::{cell::Cell, marker::PhantomData, ops::Deref, rc::Rc, sync::Arc, thread::LocalKey};

use crate::{Breaker, clock::Clock, seat::Seat, sync::model_has_failed};

/// A gate at which threads have seats.
pub trait Seated: Sized + 'static {
    /// What a seat holds for this kind of gate.
    type Kind;

    /// Registers the calling thread.
    fn sit_down(&self) -> Arc<Seat<Self::Kind>>;

    /// Forgets a thread, which must be outside.
    fn stand_up(&self, seat: &Seat<Self::Kind>);

    /// The clock that keeps account of its threads.
    fn clock(&self) -> &Clock;

    /// Where a thread keeps the membership that it used last.
    fn spare() -> &'static LocalKey<Spare<Self>>;
}

pub type Spare<G> = Cell<Option<Rc<Membership<G>>>>;

/// A thread's membership of a gate. The seat is given up with it.
///
/// A pass has it for itself, or borrows it from a [`Member`](crate::Member). Entering and leaving read nothing else but the
/// word of the gate, because each look behind one more pointer would have to end before the next exchange begins.
pub struct Membership<G: Seated> {
    pub(crate) gate: Arc<G>,
    pub(crate) seat: Arc<Seat<G::Kind>>,
    pub(crate) breaker: Arc<Breaker>,
    /// The seat's.
    pub(crate) number: u64,
    /// The seat's.
    pub(crate) id: u32,
    /// Whether times are taken when the thread comes and leaves.
    pub(crate) timed: bool,
    /// Whether somebody waited, or looked on, when the thread left last.
    pub(crate) contended: Cell<bool>,
    /// It stays with its thread, and so do references to it.
    not_send: PhantomData<Rc<()>>,
}

/// How a pass has its membership.
pub trait Has<G: Seated>: Deref<Target = Membership<G>> {}

impl<G: Seated, M: Deref<Target = Membership<G>>> Has<G> for M {}

/// Loom's threads share one thread of the system, and would share its memberships.
const KEEPS: bool = !cfg!(loom);

impl<G: Seated> Membership<G> {
    /// A new one for the calling thread.
    #[cold]
    pub(crate) fn new(gate: &Arc<G>) -> Self {
        let seat = gate.sit_down();
        Membership {
            gate: gate.clone(),
            breaker: seat.breaker.clone(),
            number: seat.number,
            id: seat.id,
            timed: gate.clock().runs(),
            contended: Cell::new(false),
            seat,
            not_send: PhantomData,
        }
    }

    /// For a pass of a thread that is no member itself: the one it used last, if that will do, or a new one.
    #[inline]
    pub(crate) fn of(gate: &Arc<G>) -> Rc<Self> {
        let found = G::spare().try_with(|spare| {
            let membership = match spare.take() {
                Some(spare) if spare.is_free_for(gate) => spare,
                _ => Rc::new(Self::new(gate)),
            };
            if KEEPS {
                spare.set(Some(membership.clone()));
            }
            membership
        });
        // A thread that is ending keeps nothing any more.
        found.unwrap_or_else(|_| Rc::new(Self::new(gate)))
    }

    /// Whether a pass through `gate` may begin with this. If so, nothing is left of the last one.
    #[inline]
    fn is_free_for(self: &Rc<Self>, gate: &Arc<G>) -> bool {
        let free = Arc::ptr_eq(&self.gate, gate) && Rc::strong_count(self) == 1;
        if free {
            self.breaker.take_callers();
        }
        free
    }

    /// The breaker, for others. What they raise is meant for this pass, so none that comes later may have it.
    pub(crate) fn give_breaker(&self) -> Arc<Breaker> {
        // A thread that is ending keeps nothing any more.
        let _ = G::spare().try_with(|spare| {
            let kept =
                spare.take().filter(|spare| spare.number != self.number || !Arc::ptr_eq(&spare.gate, &self.gate));
            spare.set(kept);
        });
        self.breaker.clone()
    }
}

impl<G: Seated> Drop for Membership<G> {
    fn drop(&mut self) {
        if model_has_failed() {
            return;
        }
        self.gate.stand_up(&self.seat);
    }
}
