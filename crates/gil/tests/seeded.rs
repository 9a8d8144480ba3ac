//! The same seed gives the same interleaving, and another seed another.
#![cfg(not(loom))]

use std::{
    sync::{
        Arc, Condvar, Mutex,
        atomic::{AtomicU32, Ordering::SeqCst},
    },
    thread,
};

use taipan_gil::{Gate, GatePass, Gil, Pass, Policy};

const THREADS: u32 = 4;

/// What a program shares: the order of what its threads did, a lock, and how many threads have ended.
#[derive(Default)]
struct Shared {
    order: Mutex<Vec<(u32, u32)>>,
    locked: Mutex<bool>,
    unlocked: Condvar,
    ended: AtomicU32,
}

/// Runs `body` in several threads and returns the order of what they noted. The threads leave when all have ended.
fn run(seed: u64, body: fn(&mut GatePass<Gil>, &Shared, u32)) -> Vec<(u32, u32)> {
    let gil = Gil::new(Policy::seeded(seed));
    let shared = Arc::new(Shared::default());
    let mut pass = gil.enter();
    let threads: Vec<_> = (0..THREADS)
        .map(|me| {
            let (gil2, shared) = (gil.clone(), shared.clone());
            gil.announce();
            thread::spawn(move || {
                let mut pass = gil2.enter();
                body(&mut pass, &shared, me);
                shared.ended.fetch_add(1, SeqCst);
                while shared.ended.load(SeqCst) < THREADS {
                    pass.pause();
                }
            })
        })
        .collect();
    pass.blocking(|| threads.into_iter().for_each(|thread| thread.join().unwrap()));
    let order = shared.order.lock().unwrap();
    order.clone()
}

fn note(shared: &Shared, me: u32, step: u32) {
    shared.order.lock().unwrap().push((me, step));
}

fn compute(pass: &mut GatePass<Gil>, shared: &Shared, me: u32) {
    for step in 0..100 {
        note(shared, me, step);
        pass.pause();
    }
}

fn compute_and_block(pass: &mut GatePass<Gil>, shared: &Shared, me: u32) {
    for step in 0..40 {
        note(shared, me, step);
        pass.pause();
        if step % 3 == me % 3 {
            pass.blocking(|| ());
        }
    }
}

/// The threads compete for a lock, and wait for it in blocking regions.
fn lock_and_unlock(pass: &mut GatePass<Gil>, shared: &Shared, me: u32) {
    for step in 0..20 {
        while *shared.locked.lock().unwrap() {
            pass.blocking(|| {
                let locked = shared.locked.lock().unwrap();
                drop(shared.unlocked.wait_while(locked, |locked| *locked).unwrap());
            });
        }
        *shared.locked.lock().unwrap() = true;
        note(shared, me, step);
        pass.pause();
        pass.pause();
        *shared.locked.lock().unwrap() = false;
        // One, so that those who are woken do not wait for each other outside the gate.
        shared.unlocked.notify_one();
        pass.pause();
    }
}

fn check(body: fn(&mut GatePass<Gil>, &Shared, u32)) {
    let first = run(1, body);
    assert_eq!(first, run(1, body));
    assert_eq!(run(77, body), run(77, body));
    assert_ne!(first, run(2, body));
}

#[test]
fn threads_that_compute() {
    check(compute);
}

#[test]
fn threads_that_block_for_no_time() {
    check(compute_and_block);
}

#[test]
fn threads_that_wait_for_each_other() {
    check(lock_and_unlock);
}
