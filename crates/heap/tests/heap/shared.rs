//! What is told of objects that threads share.

use crate::bodies::*;
use std::thread;
use taipan_heap::{Heap, Obj, Shared, Value};

/// Does `work` with objects of this thread in another one.
fn elsewhere(heap: &Heap<Brc>, objects: &[Obj<Brc, Node<Brc>>], work: impl Fn(&Obj<Brc, Node<Brc>>) + Send + Sync) {
    let objects = Carried(objects);
    thread::scope(|scope| {
        scope.spawn(|| {
            let objects = &objects;
            let _here = heap.attach();
            objects.0.iter().for_each(work);
        });
    });
}

fn told(watched: bool, work: impl Fn(&Heap<Brc>, &[Obj<Brc, Node<Brc>>])) -> Vec<Shared> {
    let heap = Heap::<Brc>::new();
    if watched {
        heap.watch();
    }
    let here = heap.attach();
    let nodes: Vec<_> = (0..3).map(|label| Obj::new(Node::new(label))).collect();
    work(&heap, &nodes);
    drop(nodes);
    drop(here);
    heap.shared()
}

#[test]
fn each_object_is_told_once_for_each_way() {
    let shared = told(true, |heap, nodes| {
        elsewhere(heap, &nodes[..2], |node| {
            for _ in 0..5 {
                drop(node.clone());
                assert!(node.read(|n| &n.edges).is_empty());
            }
        });
        elsewhere(heap, &nodes[..1], |node| node.open(|n| &n.edges).push(Value::NONE));
    });
    let kind = "node".to_owned();
    assert_eq!(shared, [Shared { kind, objects: 2, counted: 2, read: 2, written: 1, waits: 0 }]);
}

#[test]
fn what_one_thread_does_with_its_own_is_not_told() {
    let shared = told(true, |heap, nodes| {
        elsewhere(heap, &nodes[..1], |node| assert!(node.read(|n| &n.edges).is_empty()));
        // Now its lock is everybody's, but these two are used by their owner alone.
        for node in &nodes[1..] {
            node.clone().open(|n| &n.edges).push(Value::NONE);
        }
    });
    assert_eq!(shared.iter().map(|it| it.objects).sum::<u64>(), 1);
}

#[test]
fn nothing_is_told_unless_asked_for() {
    let shared = told(false, |heap, nodes| elsewhere(heap, nodes, |node| drop(node.clone())));
    assert_eq!(shared, []);
}
