//! Counts without protection: what is lost is found, and nothing crashes.

use crate::bodies::*;
use std::sync::Barrier;
use std::thread;
use taipan_heap::{Audit, Heap, Obj, Value};

type Racer = Obj<Racy, Node<Racy>>;

/// A second owner of the same count: what a lost increment leaves.
fn lose_a_count(object: &Racer) -> Racer {
    // SAFETY: the heap keeps its dead, so that a count too low frees nothing.
    unsafe { std::ptr::read(object) }
}

fn findings(audit: &Audit) -> (u64, u64, u64, u64) {
    (audit.kept_dead, audit.used_after_death, audit.died_twice, audit.leaked())
}

#[test]
fn an_orderly_life_leaves_no_finding() {
    let heap = Heap::<Racy>::new();
    let _here = heap.attach();
    let object = Obj::new(Node::<Racy>::new(1));
    drop((object.clone(), object));
    assert_eq!(findings(&heap.audit()), (1, 0, 0, 0));
}

#[test]
fn a_use_after_death_and_a_second_death_are_found() {
    let heap = Heap::<Racy>::new();
    let _here = heap.attach();
    let object = Obj::new(Node::<Racy>::new(42));
    drop(lose_a_count(&object));
    assert_eq!(findings(&heap.audit()), (1, 0, 0, 0), "dead, and still referred to");
    assert_eq!(object.label, 42, "its memory was kept");
    let again = object.clone();
    assert_eq!(findings(&heap.audit()), (1, 1, 0, 0));
    drop(again);
    assert_eq!(findings(&heap.audit()), (1, 1, 1, 0));
    drop(object);
    assert_eq!(findings(&heap.audit()), (1, 1, 1, 0));
}

#[test]
fn a_count_too_high_is_a_leak() {
    let heap = Heap::<Racy>::new();
    let _here = heap.attach();
    std::mem::forget(Obj::new(Node::<Racy>::new(1)).clone());
    assert_eq!(findings(&heap.audit()), (0, 0, 0, 1));
}

#[test]
fn what_only_the_dead_refer_to_is_no_leak() {
    let heap = Heap::<Racy>::new();
    let _here = heap.attach();
    let inner = Obj::new(Node::<Racy>::to(1, Obj::new(Leaf(2)).into_value()));
    drop(Obj::new(Node::<Racy>::to(3, inner.into_value())));
    assert_eq!(findings(&heap.audit()), (1, 0, 0, 0));
}

#[test]
fn nothing_is_collected_where_counts_prove_nothing() {
    let heap = Heap::<Racy>::new();
    let _here = heap.attach();
    let node = Obj::new(Node::<Racy>::new(1));
    link(&node, node.as_value().clone());
    drop(node);
    // SAFETY: one thread uses the heap, and no body is open.
    assert_eq!(unsafe { heap.collect() }, 0);
    assert_eq!(heap.audit().leaked(), 1);
}

#[test]
fn racing_threads_lose_counts_and_are_found_out() {
    // On a machine with one core threads seldom meet, hence the many tries.
    let found = (0..200).any(|_| {
        let (_, used_after_death, died_twice, leaked) = findings(&race());
        used_after_death + died_twice + leaked > 0
    });
    assert!(found, "two hundred races lost no count");
}

/// Two threads count references to one object, and to what it refers to.
fn race() -> Audit {
    let heap = Heap::<Racy>::new();
    let here = heap.attach();
    let shared = Carried(Obj::new(Node::<Racy>::to(1, Obj::new(Leaf(2)).into_value())));
    let (start, object) = (Barrier::new(2), &shared);
    thread::scope(|scope| {
        for _ in 0..2 {
            let (heap, start) = (heap.clone(), &start);
            scope.spawn(move || {
                let _here = heap.attach();
                let Carried(object) = object;
                start.wait();
                for _ in 0..20_000 {
                    let mine = object.clone();
                    let leaf: Value<Racy> = mine.open(|node| &node.edges)[0].clone();
                    drop((mine, leaf));
                }
            });
        }
    });
    assert_eq!(shared.0.label, 1, "whatever was counted, the object is whole");
    drop(shared);
    drop(here);
    heap.audit()
}
