//! Models: every execution of a few threads with a few steps, up to a bound on preemptions.
//!
//! Run with `RUSTFLAGS="--cfg loom" cargo test -p taipan-gil --test loom --release`. A lost wake-up shows as loom's
//! "deadlock". Waits with a limit time out by plan, see `plan_timeouts`; all plans of a few bits are tried.
#![cfg(loom)]

use std::{cell::Cell, ops::Range, sync::Arc, time::Duration};

use loom::{
    cell::UnsafeCell,
    sync::atomic::{AtomicBool, AtomicU32, Ordering::Relaxed},
    thread,
};
use taipan_gil::{
    Breaker, Counts, DEFAULT_INTERVAL, Gate, Gil, Open, Pass, Policy, Reason, plan_timeouts, second_hosts,
};

/// No wait times out.
const NEVER: Range<u32> = 0..1;
/// Any of the first three waits that have a limit time out.
const MAY: Range<u32> = 0..8;
/// Any of the first two.
const FEW: Range<u32> = 0..4;

/// An interval so short that a waiter looks on all the while.
const BRIEF: Duration = Duration::from_micros(1);

/// Explores `model` under each plan of timeouts.
fn explore(plans: Range<u32>, model: impl Fn() + Sync + Send + Copy + 'static) {
    explore_up_to(3, plans, model);
}

/// The same with so many preemptions at most.
fn explore_up_to(preemptions: usize, plans: Range<u32>, model: impl Fn() + Sync + Send + Copy + 'static) {
    for plan in plans {
        let mut builder = loom::model::Builder::new();
        builder.preemption_bound = Some(preemptions);
        builder.check(move || {
            plan_timeouts(plan);
            model();
        });
    }
}

fn check_point<P: Pass>(pass: &mut P) {
    if pass.breaker().raised() {
        pass.pause();
    }
}

/// What the gate should protect: loom objects to accesses that overlap or are not ordered.
struct Shared(UnsafeCell<u32>);

// SAFETY: that is what the models check.
unsafe impl Sync for Shared {}

impl Shared {
    fn new() -> Arc<Self> {
        Arc::new(Shared(UnsafeCell::new(0)))
    }

    fn touch(&self) {
        // SAFETY: loom's cell panics if another access overlaps or is not ordered with this one.
        self.0.with_mut(|number| unsafe { *number += 1 });
    }

    fn read(&self) -> u32 {
        // SAFETY: as above.
        self.0.with(|number| unsafe { *number })
    }
}

/// Each of `others` threads and the main one runs `body` inside `gate`.
fn everybody<G: Gate>(gate: &Arc<G>, others: usize, body: impl Fn(&mut G::Pass) + Clone + 'static) {
    let threads: Vec<_> = (0..others)
        .map(|_| {
            let (gate, body) = (gate.clone(), body.clone());
            thread::spawn(move || body(&mut gate.enter()))
        })
        .collect();
    body(&mut gate.enter());
    for thread in threads {
        thread.join().unwrap();
    }
}

/// Threads that touch, pause and touch again. Returns what the gate counted.
fn touch_twice(policy: Policy, others: usize) -> Counts {
    let gil = Gil::new(policy);
    let shared = Shared::new();
    everybody(&gil, others, {
        let shared = shared.clone();
        move |pass| {
            shared.touch();
            check_point(pass);
            shared.touch();
        }
    });
    let _pass = gil.enter();
    assert_eq!(shared.read() as usize, 2 * (others + 1));
    gil.statistics().total
}

fn interval() -> Policy {
    Policy::interval(DEFAULT_INTERVAL)
}

fn swift() -> Policy {
    Policy::swift(DEFAULT_INTERVAL)
}

/// The liveness models, for each policy: which plans of timeouts, and how often three threads with check points are
/// preempted. (A guest and a host take many steps; twice takes swift's models many minutes.)
macro_rules! live { ($($name:ident = $policy:expr, $plans:expr, $preemptions:literal;)*) => { $(mod $name {
    use super::*;

    #[test]
    fn two_threads() {
        explore($plans, || {
            touch_twice($policy, 1);
        });
    }

    #[test]
    fn three_threads() {
        explore(NEVER, || come_and_go($policy));
    }

    #[test]
    fn three_threads_with_check_points() {
        explore_up_to($preemptions, $plans, || {
            touch_twice($policy, 2);
        });
    }
})* } }

live! {
    every_interval = interval(), MAY, 2;
    without_force = interval().forced(false), FEW, 2;
    every_tick = Policy::tick(1), NEVER, 2;
    swift = swift(), FEW, 1;
    swift_brief = Policy::swift(BRIEF), FEW, 1;
    priority = Policy::priority(DEFAULT_INTERVAL), FEW, 2;
    deadline = Policy::deadline(DEFAULT_INTERVAL), FEW, 2;
    deadline_brief = Policy::deadline(BRIEF), FEW, 2;
    stealer = Policy::stealer(1), FEW, 2;
    fifo = Policy::fifo(BRIEF), FEW, 2;
    fifo_delayed = Policy::fifo(BRIEF).delayed(true), FEW, 2;
    master = Policy::master(BRIEF), FEW, 2;
}

/// Three threads that only come and go.
fn come_and_go(policy: Policy) {
    let gil = Gil::new(policy);
    let shared = Shared::new();
    everybody(&gil, 2, {
        let shared = shared.clone();
        move |_| shared.touch()
    });
    let _pass = gil.enter();
    assert_eq!(shared.read(), 3);
}

/// Threads that each block once.
fn block_once(policy: Policy, others: usize) {
    let gil = Gil::new(policy);
    let shared = Shared::new();
    everybody(&gil, others, move |pass| {
        shared.touch();
        pass.blocking(|| ());
        shared.touch();
    });
}

/// The policies under which a thread that leaves for a blocking region is sure to wake a waiter.
#[test]
fn blocking_regions_of_two_threads() {
    for policy in ["interval", "tick", "swift", "priority", "deadline", "fifo", "master"] {
        explore(0..2, move || block_once(policy.parse().unwrap(), 1));
    }
}

/// One thread comes back from outside and is urgent; the other is inside and comes to check points. Returns what the gate
/// counted.
fn let_in_between(policy: Policy) -> Counts {
    let gil = Gil::new(policy);
    let shared = Shared::new();
    let other = thread::spawn({
        let (gil, shared) = (gil.clone(), shared.clone());
        move || {
            let mut pass = gil.enter();
            shared.touch();
            pass.blocking(|| ());
            shared.touch();
        }
    });
    let mut pass = gil.enter();
    shared.touch();
    check_point(&mut pass);
    shared.touch();
    check_point(&mut pass);
    drop(pass);
    other.join().unwrap();
    assert_eq!(shared.read(), 4);
    gil.statistics().total
}

#[test]
fn swift_lets_an_urgent_thread_in() {
    assert!(some_execution(FEW, || let_in_between(swift()).let_in));
}

/// With two threads that look on, one of them urgent.
#[test]
fn swift_lets_in_beside_a_waiter() {
    explore_up_to(1, NEVER, || {
        let gil = Gil::new(Policy::swift(BRIEF));
        let shared = Shared::new();
        let threads = [1, 2].map(|checks| {
            let (gil, shared) = (gil.clone(), shared.clone());
            thread::spawn(move || {
                let mut pass = gil.enter();
                for _ in 1..checks {
                    check_point(&mut pass);
                }
                pass.blocking(|| ());
                shared.touch();
            })
        });
        check_point(&mut gil.enter());
        for thread in threads {
            thread.join().unwrap();
        }
    });
}

/// Guests and hosts without anything else: every thread is one and the other.
fn hospitable() -> Policy {
    "hospitable".parse().unwrap()
}

#[test]
fn guests_are_let_in() {
    assert!(some_execution(NEVER, || touch_twice(hospitable(), 1).let_in));
}

#[test]
fn guests_of_two_hosts() {
    explore_up_to(2, NEVER, || {
        touch_twice(hospitable(), 2);
    });
}

/// A thread that was let in finds another guest before the door, while its own host still looks on. It learns of that guest by
/// a request that somebody raised on it earlier, since no guest asks who sees a host. One host at a time, so it goes on.
fn meet_a_second_guest() -> u64 {
    let before = second_hosts();
    let gil = Gil::new(hospitable());
    let shared = Shared::new();
    let mut pass = gil.enter();
    let others = [true, false].map(|asked_before| {
        let (gil, shared) = (gil.clone(), shared.clone());
        thread::spawn(move || {
            let mut pass = gil.enter();
            if asked_before {
                pass.breaker().raise(Reason::Visit);
            }
            check_point(&mut pass);
            shared.touch();
        })
    });
    check_point(&mut pass);
    shared.touch();
    drop(pass);
    for other in others {
        other.join().unwrap();
    }
    assert_eq!(shared.read(), 3);
    second_hosts() - before
}

#[test]
fn there_is_no_second_host() {
    assert!(some_execution_up_to(2, NEVER, meet_a_second_guest));
}

#[test]
fn guests_that_come_and_go() {
    explore_up_to(2, NEVER, || come_and_go(hospitable()));
    explore(NEVER, || block_once(hospitable(), 1));
}

/// The checker can fail: a guest who gives up joins the queue and sleeps, although the holder has left meanwhile.
#[test]
#[should_panic(expected = "deadlock")]
fn a_guest_that_does_not_look_again_is_caught() {
    explore(NEVER, || {
        touch_twice("hasty-guest".parse().unwrap(), 1);
    });
}

/// The same for the host.
#[test]
#[should_panic(expected = "deadlock")]
fn a_host_that_does_not_look_again_is_caught() {
    explore(NEVER, || {
        touch_twice("hasty-host".parse().unwrap(), 1);
    });
}

/// The checker can fail: a waiter whom the holder trusts to look, and who does not, sleeps for ever.
#[test]
#[should_panic(expected = "deadlock")]
fn a_lookout_that_does_not_look_again_is_caught() {
    explore(NEVER, || come_and_go(Policy::deaf()));
}

/// With a policy that wakes nobody, a thread sleeps for ever.
#[test]
#[should_panic(expected = "deadlock")]
fn a_gate_that_wakes_nobody_is_caught() {
    explore(NEVER, || come_and_go(Policy::mute()));
}

/// And it sees two threads inside: `Open` protects nothing.
#[test]
#[should_panic(expected = "Causality violation")]
fn a_gate_that_admits_two_is_caught() {
    explore(NEVER, || {
        let shared = Shared::new();
        everybody(&Open::new(), 1, move |_| shared.touch());
    });
}

/// Explores executions and says whether an event was counted in any of them.
fn some_execution(plans: Range<u32>, event: fn() -> u64) -> bool {
    some_execution_up_to(3, plans, event)
}

/// The same with so many preemptions at most.
fn some_execution_up_to(preemptions: usize, plans: Range<u32>, event: fn() -> u64) -> bool {
    // Loom runs a model on one thread of the system.
    thread_local!(static FOUND: Cell<u64> = const { Cell::new(0) });
    FOUND.set(0);
    explore_up_to(preemptions, plans, move || {
        FOUND.set(FOUND.get() + event());
    });
    FOUND.get() > 0
}

#[test]
fn forced_switches_are_among_the_executions() {
    assert!(some_execution(MAY, || touch_twice(interval(), 1).forced_switches));
}

#[test]
fn the_battle_for_the_gate_is_among_the_executions() {
    assert!(some_execution(NEVER, || touch_twice(Policy::tick(1), 1).failed_acquisitions));
}

/// After a forced switch another thread has been inside, however the threads interleave.
#[test]
fn a_forced_switch_is_a_switch() {
    explore(MAY, || {
        let gil = Gil::new(interval());
        let other_was_in = Arc::new(AtomicBool::new(false));
        let other = thread::spawn({
            let (gil, other_was_in) = (gil.clone(), other_was_in.clone());
            move || {
                let _pass = gil.enter();
                other_was_in.store(true, Relaxed);
            }
        });
        let mut pass = gil.enter();
        check_point(&mut pass);
        if gil.statistics().total.forced_switches > 0 {
            assert!(other_was_in.load(Relaxed));
        }
        drop(pass);
        other.join().unwrap();
    });
}

/// CPython's gh-96387: a thread asks the holder to let go, gets the gate, and ends at once without running. Nobody may be
/// left waiting for a switch that does not come.
#[test]
fn gh_96387_a_waiter_that_ends_leaves_no_request_behind() {
    explore(MAY, || {
        let gil = Gil::new(interval());
        let other = thread::spawn({
            let gil = gil.clone();
            move || drop(gil.enter())
        });
        let mut pass = gil.enter();
        check_point(&mut pass);
        pass.blocking(|| ());
        check_point(&mut pass);
        drop(pass);
        other.join().unwrap();
    });
}

/// What was written before raising is seen by who takes the reason, and no reason is lost.
#[test]
fn breaker() {
    explore(NEVER, || {
        let breaker = Arc::new(Breaker::default());
        let shared = Shared::new();
        let raiser = thread::spawn({
            let (breaker, shared) = (breaker.clone(), shared.clone());
            move || {
                shared.touch();
                breaker.raise(Reason::Signal);
            }
        });
        let early = breaker.take(Reason::Signal);
        if early.contains(Reason::Signal) {
            assert_eq!(shared.read(), 1);
        }
        raiser.join().unwrap();
        let late = breaker.take(Reason::Signal);
        assert_ne!(early.contains(Reason::Signal), late.contains(Reason::Signal));
    });
}

#[test]
fn open_stops_a_running_thread() {
    explore(NEVER, || {
        let open = Open::new();
        let shared = Shared::new();
        let other = thread::spawn({
            let (open, shared) = (open.clone(), shared.clone());
            move || {
                let mut pass = open.enter();
                shared.touch();
                check_point(&mut pass);
                shared.touch();
            }
        });
        open.enter().exclusive(|| shared.touch());
        other.join().unwrap();
        assert_eq!(shared.read(), 3);
    });
}

#[test]
fn open_keeps_out_a_thread_that_comes_back() {
    explore(NEVER, || {
        let open = Open::new();
        let shared = Shared::new();
        let other = thread::spawn({
            let (open, shared) = (open.clone(), shared.clone());
            move || {
                let mut pass = open.enter();
                pass.blocking(|| ());
                shared.touch();
            }
        });
        open.enter().exclusive(|| shared.touch());
        other.join().unwrap();
        assert_eq!(shared.read(), 2);
    });
}

#[test]
fn open_stops_the_world_for_two_at_once() {
    explore(NEVER, || {
        let open = Open::new();
        let shared = Shared::new();
        everybody(&open, 1, {
            let shared = shared.clone();
            move |pass| pass.exclusive(|| shared.touch())
        });
        assert_eq!(shared.read(), 2);
        assert_eq!(open.statistics().total.stops, 2);
    });
}

#[test]
fn open_stops_two_running_threads() {
    explore(NEVER, || {
        let open = Open::new();
        let running = Arc::new(AtomicU32::new(0));
        let threads: Vec<_> = (0..2)
            .map(|_| {
                let (open, running) = (open.clone(), running.clone());
                thread::spawn(move || {
                    let mut pass = open.enter();
                    running.fetch_add(1, Relaxed);
                    running.fetch_sub(1, Relaxed);
                    check_point(&mut pass);
                })
            })
            .collect();
        open.enter().exclusive(|| {
            assert_eq!(running.load(Relaxed), 0);
        });
        for thread in threads {
            thread.join().unwrap();
        }
    });
}
