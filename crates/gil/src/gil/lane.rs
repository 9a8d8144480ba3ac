//! The lane: an urgent thread comes in for a short turn, and its host takes the gate back, without queue and mutex.

use std::{
    sync::{Arc, atomic::Ordering::Relaxed},
    time::Duration,
};

use super::{Gil, GilSeat, Lock, Waiter, word::Knock};
use crate::{
    Breaker, Reason,
    events::Own,
    policy::{Leave, Manner},
    sync,
};

/// Whom a guest asked last, so that asking again needs no look at the register.
#[derive(Default)]
pub(super) struct Asked {
    /// The thread's running number; 0 for nobody.
    number: u64,
    breaker: Arc<Breaker>,
}

/// What came of trying to be a guest.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Visit {
    /// The gate is this thread's.
    In,
    /// It was not the guest.
    Out,
    /// It was the guest, and not let in for as long as it looked on.
    Tired,
}

impl Gil {
    /// Comes in as a guest, if the policy allows and the holder does in time.
    pub(super) fn visit(&self, seat: &GilSeat) -> Visit {
        let Some(limit) = self.rules.visits(seat) else {
            return Visit::Out;
        };
        match self.lock.0.word.knock(seat.id) {
            Knock::Admitted => Visit::In,
            Knock::Occupied => Visit::Out,
            Knock::Waits => self.wait_as_guest(seat, limit),
        }
    }

    fn wait_as_guest(&self, seat: &GilSeat, limit: Duration) -> Visit {
        let Lock { word, guest, .. } = &self.lock.0;
        // Relaxed: see the field.
        guest.store(seat.number, Relaxed);
        let (mut asked, mut looks) = (0, 0);
        let timed_out = sync::spin(limit, || {
            looks += 1;
            let is_in = word.come_in(seat.id);
            if !is_in {
                self.ask_host(seat, &mut asked);
            }
            is_in
        });
        if timed_out && !word.give_up(seat.id) {
            return Visit::Tired;
        }
        if looks > sync::LOOKS {
            self.rules.waited(seat);
        }
        Visit::In
    }

    /// Asks the holder to let the guest in, if that is another one than the one `asked`.
    fn ask_host(&self, seat: &GilSeat, asked: &mut u64) {
        // Relaxed: who entered meanwhile is seen and asked the next time.
        let last = self.last();
        // A guest that is in will not be for long; then its host is there again.
        if last != *asked && !self.lock.0.word.is_hosted() {
            *asked = last;
            self.ask_to_let_in(seat, last);
        }
    }

    fn ask_to_let_in(&self, seat: &GilSeat, holder: u64) {
        let mut asked = seat.kind.asked.lock();
        if asked.number != holder {
            match self.queue.lock().seats.numbered(holder) {
                Some(seat) => *asked = Asked { number: holder, breaker: seat.breaker.clone() },
                // It has gone; somebody else will have entered.
                None => return,
            }
        }
        seat.tally.drop_requests.bump();
        self.clock.mark(&seat.tally, Own::DropRequest);
        asked.breaker.raise(Reason::Visit);
    }

    /// Lets the guest in, if there is one, and returns when this thread has the gate again.
    pub(super) fn receive(&self, seat: &Arc<GilSeat>) {
        let word = &self.lock.0.word;
        let Some(limit) = self.rules.receives() else {
            seat.breaker.take(Reason::Visit);
            return;
        };
        let is_in = self.let_guest_in(seat);
        // Taken while the guest is at work, for it costs as much. No guest asks who sees a host.
        seat.breaker.take(Reason::Visit);
        // A guest that was overlooked is seen by who has taken what it raised.
        if !is_in && !self.let_guest_in(seat) {
            return;
        }
        self.clock.left(&seat.tally, Leave::Pause);
        seat.tally.let_in.bump();
        self.clock.mark(&seat.tally, Own::LetIn);
        if sync::spin(limit, || word.take_back(seat.id)) {
            let queue = self.queue.lock();
            word.stop_hosting();
            self.wait_in(queue, Waiter::new(seat, Manner::Hosted).tired());
        }
        self.clock.entered(&seat.tally);
        self.taken(seat, seat.number);
    }

    fn let_guest_in(&self, seat: &GilSeat) -> bool {
        let Lock { word, last, guest, .. } = &self.lock.0;
        // Relaxed: a guest that finds another number writes its own.
        last.store(guest.load(Relaxed), Relaxed);
        let is_in = word.let_guest_in(seat.id);
        if !is_in {
            // Relaxed: as by every holder.
            last.store(seat.number, Relaxed);
        }
        is_in
    }
}
