//! Counts that belong to a thread: objects that die in other threads than they were made in.

use crate::bodies::*;
use std::sync::mpsc;
use std::thread;
use taipan_heap::{Heap, Obj, Part, Parts, Value};

type Leaning = Carried<Value<Brc>>;

fn node(label: u32) -> Value<Brc> {
    Obj::new(Node::<Brc>::new(label)).into_value()
}

/// Runs `work` in another thread that is attached to the heap, to its end.
fn elsewhere<T: Send>(heap: &Heap<Brc>, work: impl FnOnce() -> T + Send) -> T {
    thread::scope(|scope| {
        let thread = scope.spawn(|| {
            let _here = heap.attach();
            work()
        });
        thread.join().unwrap_or_else(|panic| std::panic::resume_unwind(panic))
    })
}

#[test]
fn what_another_thread_drops_dies_when_its_owner_merges() {
    let heap = Heap::<Brc>::new();
    let _here = heap.attach();
    let made = Carried(node(1));
    elsewhere(&heap, move || drop(made));
    assert_eq!((heap.audit().leaked(), heap.traffic().merges_queued), (1, 1), "only its owner can tell");
    heap.merge();
    assert_eq!((heap.audit().leaked(), heap.traffic().merges_done), (0, 1));
}

#[test]
fn the_owner_that_still_refers_to_it_keeps_it() {
    let heap = Heap::<Brc>::new();
    let _here = heap.attach();
    let mine = node(1);
    let made = Carried(mine.clone());
    elsewhere(&heap, move || drop(made));
    assert_eq!(mine.header().map(|h| h.count()), Some(2), "the inbox refers to it, too");
    heap.merge();
    assert_eq!((mine.header().map(|h| h.count()), heap.audit().leaked()), (Some(1), 1));
    drop(mine);
    assert_eq!(heap.audit().leaked(), 0);
}

#[test]
fn a_bell_rings_once_for_what_is_left_to_a_thread() {
    let heap = Heap::<Brc>::new();
    let (rung, rings) = mpsc::channel();
    let _here = heap.attach_with_bell(move || rung.send(()).expect("the test listens"));
    for times in 1..3 {
        let made = Carried([node(1), node(2), node(3)]);
        elsewhere(&heap, move || drop(made));
        assert_eq!((rings.try_iter().count(), heap.audit().leaked()), (1, 3));
        heap.merge();
        assert_eq!((heap.audit().leaked(), heap.traffic().merges_done), (0, 3 * times));
    }
}

#[test]
fn what_is_left_to_several_threads_in_turn_goes_to_each() {
    let heap = Heap::<Brc>::new();
    let _here = heap.attach();
    thread::scope(|scope| {
        let (give, taken) = mpsc::channel::<Leaning>();
        let (done, dropped) = mpsc::channel();
        let there = &heap;
        scope.spawn(move || {
            let _here = there.attach();
            for label in 0..3 {
                give.send(Carried(node(label))).expect("the other waits");
            }
            dropped.recv().expect("the other dropped them");
            there.merge();
        });
        let mine = Carried([node(3), node(4), node(5)]);
        let theirs: Vec<Leaning> = taken.iter().take(3).collect();
        elsewhere(&heap, move || {
            for (mine, theirs) in { mine }.0.into_iter().zip(theirs) {
                drop(mine);
                drop(theirs);
            }
        });
        done.send(()).expect("the other waits");
    });
    heap.merge();
    assert_eq!((heap.audit().leaked(), heap.traffic().merges_queued), (0, 6));
}

#[test]
fn whose_owner_is_gone_dies_at_once() {
    let heap = Heap::<Brc>::new();
    let _here = heap.attach();
    let Carried(orphan) = elsewhere(&heap, || Carried(node(1)));
    let again = orphan.clone();
    drop(orphan);
    assert_eq!(heap.audit().leaked(), 1);
    drop(again);
    assert_eq!((heap.audit().leaked(), heap.traffic().merges_done), (0, 1));
}

#[test]
fn an_owner_that_goes_merges_what_is_left_to_it() {
    let heap = Heap::<Brc>::new();
    thread::scope(|scope| {
        let (give, taken) = mpsc::channel::<Leaning>();
        let (done, dropped) = mpsc::channel();
        let heap = &heap;
        scope.spawn(move || {
            let _here = heap.attach();
            give.send(Carried(node(1))).expect("the other waits");
            drop(give);
            dropped.recv().expect("the other dropped it");
        });
        let _here = heap.attach();
        drop(taken.recv().expect("one was made"));
        done.send(()).expect("the other waits");
    });
    let audit = heap.audit();
    assert_eq!((audit.leaked(), audit.freed), (0, 1));
}

#[test]
fn for_a_thread_that_is_away_others_merge() {
    let heap = Heap::<Brc>::new();
    let _here = heap.attach();
    let made = Carried(node(1));
    // SAFETY: this thread touches no object before it is back.
    let away = unsafe { heap.away() };
    elsewhere(&heap, move || drop(made));
    assert_eq!(heap.audit().leaked(), 0, "nobody waited for its owner");
    drop(away);
    let made = Carried(node(2));
    elsewhere(&heap, move || drop(made));
    assert_eq!(heap.audit().leaked(), 1, "it is back");
    heap.merge();
    assert_eq!(heap.audit().leaked(), 0);
}

#[test]
fn a_ring_of_objects_of_several_threads_is_collected() {
    let heap = Heap::<Brc>::new();
    let _here = heap.attach();
    let first = node(1);
    let Carried(second) = elsewhere(&heap, || Carried(node(2)));
    link(first.downcast().expect("a node"), second.clone());
    link(second.downcast().expect("a node"), first.clone());
    drop((first, second));
    assert_eq!(heap.audit().leaked(), 2);
    // SAFETY: one thread uses the heap, and no body is open.
    assert_eq!(unsafe { heap.collect() }, 2);
    assert_eq!(heap.audit().leaked(), 0);
}

#[test]
fn a_deferred_count_is_exact_and_ends_at_a_collection() {
    let heap = Heap::<Brc>::new();
    let _here = heap.attach();
    let object = Obj::new(Node::<Brc>::new(1));
    object.defer();
    let copy = Carried(object.as_value().clone());
    assert_eq!(object.count(), 2);
    let (Carried(back), seen) = elsewhere(&heap, move || {
        let copy = { copy };
        let more = copy.0.clone();
        let seen = more.header().map(|h| h.count());
        (copy, seen)
    });
    assert_eq!((seen, object.count()), (Some(3), 2));
    drop((back, object));
    assert_eq!((heap.audit().leaked(), heap.traffic().shared_counts), (1, 0), "no thread can tell");
    // SAFETY: one thread uses the heap, and no body is open.
    assert_eq!(unsafe { heap.collect() }, 1);
    assert_eq!(heap.audit().leaked(), 0);
}

#[test]
fn a_deferred_object_lives_while_somebody_refers_to_it() {
    let heap = Heap::<Brc>::new();
    let _here = heap.attach();
    let deferred = Obj::new(Leaf(7));
    deferred.defer();
    let holder = Obj::new(Node::<Brc>::to(1, deferred.into_value()));
    // SAFETY: one thread uses the heap, and no body is open.
    assert_eq!(unsafe { heap.collect() }, 0);
    assert_eq!(heap.audit().leaked(), 2);
    drop(holder);
    // SAFETY: as above.
    assert_eq!(unsafe { heap.collect() }, 1);
    assert_eq!(heap.audit().leaked(), 0);
}

#[test]
fn numbers_of_deferred_counts_are_used_again() {
    let heap = Heap::<Brc>::new();
    let _here = heap.attach();
    for round in 0..3 {
        let objects: Vec<_> = (0..200).map(|i| Obj::new(Node::<Brc>::new(i))).collect();
        objects.iter().for_each(Obj::defer);
        let copies: Vec<_> = objects.iter().map(|o| o.as_value().clone()).collect();
        assert!(objects.iter().all(|o| o.count() == 2), "round {round}");
        drop((objects, copies));
        // SAFETY: one thread uses the heap, and no body is open.
        assert_eq!(unsafe { heap.collect() }, 200, "round {round}");
    }
    assert_eq!(heap.audit().leaked(), 0);
}

#[test]
fn immortal_objects_outlive_collections_and_end_with_the_heap() {
    let heap = Heap::<Brc>::new();
    let _here = heap.attach();
    let (first, second) = (Obj::new(Node::<Brc>::new(1)), Obj::new(Node::<Brc>::new(2)));
    first.immortalise();
    second.immortalise();
    link(&first, second.as_value().clone());
    link(&second, first.as_value().clone());
    link(&second, node(3));
    link(&second, Obj::new(Leaf(4)).into_value());
    assert_eq!(first.count(), u32::MAX);
    drop((first, second));
    // SAFETY: one thread uses the heap, and no body is open.
    assert_eq!(unsafe { heap.collect() }, 0);
    assert_eq!(heap.audit().leaked(), 4);
    // SAFETY: as above, and nobody refers to them.
    unsafe { heap.finish() };
    assert_eq!(heap.audit().leaked(), 0);
}

#[test]
fn what_a_leak_refers_to_is_left_at_the_end() {
    let heap = Heap::<Brc>::new();
    let _here = heap.attach();
    let immortal = Obj::<Brc, _>::new(Leaf(1));
    immortal.immortalise();
    let leaked = Obj::new(Node::<Brc>::to(2, immortal.into_value()));
    // SAFETY: one thread uses the heap, no body is open, and only the node refers to what is immortal.
    unsafe { heap.finish() };
    assert_eq!(heap.audit().leaked(), 2);
    drop(leaked);
    // SAFETY: as above.
    unsafe { heap.finish() };
    assert_eq!(heap.audit().leaked(), 0);
}

#[test]
fn a_heap_may_do_without_each_part() {
    let without = |part| Heap::<Brc>::with(Parts::ALL.without(part));
    let heap = without(Part::Deferred);
    let here = heap.attach();
    let object = Obj::<Brc, _>::new(Leaf(1));
    object.defer();
    drop(object);
    assert_eq!(heap.audit().leaked(), 0, "an ordinary count ends at once");
    drop(here);

    let heap = without(Part::Immortal);
    let here = heap.attach();
    let object = Obj::<Brc, _>::new(Leaf(1));
    object.immortalise();
    assert_eq!(object.count(), 1);
    drop((object, here));

    let heap = without(Part::BiasedLock);
    let _here = heap.attach();
    let made = Carried(node(1));
    let traffic = elsewhere(&heap, || {
        let made = &made;
        drop(made.0.downcast::<Node<Brc>>().expect("a node").open(|n| &n.edges));
        heap.traffic()
    });
    assert_eq!(traffic.bias_revocations, 0, "there was no bias to revoke");
}

#[test]
fn a_thread_whose_leases_others_end_gives_none_for_a_while() {
    let heap = Heap::<Brc>::new();
    let _here = heap.attach();
    let look = |nodes: Vec<Value<Brc>>| {
        let nodes = Carried(nodes);
        elsewhere(&heap, || {
            let Carried(nodes) = &nodes;
            for node in nodes {
                assert!(node.downcast::<Node<Brc>>().expect("a node").open(|n| &n.edges).is_empty());
            }
        });
        heap.traffic().bias_revocations
    };
    let hundred = || (0..100).map(node).collect();
    assert_eq!(look(hundred()), 100);
    heap.merge();
    assert_eq!((look(hundred()), heap.traffic().lease_rests), (100, 1), "new objects have no lease");
    // Enough objects for the rest to end.
    drop((0..100_000).map(node).collect::<Vec<_>>());
    assert_eq!(look(hundred()), 200);
}
