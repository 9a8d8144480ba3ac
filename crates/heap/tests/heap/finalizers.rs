//! Finalisers run once, and may bring their object back.

use crate::bodies::*;
use std::cell::{Cell, RefCell};
use std::rc::Rc;
use taipan_heap::{Body, Heap, Inner, Obj, Sharing, Value, Visit};

/// Finalisations so far.
type Runs = Rc<Cell<u32>>;

/// Counts its finalisations, and refers to one other value.
pub struct Counted<S: Sharing> {
    next: Inner<Value<S>>,
    runs: Runs,
}

impl<S: Sharing> Counted<S> {
    pub fn new(next: Value<S>, runs: &Runs) -> Self {
        Self { next: Inner::new(next), runs: runs.clone() }
    }
}

// SAFETY: no other body here has kind 5.
unsafe impl<S: Sharing> Body<S> for Counted<S> {
    const KIND: u8 = 5;
    const NAME: &'static str = "counted";
    const FINALIZED: bool = true;

    fn trace(&self, visit: &mut Visit<'_, S>) {
        // SAFETY: called by the collector and the audit alone, while nobody else runs.
        visit(unsafe { self.next.peek() });
    }

    fn clear(this: &Obj<S, Self>) {
        let next = std::mem::replace(&mut *this.open(|c| &c.next), Value::NONE);
        drop(next);
    }

    fn finalize(this: &Obj<S, Self>) {
        assert!(this.count() > 0, "it is alive while it is finalised");
        this.runs.set(this.runs.get() + 1);
    }
}

/// Where a phoenix puts itself.
type Nest<S> = Rc<RefCell<Option<Value<S>>>>;

/// Comes back from its death, once.
struct Phoenix<S: Sharing> {
    next: Inner<Value<S>>,
    nest: Nest<S>,
    runs: Runs,
}

// SAFETY: no other body here has kind 6.
unsafe impl<S: Sharing> Body<S> for Phoenix<S> {
    const KIND: u8 = 6;
    const NAME: &'static str = "phoenix";
    const FINALIZED: bool = true;

    fn trace(&self, visit: &mut Visit<'_, S>) {
        // SAFETY: as for `Counted`.
        visit(unsafe { self.next.peek() });
    }

    fn clear(this: &Obj<S, Self>) {
        let next = std::mem::replace(&mut *this.open(|p| &p.next), Value::NONE);
        drop(next);
    }

    fn finalize(this: &Obj<S, Self>) {
        this.runs.set(this.runs.get() + 1);
        *this.nest.borrow_mut() = Some(this.as_value().clone());
    }
}

fn phoenix<S: Sharing>() -> (Obj<S, Phoenix<S>>, Nest<S>, Runs) {
    let (nest, runs) = (Nest::default(), Rc::new(Cell::new(0)));
    let body = Phoenix { next: Inner::new(Value::NONE), nest: nest.clone(), runs: runs.clone() };
    (Obj::new(body), nest, runs)
}

fn comes_back_once<S: Sharing>() {
    let heap = Heap::<S>::new();
    let _here = heap.attach();
    let (object, nest, runs) = phoenix::<S>();
    let address = object.address();
    drop(object);
    let back = nest.take().expect("it came back");
    let back = back.downcast_into::<Phoenix<S>>().expect("the same kind");
    assert_eq!((back.address(), back.count(), runs.get()), (address, 1, 1));
    drop(back);
    assert!(nest.take().is_none(), "it came back a second time");
    assert_eq!((runs.get(), heap.audit().leaked()), (1, 0));
}

#[test]
fn an_object_may_come_back_once() {
    comes_back_once::<Free>();
    comes_back_once::<Gated>();
}

#[test]
fn a_ring_that_comes_back_lives_whole() {
    let heap = Heap::<Gated>::new();
    let _here = heap.attach();
    let (object, nest, runs) = phoenix::<Gated>();
    let friend = Obj::new(Node::<Gated>::to(7, object.as_value().clone()));
    *object.open(|p| &p.next) = friend.into_value();
    drop(object);
    // SAFETY: one thread uses the heap, and no body is open.
    unsafe { heap.collect() };
    assert_eq!((runs.get(), heap.audit().leaked()), (1, 2), "both live");

    let back = nest.take().expect("it came back");
    let ring = back.downcast::<Phoenix<Gated>>().expect("the same kind").open(|p| &p.next).clone();
    assert_eq!(ring.downcast::<Node<Gated>>().map(|node| node.label), Some(7));
    drop((ring, back));
    // SAFETY: as above.
    assert_eq!(unsafe { heap.collect() }, 2);
    assert_eq!((runs.get(), heap.audit().leaked()), (1, 0));
}

#[test]
fn a_ring_is_finalized_and_freed_by_one_collection() {
    let heap = Heap::<Free>::new();
    let _here = heap.attach();
    let runs = Rc::new(Cell::new(0));
    let first = Obj::new(Counted::<Free>::new(Value::NONE, &runs));
    let second = Obj::new(Counted::new(first.as_value().clone(), &runs));
    *first.open(|c| &c.next) = second.into_value();
    drop(first);
    // SAFETY: one thread uses the heap, and no body is open.
    assert_eq!(unsafe { heap.collect() }, 2);
    assert_eq!((runs.get(), heap.audit().leaked()), (2, 0));
}
