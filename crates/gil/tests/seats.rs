//! How threads are registered at a gate, and what remains of them in the statistics.
#![cfg(not(loom))]

use std::{sync::Arc, thread};

use taipan_gil::{Breaker, Counts, Gate, Gil, Measure, Member, Open, Pass, Policy, Reason};

fn in_thread<G: Gate>(name: &str, gate: &Arc<G>, body: impl FnOnce(Arc<G>) + Send + 'static) {
    let gate = gate.clone();
    let builder = thread::Builder::new().name(name.to_owned());
    builder.spawn(move || body(gate)).unwrap().join().unwrap();
}

fn check<G: Gate>(gate: Arc<G>) {
    in_thread("first", &gate, |gate| {
        drop(gate.enter());
        drop(gate.enter());
    });
    in_thread("second", &gate, |gate| gate.enter().blocking(|| ()));
    let statistics = gate.statistics();
    let rows: Vec<_> =
        statistics.threads.iter().map(|row| (row.id, row.name.as_str(), row.departed, row.counts.entries)).collect();
    assert_eq!(rows, [(1, "first", true, 2), (2, "second", true, 2)]);
    assert_eq!(statistics.total.entries, 4);
    assert_eq!(statistics.total.blocking_regions, 1);
}

#[test]
fn a_thread_has_one_entry_however_often_it_enters() {
    check(Gil::new(Policy::default()));
    check(Gil::new(Policy::tick(1)));
    check(Open::new());
}

fn check_member<G: Gate>(gate: Arc<G>) {
    let mut member = gate.join();
    for _ in 0..3 {
        member.enter().blocking(|| ());
    }
    let [row] = &gate.statistics().threads[..] else { panic!("one thread") };
    assert_eq!((row.departed, row.counts.entries, row.counts.blocking_regions), (false, 6, 3));
    drop(member);
    assert!(gate.statistics().threads[0].departed);
}

#[test]
fn a_thread_that_is_inside_twice_has_two_entries() {
    let gate = Open::new();
    let outer = gate.enter();
    let inner = gate.enter();
    assert_eq!(gate.statistics().threads.len(), 2);
    drop((outer, inner));
}

#[test]
fn a_member_has_one_entry_until_it_goes() {
    check_member(Gil::new(Policy::default()));
    check_member(Gil::new(Policy::swift(taipan_gil::DEFAULT_INTERVAL)));
    check_member(Gil::new_with(Policy::default(), Measure::Times));
    check_member(Open::new());
    check_member(Open::new_with(Policy::default(), Measure::Times));
}

#[test]
fn what_is_raised_on_a_member_that_is_outside_waits_for_its_next_pass() {
    let gate = Gil::new(Policy::default());
    let mut member = gate.join();
    drop(member.enter());
    member.breaker_handle().raise(Reason::Cancel);
    assert!(member.enter().pause().contains(Reason::Cancel));
    assert!(!member.enter().breaker().raised());
}

#[test]
fn a_thread_whose_breaker_others_have_goes_with_its_pass() {
    let (gate, other) = (Open::new(), Open::new());
    let pass = gate.enter();
    let handle = pass.breaker_handle();
    drop(pass);
    assert!(gate.statistics().threads[0].departed);
    drop(handle);

    let pass = gate.enter();
    drop(other.enter());
    drop(pass.breaker_handle());
    drop(pass);
    drop(other.enter());
    assert!(gate.statistics().threads[1].departed);
    assert_eq!(other.statistics().threads.len(), 1, "it stays a member of the other gate");
}

#[test]
fn what_was_meant_for_one_pass_does_not_reach_the_next() {
    let gate = Open::new();
    let pass = gate.enter();
    let handle = pass.breaker_handle();
    drop(pass);
    let pass = gate.enter();
    handle.raise(Reason::Cancel);
    assert!(!pass.breaker().raised());

    pass.breaker().raise(Reason::Cancel);
    drop(pass);
    assert!(!gate.enter().breaker().raised());
}

#[test]
fn departed_threads_stay_in_the_total() {
    let gate = Open::new();
    for _ in 0..300 {
        in_thread("brief", &gate, |gate| drop(gate.enter()));
    }
    let statistics = gate.statistics();
    assert_eq!(statistics.total.entries, 300);
    assert!(statistics.threads.len() < 300);
    assert_eq!(statistics.threads.last().unwrap().id, 300);
}

#[test]
fn a_gate_may_go_before_the_thread_that_used_it() {
    for _ in 0..3 {
        let gate = Gil::new(Policy::default());
        let pass = gate.enter();
        drop(gate);
        drop(pass);
    }
}

#[test]
fn a_breaker_is_alone_on_its_cache_lines() {
    assert_eq!((size_of::<Breaker>(), align_of::<Breaker>()), (64, 64));
}

#[test]
fn the_fields_of_counts_are_all_there() {
    let counts = Counts { stops: 3, ..Counts::default() };
    let fields: Vec<_> = counts.fields().filter(|(_, number)| *number > 0).collect();
    assert_eq!(fields, [("stops", 3)]);
    assert_eq!(counts.fields().count(), size_of::<Counts>() / size_of::<u64>());
}
