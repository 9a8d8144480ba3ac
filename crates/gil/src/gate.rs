//! What a gate and a pass are, whoever is admitted.

use std::{sync::Arc, time::Duration};

use crate::{
    Breaker, Reasons, Statistics,
    events::{Events, Moment},
};

/// The interval of CPython: how long a thread waits before it asks the holder to let go.
pub const DEFAULT_INTERVAL: Duration = Duration::from_millis(5);

/// Decides which threads may run.
pub trait Gate: Send + Sync + 'static {
    /// The permission to run.
    type Pass: Pass;

    /// What a thread that enters often keeps.
    type Member: Member;

    /// Registers this thread, under its [`std::thread`] name for the statistics, without entering.
    ///
    /// Every membership has an entry of its own in the statistics.
    fn join(self: &Arc<Self>) -> Self::Member;

    /// Waits until this thread may run. For who keeps no membership: the thread keeps one for the gate it was last in, so
    /// entering often is cheap, but not as cheap as [`Member::enter`].
    ///
    /// What was raised on the breaker of one such pass does not reach the next.
    ///
    /// A thread must not enter a gate while it holds a pass of it: a [`Gil`](crate::Gil) would wait for itself for
    /// ever, and so would [`Pass::exclusive`] of an [`Open`](crate::Open).
    fn enter(self: &Arc<Self>) -> Self::Pass;

    /// A gate of the same kind with the same settings, which nobody has entered: for another interpreter.
    fn sibling(&self) -> Arc<Self>;

    /// What has happened so far. Counts of running threads may lag by a few events.
    fn statistics(&self) -> Statistics;

    /// Says that a new thread is about to be started that will enter this gate. To be called by a thread inside. Only
    /// [`Policy::seeded`](crate::Policy::seeded) makes something of it: it waits until the new thread has come before it
    /// decides anything. If the thread cannot be started after all, that costs a second.
    fn announce(&self) {}

    /// Takes what has been recorded since the last time, if the gate records [events](crate::events). Best called when the
    /// threads have left, as spans are recorded when they end.
    fn events(&self) -> Events;

    /// Changes the interval, also for the threads that wait now. A gate or policy without an interval only remembers it.
    fn set_interval(&self, interval: Duration);

    /// The interval in force.
    fn interval(&self) -> Duration;
}

/// A thread's membership of a gate: its entry in the statistics and its breaker, kept from one pass to the next.
///
/// It belongs to the thread that joined, and is neither `Send` nor `Sync`.
///
/// ```
/// use taipan_gil::{Gate, Gil, Member, Pass, Policy};
///
/// let gil = Gil::new(Policy::default());
/// let mut member = gil.join();
/// for _ in 0..3 {
///     let pass = member.enter();
///     assert!(!pass.breaker().raised());
/// }
/// assert_eq!(gil.statistics().total.entries, 3);
/// ```
pub trait Member {
    /// The permission to run.
    type Pass<'m>: Pass
    where
        Self: 'm;

    /// Waits until this thread may run. A thread must not do so while it is inside by another membership or without one.
    fn enter(&mut self) -> Self::Pass<'_>;

    /// The breaker of all its passes, for others. What they raise while the thread is outside waits for its next pass.
    fn breaker_handle(&self) -> Arc<Breaker>;
}

/// The permission to run. Dropping it leaves the gate, also when the thread panics.
///
/// A pass is neither `Send` nor `Sync`.
pub trait Pass {
    /// This thread's breaker. Its address stays the same for the life of the pass.
    fn breaker(&self) -> &Breaker;

    /// The same breaker, for others who want to raise [`Signal`](crate::Reason::Signal) or
    /// [`Cancel`](crate::Reason::Cancel) on this thread.
    fn breaker_handle(&self) -> Arc<Breaker>;

    /// Serves the breaker. To be called at a check point when the breaker is raised.
    ///
    /// The gate's own reasons (drop, stop, tick) are served here: other threads may run meanwhile, and shared objects may
    /// have changed on return. The other reasons are taken off the breaker and returned, to be served by the caller.
    fn pause(&mut self) -> Reasons;

    /// The present time for [`span`](Pass::span), if the gate records [events](crate::events).
    fn moment(&self) -> Moment;

    /// Records that this thread did something from `began` until now, if the gate records events.
    fn span(&self, name: &'static str, began: Moment);

    /// Records that something happened to this thread, if the gate records events.
    fn mark(&self, name: &'static str);

    /// Leaves the gate, runs `region`, and comes back, also when `region` panics.
    fn blocking<R>(&mut self, region: impl FnOnce() -> R + Send) -> R;

    /// Runs `task` while every other thread of this gate is outside it or paused at a check point.
    ///
    /// Threads that ask for this at the same time get it in turn. The others go on also when `task` panics. `task` must
    /// not wait for another thread of the same gate, which cannot move.
    fn exclusive<R>(&mut self, task: impl FnOnce() -> R) -> R;
}
