//! Bugs that CPython had, as scenarios for every policy. The file names its issues; a model of gh-96387 is in `loom.rs`.
#![cfg(not(loom))]

use std::{
    sync::{
        Barrier,
        atomic::{AtomicBool, AtomicU32, Ordering::SeqCst},
    },
    thread,
    time::{Duration, Instant},
};

use taipan_gil::{Gate, Gil, Open, Pass, Policy};

fn policies() -> impl Iterator<Item = Policy> {
    Policy::names().into_iter().map(|name| name.parse().expect("a name alone is a policy"))
}

fn check_point(pass: &mut impl Pass) {
    if pass.breaker().raised() {
        pass.pause();
    }
}

/// gh-96387: a thread asks the holder to let go and ends before the holder comes to that. The holder must not wait for a
/// switch that nobody makes.
#[test]
fn gh_96387_the_thread_that_asked_has_gone() {
    for policy in policies() {
        let gil = Gil::new(policy);
        gil.set_interval(Duration::from_micros(20));
        let mut pass = gil.enter();
        for _ in 0..20 {
            thread::scope(|scope| {
                let waiter = scope.spawn(|| drop(gil.enter()));
                thread::sleep(Duration::from_micros(100));
                pass.blocking(|| waiter.join()).unwrap();
            });
            check_point(&mut pass);
        }
    }
}

/// gh-144513: a thread that stops the world while others hand a lock to each other fairly. Everybody must get on: the lock's
/// next owner may be among the stopped, and whoever stops the world may be next in line for the lock.
#[test]
fn gh_144513_stopping_the_world_amid_fair_hand_offs() {
    let open = Open::new();
    let lock = parking_lot::Mutex::new(0);
    let start = Barrier::new(4);
    thread::scope(|scope| {
        for _ in 0..3 {
            scope.spawn(|| {
                start.wait();
                let mut pass = open.enter();
                for _ in 0..300 {
                    let mut guard = pass.blocking(|| lock.lock());
                    *guard += 1;
                    check_point(&mut pass);
                    parking_lot::MutexGuard::unlock_fair(guard);
                }
            });
        }
        start.wait();
        let mut pass = open.enter();
        for _ in 0..300 {
            pass.exclusive(|| ());
            let guard = pass.blocking(|| lock.lock());
            parking_lot::MutexGuard::unlock_fair(guard);
        }
    });
    assert_eq!(lock.into_inner(), 900);
}

/// gh-151518: a thread that comes back finds the world stopped again and again, and must get in between two stops.
#[test]
fn gh_151518_coming_back_amid_many_stops() {
    let open = Open::new();
    let came_back = AtomicBool::new(false);
    let start = Barrier::new(3);
    thread::scope(|scope| {
        for _ in 0..2 {
            scope.spawn(|| {
                start.wait();
                let mut pass = open.enter();
                while !came_back.load(SeqCst) {
                    pass.exclusive(|| ());
                }
            });
        }
        start.wait();
        let mut pass = open.enter();
        for _ in 0..100 {
            pass.blocking(thread::yield_now);
        }
        came_back.store(true, SeqCst);
    });
}

/// The same behind a `Gil`: a thread that comes back while others compute gets in, under every policy.
#[test]
fn a_thread_that_comes_back_gets_in() {
    for policy in policies() {
        let gil = Gil::new(policy);
        // Policies that count check points switch soon enough; the others go by the clock.
        gil.set_interval(Duration::from_micros(200));
        let running = AtomicU32::new(1);
        thread::scope(|scope| {
            for _ in 0..2 {
                scope.spawn(|| {
                    let mut pass = gil.enter();
                    while running.load(SeqCst) > 0 {
                        check_point(&mut pass);
                    }
                });
            }
            let mut pass = gil.enter();
            for _ in 0..5 {
                pass.blocking(thread::yield_now);
            }
            running.store(0, SeqCst);
        });
    }
}

/// A bug of ours: a holder that went out for a moment again and again made the first in the queue begin to count anew each
/// time, and so kept the gate for ever under `fifo-delayed`.
#[test]
fn a_holder_that_comes_and_goes_lets_others_in() {
    const LONGEST: Duration = Duration::from_secs(20);
    for policy in policies() {
        let gil = Gil::new(policy);
        let (start, entered) = (Barrier::new(2), AtomicBool::new(false));
        thread::scope(|scope| {
            scope.spawn(|| {
                let mut pass = gil.enter();
                start.wait();
                let began = Instant::now();
                while !entered.load(SeqCst) && began.elapsed() < LONGEST {
                    (0..1000).for_each(|_| check_point(&mut pass));
                    pass.blocking(|| ());
                }
                assert!(entered.load(SeqCst), "{policy}: nobody else came in");
            });
            start.wait();
            let _pass = gil.enter();
            entered.store(true, SeqCst);
        });
    }
}
