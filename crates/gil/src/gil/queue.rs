//! The slow half of a [`Gil`]: who waits, who is admitted, who is asked and woken.

use std::{sync::Arc, thread, time::Duration};

use super::{Berth, Gil, GilSeat};
use crate::{
    Reason,
    events::Own,
    member::Membership,
    policy::{Leave, Manner, Turn, Waiting},
    seat::Seats,
    sync::MutexGuard,
};

/// How long to wait for others to settle before looking again.
const NAP: Duration = Duration::from_micros(50);
/// How often to look: for about a second.
const MOST_NAPS: u32 = 10_000;

/// What the mutex of a gate guards.
#[derive(Default)]
pub(super) struct Queue {
    pub(super) seats: Seats<Berth>,
    pub(super) waiting: Waiting,
    /// How often the gate went on in a way that the policy counts as progress for all.
    pub(super) switches: u64,
    /// Whether the present holder was asked to let go. Ends with its tenure, so that no request outlives who it was for.
    asked: bool,
}

/// A thread in the queue.
pub(crate) struct Waiter {
    pub(crate) seat: Arc<GilSeat>,
    pub(crate) manner: Manner,
    /// Whether it was woken to take the gate and has not tried yet.
    pub(crate) woken: bool,
    /// Whether it is on the lookout.
    pub(crate) spinning: bool,
    /// Whether it is awake and has not been on the lookout for as long as it might.
    pub(crate) fresh: bool,
    /// Whether it was ever woken.
    pub(crate) called: bool,
    /// Whether it was ever on the lookout for as long as it might, in vain.
    pub(crate) tired: bool,
    /// Whether it came from inside, and so may not take the gate until another thread had it.
    pub(super) aside: bool,
}

impl Waiter {
    pub(super) fn new(seat: &Arc<GilSeat>, manner: Manner) -> Self {
        let aside = matches!(manner, Manner::StandsBack | Manner::LetsIn);
        let seat = seat.clone();
        Waiter { seat, manner, woken: false, spinning: false, fresh: true, called: false, tired: false, aside }
    }

    /// The same, having been on the lookout for as long as it might.
    pub(super) fn tired(self) -> Self {
        Waiter { fresh: false, tired: true, ..self }
    }

    /// Notes that it is awake, or will be.
    fn rouse(&mut self) {
        self.fresh = true;
        self.called = true;
    }

    /// Whether it is asleep, and nobody has called it.
    pub(crate) fn sleeps(&self) -> bool {
        !self.woken && !self.spinning && !self.fresh
    }

    pub(crate) fn is_urgent(&self) -> bool {
        self.manner == Manner::Urges
    }
}

/// What a waiter found when it looked.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Look {
    /// The gate is now its own.
    Admitted,
    /// The gate is held by another.
    Held,
    /// The gate is free, but it is not this thread's turn.
    Passed,
}

impl Queue {
    /// Lets all waiters look at the interval again.
    pub(super) fn rouse(&self) {
        for waiter in &self.waiting {
            waiter.seat.kind.bell.notify_one();
        }
    }

    pub(super) fn place_of(&self, seat: &GilSeat) -> usize {
        let mut waiters = self.waiting.iter();
        waiters.position(|waiter| waiter.seat.id == seat.id).expect("a thread that waits is in the queue")
    }

    pub(super) fn waiter(&mut self, seat: &GilSeat) -> &mut Waiter {
        let place = self.place_of(seat);
        &mut self.waiting[place]
    }

    /// Notes that the waiter at this place is woken to take the gate. It must be notified.
    fn choose(&mut self, place: usize) -> Arc<GilSeat> {
        let next = &mut self.waiting[place];
        next.woken = true;
        next.rouse();
        next.seat.clone()
    }
}

impl Gil {
    /// Takes the gate for a thread in the queue, if it is free and the thread may have it.
    pub(super) fn admit(&self, queue: &mut Queue, seat: &GilSeat) -> Look {
        let place = queue.place_of(seat);
        let free = self.lock.0.word.watch();
        let woken = std::mem::take(&mut queue.waiting[place].woken);
        #[cfg(loom)]
        let free = free && (woken || !self.rules.overlooks(queue.waiting[place].manner));
        let passed = free && !self.may_take(queue, place, seat);
        let watched = queue.waiting.len() > 1 || self.rules.hears_all();
        if !free || passed || !self.lock.0.word.take_watched(seat.id, watched) {
            if woken {
                seat.tally.failed_acquisitions.bump();
            }
            return if passed { Look::Passed } else { Look::Held };
        }
        let taker = queue.waiting.remove(place).expect("a place in the queue");
        queue.asked = false;
        queue.switches += u64::from(self.rules.admitted(&queue.waiting, &taker, self.is_hand_off(seat)));
        if watched {
            self.call(queue);
        }
        Look::Admitted
    }

    /// Whether a thread in the queue may take the gate, which it has seen free.
    fn may_take(&self, queue: &Queue, place: usize, seat: &GilSeat) -> bool {
        let waiter = &queue.waiting[place];
        let is_hosts = self.lock.0.word.is_hosted() && !waiter.is_urgent();
        !is_hosts && !self.stands_aside(waiter) && self.rules.admissible(&queue.waiting, place, !self.is_hand_off(seat))
    }

    /// Whether no other thread has been in since this one gave way.
    pub(super) fn stands_aside(&self, waiter: &Waiter) -> bool {
        waiter.aside && !self.is_hand_off(&waiter.seat)
    }

    /// Wakes whom the policy wants awake, although the gate is held.
    fn call(&self, queue: &mut Queue) {
        if let Some(place) = self.rules.call(&queue.waiting) {
            let waiter = &mut queue.waiting[place];
            waiter.rouse();
            waiter.seat.kind.bell.notify_one();
        }
    }

    /// Asks the holder to let go.
    pub(super) fn ask(&self, queue: &mut Queue, seat: &GilSeat) {
        let Some(holder) = self.lock.0.word.holder() else {
            return;
        };
        if !queue.asked {
            queue.asked = true;
            seat.tally.drop_requests.bump();
            self.clock.mark(&seat.tally, Own::DropRequest);
        }
        queue.seats.get(holder).breaker.raise(Reason::Drop);
    }

    /// Gives back the gate while others wait, or while times are taken.
    #[cold]
    pub(super) fn give_slow(&self, membership: &Membership<Gil>, leave: Leave) {
        let Membership { seat, contended, .. } = membership;
        self.clock.left(&seat.tally, leave);
        if self.clock.runs() && self.lock.0.word.give_unwatched(seat.id, contended.get()) {
            return contended.set(false);
        }
        contended.set(true);
        self.rules.leaving(seat, leave);
        if !self.rules.trusts_lookouts(leave) || !self.lock.0.word.give_to_lookouts(seat.id) {
            self.give_to_queue(seat, leave);
        }
        self.rules.left(seat, leave);
    }

    fn give_to_queue(&self, seat: &GilSeat, leave: Leave) {
        let next = {
            let mut queue = self.settle(seat.id);
            self.free(&mut queue, seat, |waiting| self.rules.wake(waiting, leave))
        };
        // Notified with the mutex free, for the thread that wakes needs it. It cannot have gone to sleep again without
        // having seen the free gate.
        if let Some(next) = next {
            next.kind.bell.notify_one();
        }
    }

    /// Locks the queue for a decision, when the policy is content with who has come. `id`: who decides, or 0.
    pub(super) fn settle(&self, id: u32) -> MutexGuard<'_, Queue> {
        let mut naps = 0;
        loop {
            let queue = self.queue.lock();
            if naps == MOST_NAPS || self.rules.settled(&mut queue.seats.others(id)) {
                return queue;
            }
            drop(queue);
            naps += 1;
            thread::sleep(NAP);
        }
    }

    /// Frees the gate and chooses whom to wake.
    fn free(
        &self,
        queue: &mut Queue,
        seat: &GilSeat,
        wake: impl FnOnce(&Waiting) -> Option<usize>,
    ) -> Option<Arc<GilSeat>> {
        queue.asked = false;
        self.lock.0.word.give_watched(seat.id);
        wake(&queue.waiting).map(|place| queue.choose(place))
    }

    /// Wakes another waiter in place of this one, who saw the gate free but may not take it.
    pub(super) fn pass_on(&self, queue: &mut Queue, seat: &GilSeat) {
        let own = queue.place_of(seat);
        match self.rules.wake(&queue.waiting, Leave::Pause) {
            Some(place) if place != own => queue.choose(place).kind.bell.notify_one(),
            // Everybody before this thread is awake.
            _ => {}
        }
    }

    /// What the holder does about a drop request on its breaker.
    pub(super) fn turn_if_asked(&self, seat: &GilSeat) -> Turn {
        let mut queue = self.queue.lock();
        if !queue.asked {
            // Meant for an earlier tenure of this thread.
            return Turn::Keep;
        }
        let turn = self.rules.asked(seat, &queue.waiting);
        if matches!(turn, Turn::Keep | Turn::Call) {
            queue.asked = false;
        }
        if turn == Turn::Call {
            self.call(&mut queue);
        }
        turn
    }

    /// What the holder does at a check point that is counted.
    pub(super) fn tick(&self, seat: &GilSeat) -> Turn {
        self.settle_before_going_on(seat);
        self.rules.tick()
    }

    /// Waits until what the holder does next finds the other threads where they are every time.
    pub(super) fn settle_before_going_on(&self, seat: &GilSeat) {
        if self.rules.hears_all() {
            drop(self.settle(seat.id));
        }
    }

    /// Lets go and returns when this thread has the gate again, after another one had it. Does nothing if nobody waits.
    pub(super) fn stand_back(&self, seat: &Arc<GilSeat>, manner: Manner) {
        let mut queue = self.settle(seat.id);
        if queue.waiting.is_empty() {
            return;
        }
        self.clock.left(&seat.tally, Leave::Pause);
        self.rules.leaving(seat, Leave::Pause);
        match manner {
            Manner::LetsIn => {
                seat.tally.let_in.bump();
                self.clock.mark(&seat.tally, Own::LetIn);
            }
            _ => {
                seat.tally.forced_switches.bump();
                self.clock.mark(&seat.tally, Own::ForcedSwitch);
            }
        }
        // Whom a thread lets in is mostly on the lookout, and then everybody else may sleep on.
        let next = match manner {
            Manner::LetsIn if self.lock.0.word.is_looked_at() => self.free(&mut queue, seat, |_| None),
            _ => self.free(&mut queue, seat, |waiting| self.rules.wake(waiting, Leave::Pause)),
        };
        self.rules.left(seat, Leave::Pause);
        if let Some(next) = next {
            next.kind.bell.notify_one();
        }
        self.wait_in(queue, Waiter::new(seat, manner));
        self.clock.entered(&seat.tally);
        self.taken(seat, seat.number);
    }
}
