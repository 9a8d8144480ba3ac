//! The audit says what is left, and which kinds.

use crate::bodies::*;
use taipan_heap::{Audit, Heap, KindCount, Obj};

#[test]
fn leaks_are_named_by_kind_most_numerous_first() {
    let heap = Heap::<Free>::new();
    let here = heap.attach();
    for n in 0..3 {
        std::mem::forget(Obj::<Free, Leaf>::new(Leaf(n)));
    }
    std::mem::forget(Obj::new(Node::<Free>::new(1)));
    std::mem::forget(Obj::new(Node::<Free, BIG>::new(2)));
    drop(Obj::new(Node::<Free>::new(3)));
    drop(here);
    let audit = heap.audit();
    let kinds: Vec<_> = audit.live.iter().map(|KindCount { kind, count }| (*kind, *count)).collect();
    assert_eq!(kinds, [("leaf", 3), ("big node", 1), ("node", 1)]);
    assert_eq!((audit.leaked(), audit.allocated, audit.freed), (5, 6, 1));
    assert_eq!((audit.kept_dead, audit.used_after_death, audit.died_twice), (0, 0, 0));
}

#[test]
fn an_empty_heap_has_nothing_to_say() {
    let heap = Heap::<Gated>::new();
    let moved = cfg!(debug_assertions).then_some(0);
    assert_eq!(heap.audit(), Audit { moved, ..Audit::default() });
    assert_eq!(heap.bytes(), 0);
}

#[test]
fn a_heap_that_grows_asks_for_a_collection_once_until_it_gets_one() {
    use std::sync::atomic::{AtomicU32, Ordering::Relaxed};
    let heap = Heap::<Gated>::new();
    let asked = std::sync::Arc::new(AtomicU32::new(0));
    let seen = asked.clone();
    let _here = heap.attach_with_bell(move || {
        seen.fetch_add(1, Relaxed);
    });
    let grow = || -> Vec<_> { (0..500).map(|n| Obj::new(Node::<Gated, HUGE>::new(n))).collect() };
    let objects = grow();
    assert!(heap.wants_collection());
    assert_eq!(asked.load(Relaxed), 1);
    // SAFETY: one thread uses the heap, and no body is open.
    unsafe { heap.collect() };
    assert!(!heap.wants_collection());
    let more = grow();
    assert_eq!(asked.load(Relaxed), 2);
    drop((objects, more));
}
