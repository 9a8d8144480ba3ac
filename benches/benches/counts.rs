//! What one pair of an increment and a decrement costs, under each way to count; alone and contended.
//!
//! Beside stand the counts of the standard library: `Rc` is what `Plain` is to be compared with, `Arc` what
//! `Atomic` is.

use criterion::measurement::WallTime;
use criterion::{BenchmarkGroup, Criterion, criterion_group, criterion_main};
use std::hint::black_box;
use std::rc::Rc;
use std::sync::{Arc, Barrier};
use std::thread;
use std::time::{Duration, Instant};
use taipan_heap::{Atomic, Body, ByGate, Heap, Obj, Own, Plain, Sharing, Visit};

criterion_group!(counts, alone, life, contended);
criterion_main!(counts);

macro_rules! sharings {
    ($($name:ident: $count:ty, $lock:ty, keep_dead: $keep:literal;)*) => {$(
        struct $name;
        impl Sharing for $name {
            type Count = $count;
            type Lock = $lock;
            const KEEP_DEAD: bool = $keep;
        }
    )*};
}

sharings! {
    Gil: Plain, ByGate, keep_dead: false;
    Free: Atomic, Own, keep_dead: false;
    Unsync: Plain, Own, keep_dead: true;
}

struct Leaf(#[allow(dead_code, reason = "a body of a usual size")] u64);

// SAFETY: no other body here has kind 1.
unsafe impl<S: Sharing> Body<S> for Leaf {
    const KIND: u8 = 1;
    const NAME: &'static str = "leaf";
    const TRACED: bool = false;

    fn trace(&self, _visit: &mut Visit<'_, S>) {}
}

/// A reference is cloned and dropped; nobody else is there.
fn alone(criterion: &mut Criterion) {
    let mut group = criterion.benchmark_group("pair");
    pair(&mut group, "Rc", &Rc::new(1u64));
    object_pair::<Gil>(&mut group, "gil: plain");
    object_pair::<Unsync>(&mut group, "unsync: plain, dead kept");
    pair(&mut group, "Arc", &Arc::new(1u64));
    object_pair::<Free>(&mut group, "atomic");
    group.finish();
}

fn object_pair<S: Sharing>(group: &mut BenchmarkGroup<'_, WallTime>, name: &str) {
    let heap = Heap::<S>::new();
    let _here = heap.attach();
    pair(group, name, &Obj::<S, Leaf>::new(Leaf(1)));
}

fn pair<T: Clone>(group: &mut BenchmarkGroup<'_, WallTime>, name: &str, counted: &T) {
    group.bench_function(name, |bencher| {
        bencher.iter(|| drop(black_box(black_box(counted).clone())));
    });
}

/// An object is made and dies.
fn life(criterion: &mut Criterion) {
    let mut group = criterion.benchmark_group("life");
    group.bench_function("Box", |bencher| bencher.iter(|| drop(black_box(Box::new(Leaf(1))))));
    group.bench_function("Arc", |bencher| bencher.iter(|| drop(black_box(Arc::new(Leaf(1))))));
    object_life::<Gil>(&mut group, "gil");
    object_life::<Free>(&mut group, "atomic");
    group.finish();
}

fn object_life<S: Sharing>(group: &mut BenchmarkGroup<'_, WallTime>, name: &str) {
    let heap = Heap::<S>::new();
    let _here = heap.attach();
    group.bench_function(name, |bencher| {
        bencher.iter(|| drop(black_box(Obj::<S, Leaf>::new(Leaf(1)))));
    });
}

/// Two threads at the same time; the time is that of one pair of one thread.
fn contended(criterion: &mut Criterion) {
    let mut group = criterion.benchmark_group("pair in each of 2 threads");
    group.sample_size(20);
    let shared = Arc::new(1u64);
    group.bench_function("Arc, the same", |bencher| {
        bencher.iter_custom(|pairs| two_threads(|| repeat(pairs, &shared)));
    });
    let heap = Heap::<Free>::new();
    let _here = heap.attach();
    let object = Carried(Obj::<Free, Leaf>::new(Leaf(1)));
    let object = &object;
    group.bench_function("atomic, the same", |bencher| {
        bencher.iter_custom(|pairs| {
            two_threads(|| {
                let _here = heap.attach();
                let Carried(object) = object;
                repeat(pairs, object)
            })
        });
    });
    group.bench_function("atomic, one for each", |bencher| {
        bencher.iter_custom(|pairs| {
            two_threads(|| {
                let _here = heap.attach();
                repeat(pairs, &Obj::<Free, Leaf>::new(Leaf(1)))
            })
        });
    });
    group.finish();
}

fn repeat<T: Clone>(pairs: u64, counted: &T) {
    for _ in 0..pairs {
        drop(black_box(black_box(counted).clone()));
    }
}

/// How long two threads that start together take.
fn two_threads(work: impl Fn() + Sync) -> Duration {
    let barrier = Barrier::new(3);
    let run = || {
        barrier.wait();
        work();
    };
    thread::scope(|scope| {
        let threads = [scope.spawn(run), scope.spawn(run)];
        barrier.wait();
        let start = Instant::now();
        threads.into_iter().for_each(|thread| thread.join().expect("counting does not panic"));
        start.elapsed()
    })
}

/// Lets two threads see one object.
struct Carried(Obj<Free, Leaf>);

// SAFETY: counts of `Free` are atomic, and a leaf never changes.
unsafe impl Sync for Carried {}
