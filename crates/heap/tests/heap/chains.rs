//! Long chains end without a deep stack.

use crate::bodies::*;
use std::thread;
use taipan_heap::{Heap, Obj, Sharing, Value};

const LENGTH: u32 = 1_000_000;
/// Far less than one frame per object would need.
const STACK: usize = 256 << 10;

fn with_little_stack(test: fn()) {
    let thread = thread::Builder::new().stack_size(STACK).spawn(test);
    thread.expect("a thread starts").join().expect("the test passes");
}

fn chain<S: Sharing>() -> (Obj<S, Node<S>>, Value<S>) {
    let last = Obj::new(Node::new(0));
    let mut first = last.as_value().clone();
    for label in 1..LENGTH {
        first = Obj::new(Node::<S>::to(label, first)).into_value();
    }
    (last, first)
}

fn freed_by_counts<S: Sharing>() {
    let heap = Heap::<S>::new();
    let here = heap.attach();
    let (last, first) = chain::<S>();
    drop(last);
    drop(first);
    drop(here);
    let audit = heap.audit();
    assert_eq!((audit.leaked(), audit.freed), (0, u64::from(LENGTH)));
}

#[test]
fn a_chain_of_a_million_is_freed_by_its_counts() {
    with_little_stack(freed_by_counts::<Free>);
    with_little_stack(freed_by_counts::<Gated>);
}

#[test]
fn a_ring_of_a_million_is_collected() {
    with_little_stack(|| {
        let heap = Heap::<Gated>::new();
        let _here = heap.attach();
        let (last, first) = chain::<Gated>();
        link(&last, first);
        drop(last);
        // SAFETY: one thread uses the heap, and no body is open.
        assert_eq!(unsafe { heap.collect() }, LENGTH as usize);
        assert_eq!(heap.audit().leaked(), 0);
    });
}

#[test]
fn a_chain_of_finalized_objects_is_freed() {
    with_little_stack(|| {
        let heap = Heap::<Gated>::new();
        let _here = heap.attach();
        let count = std::rc::Rc::new(std::cell::Cell::new(0));
        let mut first = Value::<Gated>::NONE;
        for _ in 0..LENGTH / 10 {
            first = Obj::new(crate::finalizers::Counted::new(first, &count)).into_value();
        }
        drop(first);
        assert_eq!(count.get(), LENGTH / 10);
        assert_eq!(heap.audit().leaked(), 0);
    });
}
