//! The lane: an urgent thread comes in for a short turn, and its host takes the gate back, without queue and mutex.

use std::sync::Arc;

use super::{Gil, GilSeat, word::Knock};
use crate::{
    Breaker, Reason,
    clock::Entry,
    events::names,
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

impl Gil {
    /// Comes in as a guest, if the policy allows and the holder does in time. Returns whether the gate is this thread's.
    pub(super) fn visit(&self, seat: &GilSeat) -> bool {
        let Some(limit) = self.rules.visits(seat) else {
            return false;
        };
        let word = &self.lock.0.word;
        let is_in = match word.knock(seat.id) {
            Knock::Admitted => true,
            Knock::Occupied => false,
            Knock::Waits => {
                let mut asked = 0;
                let timed_out = sync::spin(limit, || word.come_in(seat.id) || self.asks_host(seat, &mut asked));
                !timed_out || word.give_up(seat.id)
            }
        };
        if is_in {
            self.rules.visiting(seat);
        }
        is_in
    }

    /// Asks the holder to let the guest in, if that is another one than the one `asked`. Returns `false`.
    fn asks_host(&self, seat: &GilSeat, asked: &mut u64) -> bool {
        // Relaxed: who entered meanwhile is seen and asked the next time.
        let last = self.last();
        // A guest that is in will not be for long; then its host is there again.
        if last != *asked && !self.lock.0.word.is_hosted() {
            *asked = last;
            self.ask_to_let_in(seat, last);
        }
        false
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
        self.clock.mark(&seat.tally, names::DROP_REQUEST);
        asked.breaker.raise(Reason::Visit);
    }

    /// Lets the guest in, if there is one, and returns when this thread has the gate again.
    pub(super) fn receive(&self, seat: &Arc<GilSeat>) {
        let word = &self.lock.0.word;
        let Some(limit) = self.rules.receives() else {
            return;
        };
        if !word.let_guest_in(seat.id) {
            return;
        }
        self.clock.left(&seat.tally, Leave::Pause);
        seat.tally.let_in.bump();
        self.clock.mark(&seat.tally, names::LET_IN);
        if sync::spin(limit, || word.take_back(seat.id)) {
            let queue = self.queue.lock();
            word.stop_hosting();
            self.wait_in(queue, seat, Manner::Hosted);
        }
        self.taken(seat, Entry::Waited);
    }
}
