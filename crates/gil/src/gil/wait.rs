//! Waiting: joining the queue, being on the lookout, sleeping.

use std::time::Duration;

use super::{
    Gil, GilSeat,
    queue::{Look, Queue, Waiter},
    word::MOST_LOOKOUTS,
};
use crate::{
    Gate,
    policy::Manner,
    sync::{self, MutexGuard},
};

impl Gil {
    /// How a thread that comes from outside joins the queue.
    pub(super) fn manner(&self, queue: &Queue, seat: &GilSeat) -> Manner {
        let holder = self.lock.0.word.holder().map(|id| queue.seats.get(id));
        if self.rules.urgent(seat, holder, &queue.waiting) { Manner::Urges } else { Manner::Comes }
    }

    /// Waits in the queue until the gate is this thread's.
    pub(super) fn wait_in(&self, mut queue: MutexGuard<'_, Queue>, waiter: Waiter) {
        let seat = &waiter.seat.clone();
        let place = self.rules.place(&queue.waiting, &waiter);
        queue.waiting.insert(place, waiter);
        let mut looked_out = false;
        loop {
            match self.admit(&mut queue, seat) {
                Look::Admitted => break,
                Look::Passed => self.let_pass(&mut queue, seat, looked_out),
                Look::Held => {}
            }
            looked_out = self.wait_a_while(&mut queue, seat);
        }
        drop(queue);
        self.settle_before_going_on(seat);
    }

    /// What a thread does about a free gate that it may not take.
    fn let_pass(&self, queue: &mut Queue, seat: &GilSeat, looked_out: bool) {
        if looked_out {
            // Who left the gate may have counted on this thread.
            self.pass_on(queue, seat);
        }
        let place = queue.place_of(seat);
        if !self.stands_aside(&queue.waiting[place]) {
            // It will be woken when it is its turn; there is nothing to look out for.
            queue.waiting[place].fresh = false;
        }
    }

    /// Looks on or sleeps until there is a reason to look again, and asks when the patience is lost. Returns whether this
    /// thread was on the lookout.
    fn wait_a_while(&self, queue: &mut MutexGuard<'_, Queue>, seat: &GilSeat) -> bool {
        let place = queue.place_of(seat);
        // The switch that ends standing back is the beginning of the wait, not a sign that others make progress.
        let seen = queue.switches + u64::from(self.stands_aside(&queue.waiting[place]));
        let patience = self.rules.patience(&queue.waiting, place, Gate::interval(self));
        if queue.waiting[place].is_urgent() {
            self.ask(queue, seat);
        }
        let look_out = self.may_look_out(queue, place, patience);
        let timed_out = match look_out {
            Some(limit) => self.look_out(queue, seat, limit) && patience.is_some_and(|patience| patience <= limit),
            None => {
                queue.waiting[place].fresh = false;
                seat.kind.bell.wait(queue, patience)
            }
        };
        if timed_out {
            let place = queue.place_of(seat);
            if self.rules.asks(&queue.waiting, place, queue.switches != seen) {
                self.ask(queue, seat);
            }
        }
        look_out.is_some()
    }

    /// For how long the waiter may be on the lookout now.
    fn may_look_out(&self, queue: &Queue, place: usize, patience: Option<Duration>) -> Option<Duration> {
        if self.lock.0.word.lookouts() >= MOST_LOOKOUTS {
            return None;
        }
        self.rules.spin(&queue.waiting, place, patience)
    }

    /// Is on the lookout for the free gate, and if urgent also for a new holder to ask. Returns whether the time ran out.
    fn look_out(&self, queue: &mut MutexGuard<'_, Queue>, seat: &GilSeat, limit: Duration) -> bool {
        let word = &self.lock.0.word;
        let holder = word.holder();
        // Who lets another in waits until that one has been in; the gate is free meanwhile.
        let free_again = |now: Option<u32>| now.is_none() && (holder.is_some() || self.is_hand_off(seat));
        let waiter = queue.waiter(seat);
        waiter.spinning = true;
        let urgent = waiter.is_urgent();
        word.look_out();
        let mut timed_out = false;
        sync::unlocked(queue, || {
            timed_out = sync::spin(limit, || {
                let now = word.holder();
                free_again(now) || (urgent && now != holder)
            });
            word.stand_down();
        });
        let waiter = queue.waiter(seat);
        waiter.spinning = false;
        waiter.fresh = !timed_out;
        waiter.tired |= timed_out;
        #[cfg(loom)]
        if self.rules.forgets_to_look() {
            seat.kind.bell.wait(queue, None);
        }
        let waiter = queue.waiter(seat);
        if timed_out && waiter.manner == Manner::LetsIn {
            // From now on it waits like any other, but where it stands.
            waiter.manner = Manner::Hosted;
        }
        timed_out
    }
}
