//! What an `Open` gate promises: everybody is in, and the world can be stopped.
#![cfg(not(loom))]

use std::{
    panic::{AssertUnwindSafe, catch_unwind},
    sync::{
        Barrier,
        atomic::{AtomicBool, AtomicU32, Ordering::SeqCst},
        mpsc,
    },
    thread,
    time::Duration,
};

use taipan_gil::{Gate, GatePass, Open, Pass, Reason};

fn check_point(pass: &mut GatePass<Open>) {
    if pass.breaker().raised() {
        pass.pause();
    }
}

#[test]
fn admits_all_threads_at_once() {
    let open = Open::new();
    let barrier = Barrier::new(3);
    thread::scope(|scope| {
        for _ in 0..3 {
            scope.spawn(|| {
                let _pass = open.enter();
                barrier.wait();
            });
        }
    });
}

#[test]
fn exclusive_excludes_everybody() {
    let open = Open::new();
    let [left, right] = [AtomicU32::new(0), AtomicU32::new(0)];
    let running = AtomicU32::new(4);
    let start = Barrier::new(6);
    thread::scope(|scope| {
        for worker in 0..4 {
            let (open, left, right, running, start) = (&open, &left, &right, &running, &start);
            scope.spawn(move || {
                start.wait();
                let mut pass = open.enter();
                for round in 0..20_000 {
                    left.fetch_add(1, SeqCst);
                    right.fetch_add(1, SeqCst);
                    check_point(&mut pass);
                    if round % 64 == worker {
                        pass.blocking(|| ());
                    }
                }
                running.fetch_sub(1, SeqCst);
            });
        }
        for _ in 0..2 {
            scope.spawn(|| {
                start.wait();
                while running.load(SeqCst) > 0 {
                    // Enters anew each time, so that seats come and go, too.
                    open.enter().exclusive(|| {
                        let seen = left.load(SeqCst);
                        assert_eq!(seen, right.load(SeqCst));
                        thread::yield_now();
                        assert_eq!(seen, left.load(SeqCst));
                    });
                    thread::yield_now();
                }
            });
        }
    });
}

#[test]
fn exclusive_stops_a_thread_that_runs_for_ever() {
    let open = Open::new();
    let done = AtomicBool::new(false);
    thread::scope(|scope| {
        let mut stopper = open.enter();
        scope.spawn(|| {
            let mut pass = open.enter();
            while !done.load(SeqCst) {
                check_point(&mut pass);
            }
        });
        for _ in 0..100 {
            stopper.exclusive(thread::yield_now);
        }
        stopper.exclusive(|| done.store(true, SeqCst));
    });
    assert_eq!(open.statistics().total.stops, 101);
}

#[test]
fn stops_asked_for_at_once_follow_each_other() {
    let open = Open::new();
    let barrier = Barrier::new(4);
    let inside = AtomicU32::new(0);
    thread::scope(|scope| {
        for _ in 0..4 {
            scope.spawn(|| {
                let mut pass = open.enter();
                barrier.wait();
                for _ in 0..500 {
                    pass.exclusive(|| {
                        assert_eq!(inside.fetch_add(1, SeqCst), 0);
                        inside.fetch_sub(1, SeqCst);
                    });
                }
            });
        }
    });
    assert_eq!(open.statistics().total.stops, 2000);
}

#[test]
fn a_thread_in_a_blocking_region_stays_there_while_the_world_is_stopped() {
    let open = Open::new();
    let (release, released) = mpsc::channel::<()>();
    let (blocked, is_blocked) = mpsc::channel();
    let back = AtomicBool::new(false);
    thread::scope(|scope| {
        scope.spawn(|| {
            let mut pass = open.enter();
            pass.blocking(move || {
                blocked.send(()).unwrap();
                released.recv().unwrap();
            });
            back.store(true, SeqCst);
        });
        is_blocked.recv().unwrap();
        open.enter().exclusive(|| {
            release.send(()).unwrap();
            thread::sleep(Duration::from_millis(20));
            assert!(!back.load(SeqCst));
        });
    });
    assert!(back.into_inner());
}

#[test]
fn a_thread_that_comes_while_the_world_is_stopped_waits() {
    let open = Open::new();
    let entered = AtomicBool::new(false);
    thread::scope(|scope| {
        open.enter().exclusive(|| {
            scope.spawn(|| {
                let _pass = open.enter();
                entered.store(true, SeqCst);
            });
            thread::sleep(Duration::from_millis(20));
            assert!(!entered.load(SeqCst));
        });
    });
    assert!(entered.into_inner());
}

#[test]
fn a_panic_in_the_stopped_world_lets_it_go_on() {
    let open = Open::new();
    let mut pass = open.enter();
    let task = AssertUnwindSafe(|| pass.exclusive(|| panic!("on purpose")));
    assert!(catch_unwind(task).is_err());
    thread::scope(|scope| scope.spawn(|| drop(open.enter())).join().unwrap());
}

#[test]
fn a_panic_leaves_the_gate() {
    let open = Open::new();
    let panicking = thread::spawn({
        let open = open.clone();
        move || {
            let _pass = open.enter();
            panic!("on purpose");
        }
    });
    assert!(panicking.join().is_err());
    assert_eq!(open.enter().exclusive(|| 7), 7);
}

#[test]
fn the_callers_reasons_come_back_from_pause() {
    let open = Open::new();
    let mut pass = open.enter();
    pass.breaker().raise(Reason::Merge);
    pass.breaker().raise(Reason::Stop);
    assert_eq!(pass.pause(), Reason::Merge.into());
    assert!(!pass.breaker().raised());
}
