//! The gate that admits everybody, but can stop the world.
//!
//! As in PEP 703 each thread has a state word of its own, so threads that come and go do not meet. Unlike there, the
//! thread that stops the world marks the words, and a marked thread reports when it leaves; nobody has to poll.

mod door;
mod jitter;
mod state;

use std::{
    sync::{
        Arc,
        atomic::{AtomicU64, Ordering::Relaxed},
    },
    thread::LocalKey,
    time::Duration,
};

use state::State;

use crate::{
    DEFAULT_INTERVAL, Gate, Measure, Policy, Reason, Statistics,
    clock::Clock,
    events::{Events, Moment, Own},
    member::{Membership, Seated, Spare},
    pass::{GateMember, GatePass},
    policy::Leave,
    seat::{Seat, Seats},
    statistics::nanos,
    sync::{Condvar, Mutex, MutexGuard},
};

type OpenSeat = Seat<State>;

/// Admits all threads at once.
pub struct Open {
    world: Mutex<World>,
    /// A thread has left or paused, and it was the last one that a stop was waiting for.
    stopped: Condvar,
    /// A stop has ended.
    resumed: Condvar,
    clock: Clock,
    interval_nanos: AtomicU64,
    policy: Policy,
}

/// What the mutex of the gate guards.
#[derive(Default)]
struct World {
    seats: Seats<State>,
    /// Whether a thread has stopped the world or is about to.
    stopping: bool,
    /// How many threads are still inside, of those that should stop.
    running: usize,
}

impl Open {
    /// A gate that counts what happens.
    pub fn new() -> Arc<Self> {
        Open::new_with(Policy::default(), Measure::default())
    }

    /// A gate that keeps account as `measure` says.
    ///
    /// Nobody has to be chosen, so of all policies only [`seeded`](Policy::seeded) means something: threads lose a moment
    /// at some of their check points, as the seed says. That makes them meet in more places; it does not replay an order.
    pub fn new_with(policy: Policy, measure: Measure) -> Arc<Self> {
        Arc::new(Open {
            world: Mutex::new(World::default()),
            stopped: Condvar::default(),
            resumed: Condvar::default(),
            clock: Clock::new(measure),
            interval_nanos: AtomicU64::new(nanos(DEFAULT_INTERVAL)),
            policy,
        })
    }

    /// Goes inside.
    #[inline]
    fn admit(&self, membership: &Membership<Open>) {
        let Membership { seat, timed, .. } = membership;
        if *timed || !seat.kind.attach() {
            self.admit_slow(seat);
        }
        seat.tally.entries.bump();
    }

    #[cold]
    fn admit_slow(&self, seat: &OpenSeat) {
        self.clock.came(&seat.tally);
        if !seat.kind.attach() {
            self.wait_for_world(&mut self.world.lock(), seat);
            self.clock.entered(&seat.tally);
        }
    }

    /// Goes outside.
    #[inline]
    fn release(&self, membership: &Membership<Open>, leave: Leave) {
        let Membership { seat, timed, .. } = membership;
        if *timed || !seat.kind.detach() {
            self.release_slow(seat, leave);
        }
    }

    #[cold]
    fn release_slow(&self, seat: &OpenSeat, leave: Leave) {
        self.clock.left(&seat.tally, leave);
        if !seat.kind.detach() {
            self.arrive(&mut self.world.lock(), seat);
        }
    }

    /// Goes outside although the world may be about to stop, and reports that.
    fn arrive(&self, world: &mut World, seat: &OpenSeat) {
        if seat.kind.detach_locked() {
            world.running -= 1;
            if world.running == 0 {
                self.stopped.notify_one();
            }
        }
    }

    /// Goes inside as soon as the world is not stopped.
    fn wait_for_world(&self, world: &mut MutexGuard<'_, World>, seat: &OpenSeat) {
        while !seat.kind.attach() {
            self.resumed.wait(world, None);
        }
    }

    /// Pauses at a check point if the world is stopping.
    fn pause(&self, seat: &OpenSeat) {
        self.let_stops_pass(&mut self.world.lock(), seat);
    }

    /// Stays outside while other threads stop the world. No thread has stopped it when this returns.
    fn let_stops_pass(&self, world: &mut MutexGuard<'_, World>, seat: &OpenSeat) {
        while world.stopping {
            self.clock.left(&seat.tally, Leave::Pause);
            self.arrive(world, seat);
            self.wait_for_world(world, seat);
            self.clock.entered(&seat.tally);
            seat.tally.entries.bump();
        }
    }

    /// Returns when every other thread is outside or paused. The world goes on when the result is dropped.
    fn stop<'g>(&'g self, seat: &'g OpenSeat) -> Stop<'g> {
        let began = self.clock.moment();
        let mut world = self.world.lock();
        self.let_stops_pass(&mut world, seat);
        world.stopping = true;
        world.running = world.seats.others(seat.id).filter(|other| other.order_stop()).count();
        while world.running > 0 {
            self.stopped.wait(&mut world, None);
        }
        seat.tally.stops.bump();
        Stop { gate: self, seat, began }
    }
}

impl OpenSeat {
    /// Tells the thread to stop, or to stay out. Returns whether it is inside.
    fn order_stop(&self) -> bool {
        let inside = self.kind.mark();
        if inside {
            self.breaker.raise(Reason::Stop);
        }
        inside
    }
}

/// The stopped world.
struct Stop<'g> {
    gate: &'g Open,
    seat: &'g OpenSeat,
    began: Moment,
}

impl Drop for Stop<'_> {
    fn drop(&mut self) {
        let mut world = self.gate.world.lock();
        world.stopping = false;
        for other in world.seats.others(self.seat.id) {
            other.breaker.take(Reason::Stop);
            other.kind.unmark();
        }
        self.gate.resumed.notify_all();
        self.gate.clock.span(&self.seat.tally, Own::Stop, self.began);
    }
}

impl Gate for Open {
    type Pass = GatePass<Open>;
    type Member = GateMember<Open>;

    fn join(self: &Arc<Self>) -> GateMember<Open> {
        GateMember::new(self)
    }

    #[inline]
    fn enter(self: &Arc<Self>) -> GatePass<Open> {
        GatePass::take(Membership::of(self))
    }

    fn sibling(&self) -> Arc<Self> {
        let sibling = Open::new_with(self.policy, self.clock.measure());
        sibling.set_interval(self.interval());
        sibling
    }

    fn statistics(&self) -> Statistics {
        self.world.lock().seats.statistics(self.clock.measure())
    }

    fn events(&self) -> Events {
        self.world.lock().seats.drain()
    }

    fn set_interval(&self, interval: Duration) {
        // Relaxed: a number that means nothing to this gate.
        self.interval_nanos.store(nanos(interval), Relaxed);
    }

    fn interval(&self) -> Duration {
        // Relaxed: see above.
        Duration::from_nanos(self.interval_nanos.load(Relaxed))
    }
}

impl Seated for Open {
    #[inline]
    fn clock(&self) -> &Clock {
        &self.clock
    }

    type Kind = State;

    /// A thread that comes while the world is stopped stays outside from the beginning.
    fn sit_down(&self) -> Arc<OpenSeat> {
        let mut world = self.world.lock();
        let seat = world.seats.add(State::default(), self.policy.seed().map(|_| Reason::Tick));
        if world.stopping {
            seat.kind.mark();
        }
        seat
    }

    fn stand_up(&self, seat: &OpenSeat) {
        self.world.lock().seats.remove(seat);
    }

    #[inline]
    fn spare() -> &'static LocalKey<Spare<Open>> {
        thread_local!(static SPARE: Spare<Open> = const { Spare::new(None) });
        &SPARE
    }
}
