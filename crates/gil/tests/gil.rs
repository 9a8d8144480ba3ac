//! What a `Gil` promises, under every policy.
#![cfg(not(loom))]

use std::{
    panic::{AssertUnwindSafe, catch_unwind},
    sync::{
        Arc,
        atomic::{AtomicBool, AtomicU32, Ordering::SeqCst},
        mpsc,
    },
    thread,
    time::Duration,
};

use taipan_gil::{DEFAULT_INTERVAL, Gate, GatePass, Gil, Measure, Pass, Policy, Reason, Reasons};

const LONG: Duration = Duration::from_secs(1000);
const SHORT: Duration = Duration::from_micros(50);

fn policies() -> Vec<Policy> {
    vec![
        Policy::default(),
        Policy::interval(SHORT),
        Policy::interval(SHORT).forced(false),
        Policy::swift(SHORT),
        Policy::swift(DEFAULT_INTERVAL),
        Policy::tick(1),
        Policy::tick(7),
        Policy::priority(SHORT),
        Policy::deadline(SHORT),
        Policy::stealer(1),
        Policy::stealer(50),
        Policy::fifo(SHORT),
        Policy::fifo(SHORT).delayed(true),
        Policy::master(SHORT),
        Policy::seeded(7),
    ]
}

fn check_point(pass: &mut GatePass<Gil>) -> Reasons {
    if pass.breaker().raised() { pass.pause() } else { Reasons::NONE }
}

/// Runs `body` in so many threads, each inside the gate.
fn inside(gil: &Arc<Gil>, threads: u32, body: impl Fn(&mut GatePass<Gil>) + Sync) {
    thread::scope(|scope| {
        for _ in 0..threads {
            scope.spawn(|| body(&mut gil.enter()));
        }
    });
}

#[test]
fn admits_one_thread_at_a_time() {
    for policy in policies() {
        let gil = Gil::new(policy);
        let sum = AtomicU32::new(0);
        inside(&gil, 4, |pass| {
            for round in 0..2000 {
                // Two steps, so that a second thread inside would lose one of them.
                let seen = sum.load(SeqCst);
                sum.store(seen + 1, SeqCst);
                if round % 50 == 0 {
                    pass.blocking(thread::yield_now);
                }
                check_point(pass);
            }
        });
        assert_eq!(sum.into_inner(), 8000, "{policy}");
    }
}

#[test]
fn nobody_is_left_asleep() {
    for policy in
        [Policy::interval(LONG), Policy::interval(SHORT), Policy::swift(SHORT), Policy::swift(LONG), Policy::tick(3)]
    {
        let gil = Gil::new(policy);
        inside(&gil, 8, |pass| {
            for _ in 0..3000 {
                pass.blocking(|| ());
                check_point(pass);
            }
        });
        let total = gil.statistics().total;
        assert_eq!(total.blocking_regions, 24_000);
        assert!(total.entries >= 24_008, "{total:?}");
    }
}

/// Both threads run until each has had three turns, so this ends only if both get turns.
fn take_turns(policy: Policy) -> Arc<Gil> {
    let gil = Gil::new(policy);
    let turns = [AtomicU32::new(0), AtomicU32::new(0)];
    let last = AtomicU32::new(2);
    thread::scope(|scope| {
        for me in 0..2 {
            let (gil, turns, last) = (&gil, &turns, &last);
            scope.spawn(move || {
                let mut pass = gil.enter();
                while turns.iter().any(|turns| turns.load(SeqCst) < 3) {
                    if last.swap(me as u32, SeqCst) != me as u32 {
                        turns[me].fetch_add(1, SeqCst);
                    }
                    check_point(&mut pass);
                }
            });
        }
    });
    gil
}

#[test]
fn threads_that_compute_take_turns() {
    for policy in policies() {
        let total = take_turns(policy).statistics().total;
        assert!(total.hand_offs >= 4, "{policy}: {total:?}");
    }
}

#[test]
fn forced_switching_gives_both_threads_turns() {
    let total = take_turns(Policy::interval(SHORT)).statistics().total;
    assert!(total.forced_switches >= 2, "{total:?}");
    assert!(total.drop_requests >= total.forced_switches, "{total:?}");
    assert!(total.hand_offs >= 4, "{total:?}");
}

#[test]
fn without_forced_switching_nobody_is_made_to_wait() {
    let total = take_turns(Policy::interval(SHORT).forced(false)).statistics().total;
    assert_eq!(total.forced_switches, 0);
    assert!(total.drop_requests > 0, "{total:?}");
}

#[test]
fn nobody_asks_under_tick() {
    let total = take_turns(Policy::tick(5)).statistics().total;
    assert_eq!((total.drop_requests, total.forced_switches), (0, 0));
}

#[test]
fn tick_lets_go_at_every_nth_check_point() {
    let gil = Gil::new(Policy::tick(10));
    let mut pass = gil.enter();
    for _ in 0..105 {
        assert!(pass.breaker().raised());
        assert!(pass.pause().is_empty());
    }
    assert_eq!(gil.statistics().total.entries, 1 + 10);
}

#[test]
fn tick_counts_for_all_threads_together() {
    let gil = Gil::new(Policy::tick(10));
    for _ in 0..10 {
        inside(&gil, 1, |pass| {
            for _ in 0..3 {
                check_point(pass);
            }
        });
    }
    assert_eq!(gil.statistics().total.entries, 10 + 3);
}

#[test]
fn blocking_lets_others_in() {
    for policy in policies() {
        let gil = Gil::new(policy);
        let (arrived, arrival) = mpsc::channel();
        let mut pass = gil.enter();
        let other = thread::spawn({
            let gil = gil.clone();
            move || {
                let _pass = gil.enter();
                arrived.send(()).unwrap();
            }
        });
        pass.blocking(move || arrival.recv().unwrap());
        other.join().unwrap();
    }
}

#[test]
fn a_new_interval_holds_for_those_who_wait_already() {
    let gil = Gil::new(Policy::interval(LONG));
    let came = AtomicBool::new(false);
    thread::scope(|scope| {
        let mut pass = gil.enter();
        scope.spawn(|| {
            let _pass = gil.enter();
            came.store(true, SeqCst);
        });
        thread::sleep(Duration::from_millis(20));
        gil.set_interval(Duration::from_millis(1));
        while !came.load(SeqCst) {
            check_point(&mut pass);
        }
    });
    assert_eq!(gil.interval(), Duration::from_millis(1));
}

#[test]
fn a_panic_leaves_the_gate() {
    let gil = Gil::new(Policy::interval(LONG));
    let result = thread::spawn({
        let gil = gil.clone();
        move || {
            let _pass = gil.enter();
            panic!("on purpose");
        }
    })
    .join();
    assert!(result.is_err());
    inside(&gil, 1, |_| ());
}

#[test]
fn a_panic_in_a_blocking_region_comes_back() {
    let gil = Gil::new(Policy::interval(LONG));
    let mut pass = gil.enter();
    let region = AssertUnwindSafe(|| pass.blocking(|| panic!("on purpose")));
    assert!(catch_unwind(region).is_err());
    assert_eq!(gil.statistics().total.entries, 2);
    drop(pass);
    inside(&gil, 1, |_| ());
}

#[test]
fn a_stale_request_is_ignored() {
    let gil = Gil::new(Policy::interval(LONG));
    let mut pass = gil.enter();
    pass.breaker_handle().raise(Reason::Drop);
    assert!(pass.pause().is_empty());
    assert!(!pass.breaker().raised());
    let total = gil.statistics().total;
    assert_eq!((total.entries, total.forced_switches), (1, 0));
}

#[test]
fn the_callers_reasons_come_back_from_pause() {
    let gil = Gil::new(Policy::tick(2));
    let mut pass = gil.enter();
    let handle = pass.breaker_handle();
    thread::spawn(move || {
        handle.raise(Reason::Signal);
        handle.raise(Reason::Cancel);
        handle.raise(Reason::Drop);
    })
    .join()
    .unwrap();
    let reasons = pass.pause();
    assert_eq!(reasons.iter().collect::<Vec<_>>(), [Reason::Signal, Reason::Cancel]);
    assert_eq!(pass.breaker().reasons(), Reason::Tick.into());
}

#[test]
fn exclusive_needs_nothing_more_than_the_gate() {
    let gil = Gil::new(Policy::default());
    assert_eq!(gil.enter().exclusive(|| 7), 7);
    assert_eq!(gil.statistics().total.stops, 0);
}

#[test]
fn the_breaker_stays_where_it_is() {
    let gil = Gil::new(Policy::tick(1));
    let mut pass = gil.enter();
    let before: *const _ = pass.breaker();
    pass.pause();
    pass.blocking(|| ());
    assert!(std::ptr::eq(before, pass.breaker()));
}

#[test]
fn times_are_taken_on_demand() {
    let nap = Duration::from_millis(20);
    for measure in [Measure::Counts, Measure::Times, Measure::Events { per_thread: 10 }] {
        let gil = Gil::new_with(Policy::interval(LONG), measure);
        thread::scope(|scope| {
            let pass = gil.enter();
            let waiter = scope.spawn(|| drop(gil.enter()));
            thread::sleep(nap);
            drop(pass);
            waiter.join().unwrap();
        });
        let total = gil.statistics().total;
        match measure {
            Measure::Counts => assert_eq!(total.held_nanos, 0),
            _ => assert!(u128::from(total.held_nanos) >= nap.as_nanos()),
        }
        assert_eq!(total.hand_offs, 1);
    }
}

#[test]
fn a_sibling_has_the_settings_and_admits_on_its_own() {
    let gil = Gil::new(Policy::tick(7));
    gil.set_interval(SHORT);
    let pass = gil.enter();
    let sibling = gil.sibling();
    let other = thread::spawn(move || {
        let _pass = sibling.enter();
        sibling.interval()
    });
    assert_eq!(other.join().unwrap(), SHORT);
    drop(pass);
}
