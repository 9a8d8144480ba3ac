//! Bodies: large ones, their parts, and the sizes that are promised.

use crate::bodies::*;
use taipan_heap::{Header, Heap, Obj, Sharing, Value};

#[test]
fn sizes_are_what_they_should_be() {
    fn check<S: Sharing>() {
        assert_eq!(size_of::<Value<S>>(), 8);
        assert_eq!(size_of::<Option<Value<S>>>(), 8);
        assert_eq!(size_of::<Obj<S, Leaf>>(), 8);
        assert_eq!(size_of::<Option<Obj<S, Leaf>>>(), 8);
        assert_eq!(size_of::<Header<S>>(), 16);
    }
    check::<Free>();
    check::<Gated>();
    check::<Racy>();
}

fn large<const EXTRA: usize>(make: fn(u32) -> Value<Gated>, bytes: fn(&Value<Gated>) -> &[u8]) {
    let heap = Heap::<Gated>::new();
    let here = heap.attach();
    let values: Vec<_> = (0..20).map(make).collect();
    for (label, value) in values.iter().enumerate() {
        assert!(bytes(value).len() == EXTRA && bytes(value).iter().all(|b| usize::from(*b) == label));
    }
    drop(values);
    drop(here);
    let audit = heap.audit();
    assert_eq!((audit.leaked(), audit.allocated, audit.freed), (0, 20, 20));
}

#[test]
fn large_bodies_are_kept_whole_and_freed() {
    large::<BIG>(
        |label| Obj::new(Node::<Gated, BIG>::new(label)).into_value(),
        |value| &value.downcast::<Node<Gated, BIG>>().expect("big").extra,
    );
    large::<HUGE>(
        |label| Obj::new(Node::<Gated, HUGE>::new(label)).into_value(),
        |value| &value.downcast::<Node<Gated, HUGE>>().expect("huge").extra,
    );
}

#[test]
fn a_downcast_to_another_kind_is_refused() {
    let heap = Heap::<Free>::new();
    let _here = heap.attach();
    let value = Obj::<Free, Leaf>::new(Leaf(9)).into_value();
    assert!(value.downcast::<Node<Free>>().is_none());
    let value = value.downcast_into::<Node<Free>>().expect_err("a leaf is no node");
    assert_eq!(value.downcast_into::<Leaf>().expect("a leaf").0, 9);
}

#[test]
#[should_panic(expected = "part of another object")]
fn a_part_of_another_object_is_not_opened() {
    let heap = Heap::<Free>::new();
    let _here = heap.attach();
    let (one, other) = (Obj::new(Node::<Free>::new(1)), Obj::new(Node::<Free>::new(2)));
    one.open(|_| &other.edges).clear();
}

#[test]
#[cfg(debug_assertions)]
#[should_panic(expected = "opened twice")]
fn a_body_is_not_opened_while_it_is_open() {
    let heap = Heap::<Gated>::new();
    let _here = heap.attach();
    let node = Obj::new(Node::<Gated>::new(1));
    let _open = node.open(|node| &node.edges);
    link(&node, Value::NONE);
}

#[test]
#[should_panic(expected = "attached to no heap")]
fn an_object_needs_a_heap() {
    drop(Obj::<Free, Leaf>::new(Leaf(1)));
}

#[test]
#[should_panic(expected = "another heap")]
fn a_thread_uses_one_heap_at_a_time() {
    let (one, other) = (Heap::<Free>::new(), Heap::<Free>::new());
    let _here = one.attach();
    let _there = other.attach();
}

#[test]
fn a_thread_may_attach_to_its_heap_again() {
    let heap = Heap::<Free>::new();
    let outer = heap.attach();
    let object = Obj::new(Node::<Free>::new(1));
    let inner = heap.attach();
    drop(object);
    drop(inner);
    drop(outer);
    assert_eq!(heap.audit().leaked(), 0);
}

#[test]
fn an_object_that_outlives_its_heap_can_still_be_read() {
    let heap = Heap::<Free>::new();
    let here = heap.attach();
    let object = Obj::new(Node::<Free>::new(11));
    drop(here);
    drop(heap);
    assert_eq!((object.label, object.count()), (11, 1));
    std::mem::forget(object);
}
