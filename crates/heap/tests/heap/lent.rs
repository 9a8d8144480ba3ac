//! Words that stand for objects without a count, and threads that need no locks.

use crate::bodies::*;
use std::collections::HashSet;
use std::thread;
use taipan_heap::{Heap, Inner, Obj, Part, Parts, Sharing, Value};

fn lent<S: Sharing>(words: &[&Value<S>]) -> HashSet<usize> {
    words.iter().filter_map(|word| word.lent_address()).collect()
}

#[test]
fn a_lent_word_owns_nothing_and_keeps_what_a_collection_is_shown() {
    let heap = Heap::<Brc>::new();
    let _here = heap.attach();
    let object = Obj::new(Node::<Brc>::to(1, Obj::new(Leaf(2)).into_value()));
    object.defer();
    let word = object.as_value().lend();
    assert_eq!(object.count(), 1);
    assert!(!word.is_object() && !word.is_float() && !word.is_int() && word.kind() == 0);
    drop(object);
    // SAFETY: one thread uses the heap, and no body is open.
    assert_eq!(unsafe { heap.collect_beside(&lent(&[&word])) }, 0);
    assert_eq!(heap.audit().leaked(), 2, "what it refers to lives, too");
    // SAFETY: the collection was shown the word.
    assert!(unsafe { word.lent() }.body::<Node<Brc>>().is_some());
    // SAFETY: as above.
    let again = unsafe { word.into_owned() };
    assert_eq!(again.header().map(|h| h.count()), Some(1));
    // SAFETY: as above.
    assert_eq!(unsafe { heap.collect() }, 0);
    drop(again);
    // SAFETY: as above.
    assert_eq!(unsafe { heap.collect() }, 1);
    assert_eq!(heap.audit().leaked(), 0);
}

#[test]
fn a_stale_address_does_no_harm() {
    let heap = Heap::<Brc>::new();
    let _here = heap.attach();
    let object = Obj::<Brc, _>::new(Leaf(1));
    object.defer();
    let word = object.as_value().lend();
    drop(object);
    // SAFETY: one thread uses the heap, and no body is open.
    assert_eq!(unsafe { heap.collect() }, 1);
    // SAFETY: as above.
    assert_eq!(unsafe { heap.collect_beside(&lent(&[&word])) }, 0);
    assert_eq!(heap.audit().leaked(), 0);
}

#[test]
fn what_is_counted_at_once_is_not_lent() {
    fn counted<S: Sharing>(heap: &Heap<S>) {
        let _here = heap.attach();
        let object = Obj::<S, _>::new(Leaf(1));
        object.defer();
        let word = object.as_value().lend();
        assert_eq!((word.lent_address(), object.count()), (None, 2));
        // SAFETY: it is not lent.
        drop(unsafe { word.into_owned() });
        drop(object);
        assert_eq!(heap.audit().leaked(), 0);
    }
    counted(&Heap::<Free>::new());
    counted(&Heap::<Brc>::with(Parts::ALL.without(Part::Deferred)));
    let heap = Heap::<Brc>::new();
    let _here = heap.attach();
    let ordinary = Obj::<Brc, _>::new(Leaf(1));
    let word = ordinary.as_value().lend();
    assert_eq!((word.lent_address(), ordinary.count()), (None, 2));
    let small = Value::<Brc>::small(3).lend();
    // SAFETY: it is not lent.
    assert_eq!(unsafe { small.lent() }.as_int(), Some(3));
}

#[test]
fn an_immortal_object_is_lent() {
    let heap = Heap::<Brc>::new();
    let _here = heap.attach();
    let object = Obj::<Brc, _>::new(Leaf(1));
    object.immortalise();
    assert!(object.as_value().lend().lent_address().is_some());
}

struct Counter(Inner<u64>);

// SAFETY: no other body of these tests has this kind.
unsafe impl taipan_heap::Body<Brc> for Counter {
    const KIND: u8 = 77;
    const NAME: &'static str = "counter";
    const TRACED: bool = false;
    fn trace(&self, _visit: &mut taipan_heap::Visit<'_, Brc>) {}
}

#[test]
fn a_thread_that_is_alone_says_so_before_others_come() {
    let heap = Heap::<Brc>::new();
    let _here = heap.attach();
    heap.stay_alone();
    let counter = Obj::new(Counter(Inner::new(0)));
    counter.defer();
    *counter.open(|c| &c.0) += 1;
    let surprised = thread::scope(|scope| scope.spawn(|| drop(heap.attach())).join().is_err());
    assert!(surprised, "nobody may come while a thread does without locks");
    heap.expect_others();
    let counter = Carried(counter.into_value());
    let count = |shared: &Carried<Value<Brc>>| {
        let counter = shared.0.downcast::<Counter>().expect("made above");
        (0..10_000).for_each(|_| *counter.open(|c| &c.0) += 1);
    };
    thread::scope(|scope| {
        let (heap, shared) = (&heap, &counter);
        scope.spawn(move || {
            let _here = heap.attach();
            count(shared);
        });
        count(shared);
    });
    assert_eq!(*counter.0.downcast::<Counter>().expect("made above").open(|c| &c.0), 20_001);
    // Who was not alone once is not later.
    heap.stay_alone();
    thread::scope(|scope| scope.spawn(|| drop(heap.attach())).join()).expect("others are expected for good");
}
