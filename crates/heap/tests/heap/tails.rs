//! Slots that follow a body: dropped with it, traced with it, opened with a part of it.

use crate::bodies::*;
use taipan_heap::{Body, Heap, Inner, Obj, Sharing, Value, Visit};

/// A body with so many slots behind it.
struct Row {
    length: usize,
    writes: Inner<u32>,
}

// SAFETY: no other body of these tests has kind 7.
unsafe impl<S: Sharing> Body<S> for Row {
    const KIND: u8 = 7;
    const NAME: &'static str = "row";
    const TAILED: bool = true;

    fn tail(&self) -> usize {
        self.length
    }

    fn trace(&self, _visit: &mut Visit<'_, S>) {}

    fn clear(this: &Obj<S, Self>) {
        let mut open = this.open_tail(|row| &row.writes);
        let held: Vec<_> = open.split().1.iter_mut().map(Option::take).collect();
        drop(open);
        drop(held);
    }
}

fn row<S: Sharing>(items: Vec<Option<Value<S>>>) -> Obj<S, Row> {
    Obj::with_tail(Row { length: items.len(), writes: Inner::new(0) }, items.into_iter())
}

fn put<S: Sharing>(row: &Obj<S, Row>, slot: usize, value: Value<S>) {
    let mut open = row.open_tail(|row| &row.writes);
    let (writes, slots) = open.split();
    *writes += 1;
    let old = slots[slot].replace(value);
    drop(open);
    drop(old);
}

fn check<S: Sharing>() {
    let (heap, log) = (Heap::<S>::new(), Log::default());
    let here = heap.attach();
    let node = |label| Obj::<S, Node<S>>::new(Node::logged(label, &log)).into_value();

    let first = row::<S>(vec![Some(node(1)), None, Some(Value::small(3))]);
    put(&first, 1, node(2));
    put(&first, 0, node(4));
    assert_eq!(*log.borrow(), [1]);
    let open = first.read_tail(|row| &row.writes);
    let (writes, slots) = open.split();
    assert_eq!((*writes, slots[2].as_ref().and_then(Value::as_int)), (2, Some(3)));
    drop(open);
    drop(first);
    assert_eq!(*log.borrow(), [1, 4, 2]);

    // Only the collector frees a row that refers to itself.
    let own = row::<S>(vec![None, Some(node(5))]);
    put(&own, 0, own.as_value().clone());
    drop(own);
    assert_eq!(log.borrow().len(), 3);
    // SAFETY: no other thread uses the heap, and no guard is held.
    assert_eq!(unsafe { heap.collect() }, 2);
    assert_eq!(log.borrow().len(), 4);

    for length in 0..=Obj::<S, Row>::LONGEST_TAIL {
        drop(row::<S>((0..length).map(|i| Some(Value::small(i as i32))).collect()));
    }
    drop(here);
    assert_eq!(heap.audit().leaked(), 0);
}

#[test]
fn go_with_their_body() {
    check::<Free>();
    check::<Brc>();
    check::<Gated>();
}

#[test]
fn the_only_reference_may_change_the_body() {
    fn check<S: Sharing>(trusted: bool) {
        let heap = Heap::<S>::new();
        let _here = heap.attach();
        let mut one = row::<S>(vec![None]);
        assert_eq!(one.get_mut().is_some(), trusted);
        let other = one.clone();
        assert!(one.get_mut().is_none());
        drop(other);
        assert_eq!(one.get_mut().is_some(), trusted);
    }
    check::<Free>(true);
    check::<Brc>(true);
    check::<Gated>(true);
    check::<Racy>(false);
}
