//! The slow half of a [`Gil`]: waiting, asking, waking, standing back.

use std::{collections::VecDeque, sync::Arc};

use super::{Gil, GilSeat};
use crate::{
    Gate, Reason,
    policy::Turn,
    seat::Seats,
    sync::{Condvar, MutexGuard},
};

/// What the mutex of a gate guards.
#[derive(Default)]
pub(super) struct Queue {
    pub(super) seats: Seats<Condvar>,
    waiting: VecDeque<Waiter>,
    /// How often the gate went from one thread to another while somebody waited.
    switches: u64,
    /// Whether the present holder was asked to let go. Ends with its tenure, so that no request outlives who it was for.
    asked: bool,
    /// The number of a thread in the queue that may not take the gate until another thread had it.
    aside: Option<u64>,
}

/// A thread in the queue.
pub(crate) struct Waiter {
    seat: Arc<GilSeat>,
    /// Whether it was woken to take the gate and has not tried yet.
    pub(crate) woken: bool,
}

impl Queue {
    /// Lets all waiters look at the interval again.
    pub(super) fn rouse(&self) {
        for waiter in &self.waiting {
            waiter.seat.kind.notify_one();
        }
    }

    fn waiter(&mut self, seat: &GilSeat) -> usize {
        let mut waiters = self.waiting.iter();
        waiters.position(|waiter| waiter.seat.id == seat.id).expect("a thread that waits is in the queue")
    }
}

impl Gil {
    /// Waits in the queue until the gate is this thread's.
    pub(super) fn wait_in(&self, mut queue: MutexGuard<'_, Queue>, seat: &Arc<GilSeat>) {
        queue.waiting.push_back(Waiter { seat: seat.clone(), woken: false });
        while !self.admit(&mut queue, seat) {
            let standing_back = queue.aside == Some(seat.number);
            // The switch that ends standing back is the beginning of the wait, not a sign that others make progress.
            let seen = queue.switches + u64::from(standing_back);
            let patience = self.rules.patience(Gate::interval(self));
            let timed_out = seat.kind.wait(&mut queue, patience);
            if timed_out && queue.switches == seen {
                self.ask(&mut queue, seat);
            }
        }
    }

    /// Takes the gate for a thread in the queue, if it is free and the thread may have it.
    fn admit(&self, queue: &mut Queue, seat: &GilSeat) -> bool {
        let place = queue.waiter(seat);
        let free = self.lock.0.word.watch();
        let woken = std::mem::take(&mut queue.waiting[place].woken);
        if !free || queue.aside == Some(seat.number) {
            if woken {
                seat.tally.failed_acquisitions.bump();
            }
            return false;
        }
        queue.waiting.remove(place);
        queue.aside = None;
        queue.switches += u64::from(self.is_hand_off(seat));
        let watched = !queue.waiting.is_empty();
        self.lock.0.word.take_watched(seat.id, watched);
        true
    }

    /// Asks the holder to let go.
    fn ask(&self, queue: &mut Queue, seat: &GilSeat) {
        let Some(holder) = self.lock.0.word.holder() else {
            return;
        };
        if !queue.asked {
            queue.asked = true;
            seat.tally.drop_requests.bump();
        }
        queue.seats.get(holder).breaker.raise(Reason::Drop);
    }

    /// Gives back the gate while others wait.
    #[cold]
    pub(super) fn give_slow(&self) {
        let next = self.free(&mut self.queue.lock());
        // Notified with the mutex free, for the thread that wakes needs it. It cannot have gone to sleep again without
        // having seen the free gate.
        if let Some(next) = next {
            next.kind.notify_one();
        }
    }

    /// Frees the gate and chooses whom to wake.
    fn free(&self, queue: &mut Queue) -> Option<Arc<GilSeat>> {
        queue.asked = false;
        self.lock.0.word.give_watched();
        let place = self.rules.wake(&queue.waiting)?;
        let next = &mut queue.waiting[place];
        next.woken = true;
        Some(next.seat.clone())
    }

    /// What the holder does about a drop request on its breaker.
    pub(super) fn turn_if_asked(&self) -> Turn {
        if self.queue.lock().asked {
            self.rules.asked()
        } else {
            // Meant for an earlier tenure of this thread.
            Turn::Keep
        }
    }

    /// Lets go and returns when this thread has the gate again, after another one had it. Does nothing if nobody waits.
    pub(super) fn stand_back(&self, seat: &Arc<GilSeat>) {
        let mut queue = self.queue.lock();
        if queue.waiting.is_empty() {
            return;
        }
        self.clock.left(&seat.tally);
        seat.tally.forced_switches.bump();
        let next = self.free(&mut queue);
        queue.aside = Some(seat.number);
        if let Some(next) = next {
            next.kind.notify_one();
        }
        self.wait_in(queue, seat);
        self.taken(seat);
    }
}
