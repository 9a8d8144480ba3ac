//! Random graphs: the collector frees exactly what no root reaches.

use crate::bodies::*;
use proptest::prelude::*;
use std::collections::BTreeSet;
use taipan_heap::{Heap, Obj, Sharing, Value};

/// A graph by numbers.
#[derive(Clone, Debug)]
struct Graph {
    /// For each object, whether somebody outside refers to it.
    roots: Vec<bool>,
    edges: Vec<(usize, usize)>,
}

impl Graph {
    fn reachable(&self) -> BTreeSet<usize> {
        let mut seen: BTreeSet<usize> = (0..self.roots.len()).filter(|&i| self.roots[i]).collect();
        let mut work: Vec<usize> = seen.iter().copied().collect();
        while let Some(from) = work.pop() {
            let next = self.edges.iter().filter(|(a, _)| *a == from).map(|(_, b)| *b);
            work.extend(next.filter(|b| seen.insert(*b)));
        }
        seen
    }
}

fn graph() -> impl Strategy<Value = Graph> {
    (1usize..60).prop_flat_map(|n| {
        let roots = proptest::collection::vec(proptest::bool::weighted(0.15), n);
        let edges = proptest::collection::vec((0..n, 0..n), 0..3 * n);
        (roots, edges).prop_map(|(roots, edges)| Graph { roots, edges })
    })
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn exactly_the_unreachable_goes(graph in graph()) {
        check::<Free>(&graph);
        check::<Gated>(&graph);
    }
}

fn check<S: Sharing>(graph: &Graph) {
    let (heap, log) = (Heap::<S>::new(), Log::default());
    let here = heap.attach();
    let reachable = graph.reachable();
    let mut roots = build::<S>(graph, &log);
    // SAFETY: one thread uses the heap, and no body is open.
    unsafe { heap.collect() };

    let mut gone = log.borrow().clone();
    gone.sort_unstable();
    let unreachable: Vec<u32> = (0..graph.roots.len()).filter(|i| !reachable.contains(i)).map(|i| i as u32).collect();
    assert_eq!(gone, unreachable, "freed, each once");
    assert_eq!(heap.audit().leaked(), reachable.len() as u64, "left");
    // SAFETY: as above.
    assert_eq!(unsafe { heap.collect() }, 0, "a second collection finds nothing");

    roots.clear();
    // SAFETY: as above.
    unsafe { heap.collect() };
    assert_eq!(log.borrow().len(), graph.roots.len());
    drop(here);
    let audit = heap.audit();
    assert_eq!((audit.leaked(), audit.freed), (0, audit.allocated));
}

/// Makes the objects, some of them large, and returns references to the roots.
fn build<S: Sharing>(graph: &Graph, log: &Log) -> Vec<Value<S>> {
    let make = |i: usize| match i % 5 {
        3 => Obj::new(Node::<S, BIG>::logged(i as u32, log)).into_value(),
        _ => Obj::new(Node::<S>::logged(i as u32, log)).into_value(),
    };
    let all: Vec<Value<S>> = (0..graph.roots.len()).map(make).collect();
    for &(a, b) in &graph.edges {
        let target = all[b].clone();
        match all[a].downcast::<Node<S>>() {
            Some(small) => small.open(|node| &node.edges).push(target),
            None => all[a].downcast::<Node<S, BIG>>().expect("big").open(|node| &node.edges).push(target),
        }
    }
    let keep = |(value, root): (Value<S>, &bool)| root.then_some(value);
    all.into_iter().zip(&graph.roots).filter_map(keep).collect()
}
