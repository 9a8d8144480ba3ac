//! Objects that go from thread to thread.

use crate::bodies::*;
use std::sync::{Barrier, Mutex, PoisonError, mpsc};
use std::thread;
use taipan_heap::{Heap, Obj, Sharing, Value};

const THREADS: u32 = 4;
type Shelf<S> = Mutex<Vec<Carried<Value<S>>>>;

/// Numbers that look random, the same in every run.
struct Dice(u64);

impl Dice {
    fn roll(&mut self, sides: u64) -> u64 {
        self.0 = self.0.wrapping_mul(6364136223846793005).wrapping_add(1442695040888963407);
        (self.0 >> 33) % sides
    }
}

#[test]
fn objects_made_swapped_and_dropped_by_all_threads_all_go() {
    traded_objects_go::<Free>(0);
    for seed in 0..4 {
        traded_objects_go::<Brc>(seed * 100);
    }
}

fn traded_objects_go<S: Sharing>(first_seed: u64) {
    let heap = Heap::<S>::new();
    let shelf = Shelf::<S>::default();
    let start = Barrier::new(THREADS as usize);
    thread::scope(|scope| {
        for seed in 0..THREADS {
            let (heap, shelf, start) = (heap.clone(), &shelf, &start);
            scope.spawn(move || {
                let _here = heap.attach();
                start.wait();
                trade(&heap, shelf, &mut Dice(first_seed + u64::from(seed)));
            });
        }
    });
    let here = heap.attach();
    shelf.lock().unwrap_or_else(PoisonError::into_inner).clear();
    // SAFETY: the threads are gone, no body is open, and the shelf was the last to refer to an object.
    unsafe { heap.finish() };
    drop(here);
    let audit = heap.audit();
    assert_eq!((audit.leaked(), audit.freed), (0, audit.allocated));
    assert!(audit.allocated > 1000);
}

/// Puts objects on the shelf, takes others down, and ties them together, rings among them.
fn trade<S: Sharing>(heap: &Heap<S>, shelf: &Shelf<S>, dice: &mut Dice) {
    let on_shelf = || shelf.lock().unwrap_or_else(PoisonError::into_inner);
    for label in 0..20_000 {
        let taken = {
            let mut shelf = on_shelf();
            let length = shelf.len() as u64;
            (length > 0).then(|| shelf.swap_remove(dice.roll(length) as usize))
        };
        let made = match dice.roll(10) {
            0 => Obj::new(Node::<S, BIG>::new(label)).into_value(),
            1..=3 => Obj::new(Leaf(u64::from(label))).into_value(),
            _ => Obj::new(Node::<S>::new(label)).into_value(),
        };
        match dice.roll(100) {
            0 => made.downcast::<Node<S>>().into_iter().for_each(Obj::defer),
            1 => made.downcast::<Leaf>().into_iter().for_each(Obj::immortalise),
            2..=9 => heap.merge(),
            // SAFETY: nothing happens while this thread is away.
            10 => drop(unsafe { heap.away() }),
            _ => {}
        }
        if let Some(Carried(taken)) = taken {
            tie(&taken, &made, dice);
            on_shelf().push(Carried(taken));
        }
        let mut shelf = on_shelf();
        shelf.push(Carried(made));
        // What does not fit any more is dropped by this thread, whoever made it, after the lock is open.
        let surplus = (shelf.len() > 64).then(|| shelf.swap_remove(0));
        drop(shelf);
        drop(surplus);
    }
}

fn tie<S: Sharing>(old: &Value<S>, new: &Value<S>, dice: &mut Dice) {
    let Some(node) = old.downcast::<Node<S>>() else { return };
    let dropped: Vec<Value<S>> = {
        let mut edges = node.open(|node| &node.edges);
        edges.push(new.clone());
        if edges.len() > 3 { edges.drain(..2).collect() } else { Vec::new() }
    };
    drop(dropped);
    if dice.roll(20) == 0
        && let Some(new) = new.downcast::<Node<S>>()
    {
        link(new, old.clone());
    }
}

#[test]
fn blocks_that_one_thread_frees_feed_another_that_makes() {
    freed_blocks_come_back::<Free>();
    freed_blocks_come_back::<Brc>();
}

fn freed_blocks_come_back<S: Sharing>() {
    const ROUNDS: u64 = 200;
    const EACH: u64 = 1000;
    let heap = Heap::<S>::new();
    let (give, take) = mpsc::sync_channel::<Carried<Vec<Value<S>>>>(1);
    thread::scope(|scope| {
        let consumer = heap.clone();
        scope.spawn(move || {
            let _here = consumer.attach();
            take.into_iter().for_each(|Carried(objects)| drop(objects));
        });
        let _here = heap.attach();
        for _ in 0..ROUNDS {
            let objects = (0..EACH).map(|n| Obj::new(Leaf(n)).into_value()).collect();
            give.send(Carried(objects)).expect("the other thread listens");
            heap.merge();
        }
        drop(give);
    });
    let audit = heap.audit();
    assert_eq!((audit.leaked(), audit.allocated), (0, ROUNDS * EACH));
    let alive_at_once = 4 * EACH as usize * 64;
    assert!(heap.bytes() < 2 * alive_at_once, "{} bytes: freed blocks did not come back", heap.bytes());
}

#[test]
fn threads_that_leave_leave_their_blocks() {
    let heap = Heap::<Free>::new();
    let work = || {
        let _here = heap.attach();
        let objects: Vec<_> = (0..1000).map(|n| Obj::<Free, Leaf>::new(Leaf(n))).collect();
        drop(objects);
    };
    thread::scope(|scope| scope.spawn(work).join()).expect("the first thread ends");
    let once = heap.bytes();
    for _ in 0..100 {
        thread::scope(|scope| scope.spawn(work).join()).expect("each thread ends");
    }
    assert_eq!(heap.bytes(), once);
}

#[test]
fn a_body_is_open_to_one_thread_at_a_time() {
    counted_under_the_lock::<Free>();
    counted_under_the_lock::<Brc>();
}

fn counted_under_the_lock<S: Sharing>() {
    const ROUNDS: usize = 20_000;
    let heap = Heap::<S>::new();
    let _here = heap.attach();
    let shared = Carried(Obj::new(Node::<S>::new(0)));
    let shared = &shared;
    thread::scope(|scope| {
        for _ in 0..THREADS {
            let heap = heap.clone();
            scope.spawn(move || {
                let _here = heap.attach();
                let Carried(node) = shared;
                for _ in 0..ROUNDS {
                    let mut edges = node.open(|node| &node.edges);
                    let next = edges.last().and_then(Value::as_int).unwrap_or(0) + 1;
                    edges.clear();
                    edges.push(Value::int(next).expect("a small number"));
                }
            });
        }
    });
    let total = shared.0.open(|node| &node.edges)[0].as_int();
    assert_eq!(total, Some(i64::from(THREADS) * ROUNDS as i64));
}

#[test]
fn readers_see_a_body_before_or_after_a_change() {
    seen_whole::<Free>();
    seen_whole::<Brc>();
}

/// One thread in four changes a pair of numbers now and then, which all look at.
fn seen_whole<S: Sharing>() {
    const ROUNDS: i32 = 20_000;
    let heap = Heap::<S>::new();
    let _here = heap.attach();
    let shared = Carried(Obj::new(Node::<S>::new(0)));
    shared.0.open(|node| &node.edges).extend([Value::small(0), Value::small(0)]);
    let shared = &shared;
    thread::scope(|scope| {
        for seed in 0..THREADS {
            let heap = heap.clone();
            scope.spawn(move || {
                let _here = heap.attach();
                let Carried(node) = shared;
                let mut dice = Dice(u64::from(seed));
                for round in 0..ROUNDS {
                    if dice.roll(300) == 0 {
                        let mut edges = node.open(|node| &node.edges);
                        edges[0] = Value::small(round);
                        edges[1] = Value::small(round);
                    }
                    let edges = node.read(|node| &node.edges);
                    assert!(edges[0].is(&edges[1]), "a change was seen half done");
                }
            });
        }
    });
    let traffic = heap.traffic();
    assert_eq!(traffic.bias_revocations > 0, traffic.read_mode_entries > 0);
    assert!(traffic.read_mode_exits <= traffic.read_mode_entries);
}

/// A bug: one thread took the free blocks, and another the rest of the page that they came from, so that what each of them
/// made and dropped all the time lay in one cache line.
#[test]
fn what_a_thread_leaves_goes_to_one_other() {
    let heap = Heap::<Free>::new();
    let leaf = |label| Obj::<Free, _>::new(Leaf(label));
    thread::scope(|scope| {
        scope.spawn(|| {
            let _here = heap.attach();
            drop(leaf(0));
        });
    });
    let both_are_here = Barrier::new(2);
    let page_of = &|label| {
        let _here = heap.attach();
        both_are_here.wait();
        let made = leaf(label);
        both_are_here.wait();
        made.address() >> 16
    };
    let pages = thread::scope(|scope| {
        let threads = [1, 2].map(|label| scope.spawn(move || page_of(label)));
        threads.map(|thread| thread.join().expect("no thread panics"))
    });
    assert_ne!(pages[0], pages[1]);
}
