//! Counts without protection: what is lost is found, and nothing crashes.

use crate::bodies::*;
use std::cell::Cell;
use std::sync::atomic::{AtomicU32, Ordering::Relaxed};
use std::sync::{Barrier, Mutex};
use std::thread;
use taipan_heap::{Audit, Count, Fate, Heap, Obj, Own, Sharing};

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
fn two_threads_that_count_at_once_lose_a_count_and_are_found_out() {
    let audit = race(true);
    assert_eq!(findings(&audit), (1, 1, 1, 0));
}

#[test]
fn two_threads_that_count_by_turns_lose_nothing() {
    let audit = race(false);
    assert_eq!(findings(&audit), (1, 0, 0, 0));
}

/// A count like [`Plain`](taipan_heap::Plain), whose load and store other threads can come between.
struct Torn(AtomicU32);

thread_local!(static MEETS: Cell<bool> = const { Cell::new(false) });
static BETWEEN: Barrier = Barrier::new(2);

// SAFETY: the sharing it belongs to keeps its dead, so that a wrong `Dead` frees nothing.
unsafe impl Count for Torn {
    fn one() -> Self {
        Self(AtomicU32::new(1))
    }

    fn inc(&self) {
        let known = self.0.load(Relaxed);
        if MEETS.get() {
            BETWEEN.wait();
        }
        self.0.store(known + 1, Relaxed);
    }

    fn dec(&self) -> Fate {
        let left = self.0.load(Relaxed).wrapping_sub(1);
        self.0.store(left, Relaxed);
        if left == 0 { Fate::Dead } else { Fate::Alive }
    }

    fn get(&self) -> u32 {
        self.0.load(Relaxed)
    }

    fn is_unique(&self) -> bool {
        self.get() == 1
    }
}

struct Met;
impl Sharing for Met {
    type Count = Torn;
    type Lock = Own;
    const KEEP_DEAD: bool = true;
}

/// Two threads count a reference each to one object and drop it again by turns.
fn race(at_once: bool) -> Audit {
    let heap = Heap::<Met>::new();
    let here = heap.attach();
    let shared = Carried(Obj::new(Node::<Met>::new(1)));
    let turn = Mutex::new(());
    thread::scope(|scope| {
        for _ in 0..2 {
            scope.spawn(|| {
                let _here = heap.attach();
                let Carried(object) = &shared;
                let alone = (!at_once).then(|| turn.lock());
                MEETS.set(at_once);
                let mine = object.clone();
                MEETS.set(false);
                // Both have counted before either drops, or each is done before the other begins.
                if at_once {
                    BETWEEN.wait();
                }
                let alone = alone.unwrap_or_else(|| turn.lock());
                drop(mine);
                drop(alone);
            });
        }
    });
    assert_eq!(shared.0.label, 1, "whatever was counted, the object is whole");
    // The reference that is left is used: by then a lost count has ended the object's life.
    drop(shared.0.clone());
    drop(shared);
    drop(here);
    heap.audit()
}
