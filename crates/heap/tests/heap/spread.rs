//! Counts that threads contend for become counts that each of them keeps for itself.

use crate::bodies::*;
use std::thread;
use taipan_heap::{Body, Heap, Obj, Part, Parts, Value, Visit};

/// More moves than it takes at first.
const OFTEN: usize = 1100;

/// What a program shares: nobody notices when it goes, unless it is to be finalised.
struct Setting {
    finalised: bool,
}

// SAFETY: no other body that meets this heap has kind 9.
unsafe impl Body<Brc> for Setting {
    const KIND: u8 = 9;
    const NAME: &'static str = "setting";
    const LINGERS: bool = true;
    const FINALIZED: bool = true;

    fn trace(&self, _visit: &mut Visit<'_, Brc>) {}

    fn wants_finalizing(&self) -> bool {
        self.finalised
    }
}

fn setting() -> Value<Brc> {
    Obj::new(Setting { finalised: false }).into_value()
}

/// Moves the count in another thread, as often as that.
fn moved(heap: &Heap<Brc>, value: &Value<Brc>, times: usize) {
    let value = Carried(value);
    thread::scope(|scope| {
        scope.spawn(|| {
            let value = &value;
            let _here = heap.attach();
            for _ in 0..times {
                drop(value.0.clone());
            }
        });
    });
}

fn spread(heap: &Heap<Brc>) -> u64 {
    // SAFETY: this thread alone uses the heap now, and no body is open.
    unsafe { heap.spread() };
    heap.traffic().counts_spread
}

fn count(value: &Value<Brc>) -> Option<u32> {
    value.header().map(|header| header.count())
}

#[test]
fn a_count_that_another_thread_moves_often_is_spread() {
    let heap = Heap::<Brc>::new();
    let _here = heap.attach();
    let value = setting();
    moved(&heap, &value, OFTEN / 2);
    assert!(!heap.wants_spreading(), "not often enough");
    moved(&heap, &value, OFTEN);
    assert!(heap.wants_spreading());
    assert_eq!((count(&value), spread(&heap)), (Some(2), 1), "the heap kept it until then");
    assert!(!heap.wants_spreading());
    let before = heap.traffic().shared_counts;
    let other = value.clone();
    moved(&heap, &other, OFTEN);
    assert_eq!(
        (heap.traffic().shared_counts, count(&value)),
        (before, Some(2)),
        "it is exact, and nobody shares a word"
    );
}

#[test]
fn what_was_spread_goes_at_a_collection() {
    let heap = Heap::<Brc>::new();
    let _here = heap.attach();
    let value = setting();
    moved(&heap, &value, OFTEN);
    assert_eq!(spread(&heap), 1);
    // SAFETY: as in `spread`.
    let collect = || unsafe { heap.collect() };
    assert_eq!(collect(), 0);
    drop(value);
    assert_eq!((heap.audit().leaked(), collect()), (1, 1));
    assert_eq!(heap.audit().leaked(), 0);
}

#[test]
fn whoever_notices_when_it_goes_keeps_its_count() {
    let heap = Heap::<Brc>::new();
    let _here = heap.attach();
    let finalised = Obj::<Brc, _>::new(Setting { finalised: true }).into_value();
    let node = Obj::<Brc, _>::new(Node::<Brc>::new(1)).into_value();
    moved(&heap, &finalised, OFTEN);
    moved(&heap, &node, OFTEN);
    assert!(!heap.wants_spreading());
    assert_eq!((count(&finalised), count(&node)), (Some(1), Some(1)));
}

#[test]
fn what_waits_in_its_owners_inbox_is_left_alone() {
    let heap = Heap::<Brc>::new();
    let _here = heap.attach();
    let value = setting();
    let handed = Carried(value.clone());
    let view = Carried(&value);
    thread::scope(|scope| {
        scope.spawn(|| {
            let _here = heap.attach();
            let (handed, view) = ({ handed }.0, &view);
            drop(handed);
            for _ in 0..OFTEN {
                drop(view.0.clone());
            }
        });
    });
    assert!(heap.wants_spreading());
    assert_eq!((spread(&heap), heap.traffic().merges_queued), (0, 1));
    heap.merge();
    assert_eq!(count(&value), Some(1));
    drop(value);
    assert_eq!(heap.audit().leaked(), 0);
}

#[test]
fn a_nominee_that_nobody_spread_is_not_leaked() {
    let heap = Heap::<Brc>::new();
    let here = heap.attach();
    let value = setting();
    moved(&heap, &value, OFTEN);
    assert!(heap.wants_spreading());
    drop(value);
    // SAFETY: as in `spread`; and nothing immortal was made.
    unsafe { heap.finish() };
    drop(here);
    assert_eq!(heap.audit().leaked(), 0);
}

#[test]
fn the_part_can_be_left_out() {
    for part in [Part::Spread, Part::Deferred] {
        let heap = Heap::<Brc>::with(Parts::ALL.without(part));
        let _here = heap.attach();
        let value = setting();
        moved(&heap, &value, OFTEN);
        assert!(!heap.wants_spreading(), "{part}");
    }
}

#[test]
fn the_more_are_spread_the_more_it_takes() {
    let heap = Heap::<Brc>::new();
    let _here = heap.attach();
    let values: Vec<_> = (0..70).map(|_| setting()).collect();
    let patient = values.iter().position(|value| {
        moved(&heap, value, OFTEN);
        let wanted = heap.wants_spreading();
        spread(&heap);
        !wanted
    });
    assert_eq!(patient, Some(64));
}

#[test]
fn many_that_are_moved_in_turn_are_all_spread() {
    let heap = Heap::<Brc>::new();
    let _here = heap.attach();
    let values: Vec<_> = (0..16).map(|_| setting()).collect();
    let view = Carried(&values);
    thread::scope(|scope| {
        scope.spawn(|| {
            let _here = heap.attach();
            let view = &view;
            for _ in 0..OFTEN {
                view.0.iter().for_each(|value| drop(value.clone()));
            }
        });
    });
    assert_eq!(spread(&heap), 16);
}
