//! What a gate asks its policy, and what the policy may note about each thread.

use std::{
    collections::VecDeque,
    sync::atomic::{AtomicI64, Ordering::Relaxed},
    time::Duration,
};

use crate::{
    Reason,
    gil::{GilSeat, Waiter},
};

/// The waiters, in the order in which the policy placed them.
pub(crate) type Waiting = VecDeque<Waiter>;

/// What a gate asks its policy.
///
/// Every hook but those that say otherwise, and `alert`, `hears_all`, `coming`, `tick`, `leaving` and `left`, is called with the gate's queue locked, and must not block. Places are
/// places in the queue.
pub(crate) trait Rules: Send + Sync {
    /// Set up: a reason that stays raised on every thread's breaker, so that it comes by at every check point.
    fn alert(&self) -> Option<Reason> {
        None
    }

    /// Set up: whether every coming and leaving is to be asked about, also while nobody competes.
    fn hears_all(&self) -> bool {
        false
    }

    /// A thread that never came is about to.
    fn announce(&self) {}

    /// About to arrive, by the arriving thread: to be noted before it may have to wait for the queue.
    fn coming(&self, _comer: &GilSeat) {}

    /// Leaving and standing back: whether to decide now who is next. Otherwise it is asked again a moment later. A policy
    /// that hears all is also asked at every check point and every entry, before the thread goes on.
    fn settled(&self, _others: &mut dyn Iterator<Item = &GilSeat>) -> bool {
        true
    }

    /// Arriving at a gate that is held or waited for: whether this thread asks every holder to let go at once.
    fn urgent(&self, _comer: &GilSeat, _holder: Option<&GilSeat>, _waiting: &Waiting) -> bool {
        false
    }

    /// Arriving at a gate that is held or waited for, before joining the queue: for how long to look on as the guest of a
    /// holder who lets in without the queue. `None`: not at all. The queue is not locked.
    fn visits(&self, _comer: &GilSeat) -> Option<Duration> {
        None
    }

    /// Having come in as a guest after some time; without this call it was almost at once. The queue is not locked.
    fn waited(&self, _guest: &GilSeat) {}

    /// Pausing, when there may be a guest: for how long its host looks on. `None`: the guest must wait. The queue is not
    /// locked.
    fn receives(&self) -> Option<Duration> {
        None
    }

    /// Joining the queue: before whom.
    fn place(&self, waiting: &Waiting, _comer: &Waiter) -> usize {
        waiting.len()
    }

    /// Waiting: for how long to look on before losing patience or going to sleep. `None`: sleep.
    fn spin(&self, _waiting: &Waiting, _place: usize, _patience: Option<Duration>) -> Option<Duration> {
        None
    }

    /// Waiting: how long a thread in the queue sleeps before it loses its patience, again each time it has slept.
    /// `None`: for ever.
    fn patience(&self, waiting: &Waiting, place: usize, interval: Duration) -> Option<Duration>;

    /// Patience lost: whether to ask the holder to let go. `switched`: the gate has changed hands meanwhile.
    fn asks(&self, _waiting: &Waiting, _place: usize, switched: bool) -> bool {
        !switched
    }

    /// Finding the gate free: whether this waiter may take it. `last`: it is the thread that was in last. Of the waiters of
    /// any free gate, there must be one that may and that `wake` will choose.
    fn admissible(&self, _waiting: &Waiting, _place: usize, _last: bool) -> bool {
        true
    }

    /// Having taken the gate, as it leaves the queue: whether this is progress that renews everybody's patience.
    /// `hand_off`: another thread was in before.
    fn admitted(&self, _waiting: &Waiting, _taker: &Waiter, hand_off: bool) -> bool {
        hand_off
    }

    /// Having taken the gate: whom of those who sleep to wake all the same, to look on and ask again.
    fn call(&self, _waiting: &Waiting) -> Option<usize> {
        None
    }

    /// Leaving while others wait, by the leaving thread: its account is made up.
    fn leaving(&self, _leaver: &GilSeat, _leave: Leave) {}

    /// Having left, by the leaving thread: the gate needs nothing more of it.
    fn left(&self, _leaver: &GilSeat, _leave: Leave) {}

    /// Leaving: whether it is enough that somebody is on the lookout. Otherwise one is woken.
    fn trusts_lookouts(&self, _leave: Leave) -> bool {
        true
    }

    /// Leaving: which waiter to wake. The one who is woken still has to take the gate, in competition with threads that
    /// come by. By default the first of those not woken yet.
    fn wake(&self, waiting: &Waiting, _leave: Leave) -> Option<usize> {
        waiting.iter().position(|waiter| !waiter.woken && !waiter.spinning)
    }

    /// Models only: whether a thread that gives up its lookout goes to sleep without a last look at the word.
    #[cfg(loom)]
    fn forgets_to_look(&self) -> bool {
        false
    }

    /// Models only: whether a thread in the queue that nobody woke takes a free gate for a held one.
    #[cfg(loom)]
    fn overlooks(&self, _manner: Manner) -> bool {
        false
    }

    /// Pausing: what the holder does when a waiter has asked.
    fn asked(&self, _holder: &GilSeat, _waiting: &Waiting) -> Turn {
        Turn::Compete
    }

    /// Pausing: what the holder does at a check point for which nobody has asked. Called by the holder only.
    fn tick(&self) -> Turn {
        Turn::Keep
    }
}

/// What the holder does at a check point.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Turn {
    /// Keeps the gate.
    Keep,
    /// Keeps the gate, and wakes somebody to look on and ask again.
    Call,
    /// Lets go, wakes somebody, and tries to take the gate again at once.
    Compete,
    /// Lets go, wakes somebody, and takes the gate only after another thread had it.
    StandBack,
    /// Lets an urgent thread in for a short time, looking on meanwhile.
    LetIn,
}

/// On what occasion a thread leaves the gate.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Leave {
    /// For a blocking region.
    Block,
    /// At a check point.
    Pause,
    /// The pass has ended.
    End,
}

/// How a thread joins the queue.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Manner {
    /// It comes from outside.
    Comes,
    /// It comes from outside and asks at once.
    Urges,
    /// It was in, and stands back.
    StandsBack,
    /// It was in, and has let an urgent thread in.
    LetsIn,
    /// The same, and it looked on in vain for the end of that turn.
    Hosted,
}

/// What a policy remembers of a thread; each says what its numbers mean. They begin at 0.
#[derive(Default)]
pub(crate) struct Standing {
    /// Where the thread stands among the others.
    pub(crate) rank: Note,
    /// When it was in the state that `rank` speaks of.
    pub(crate) since: Note,
    /// When it came in, if the policy wants to know how long it stays.
    pub(crate) entered: Note,
    /// When it was counted last, if the policy counts who comes.
    pub(crate) counted: Note,
}

/// A number that is written by the thread it is about, or with the queue locked.
#[derive(Default)]
pub(crate) struct Note(AtomicI64);

impl Note {
    pub(crate) fn get(&self) -> i64 {
        // Relaxed: a reader without the mutex is the thread itself; the others are ordered by the mutex, or take an old
        // number for a new one, which only makes a decision a little worse.
        self.0.load(Relaxed)
    }

    pub(crate) fn set(&self, number: i64) {
        // Relaxed: as above.
        self.0.store(number, Relaxed);
    }
}
