//! What one pair of an increment and a decrement costs, under each way to count; alone and contended.
//!
//! Beside stand the counts of the standard library: `Rc` is what `Plain` is to be compared with, `Arc` what
//! `Atomic` is. `Biased` should be near `Plain` for the owner, and near `Atomic` for everybody else. Bodies are opened
//! and read, too: there the lock is what differs.

use criterion::measurement::WallTime;
use criterion::{BenchmarkGroup, Criterion, criterion_group, criterion_main};
use std::hint::black_box;
use std::rc::Rc;
use std::sync::{Arc, Barrier};
use std::thread;
use std::time::{Duration, Instant};
use taipan_heap::{Atomic, Biased, Body, ByGate, Heap, Inner, Leased, Obj, Own, Plain, Sharing, Visit};

criterion_group!(counts, alone, life, bodies, contended);
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
    Brc: Biased, Leased, keep_dead: false;
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

struct Cell(Inner<u64>);

// SAFETY: no other body here has kind 2.
unsafe impl<S: Sharing> Body<S> for Cell {
    const KIND: u8 = 2;
    const NAME: &'static str = "cell";
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
    object_pair::<Brc>(&mut group, "brc: owner");
    let heap = Heap::<Brc>::new();
    let _here = heap.attach();
    let object = Obj::<Brc, Leaf>::new(Leaf(1));
    object.defer();
    pair(&mut group, "brc: deferred", &object);
    let object = Obj::<Brc, Leaf>::new(Leaf(1));
    object.immortalise();
    pair(&mut group, "brc: immortal", &object);
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
    object_life::<Brc>(&mut group, "brc");
    group.finish();
}

fn object_life<S: Sharing>(group: &mut BenchmarkGroup<'_, WallTime>, name: &str) {
    let heap = Heap::<S>::new();
    let _here = heap.attach();
    group.bench_function(name, |bencher| {
        bencher.iter(|| drop(black_box(Obj::<S, Leaf>::new(Leaf(1)))));
    });
}

/// A body is opened to be changed, and to be read, by the thread that made it.
fn bodies(criterion: &mut Criterion) {
    let mut group = criterion.benchmark_group("body");
    body::<Gil>(&mut group, "gil");
    body::<Free>(&mut group, "atomic");
    body::<Brc>(&mut group, "brc");
    group.finish();
}

fn body<S: Sharing>(group: &mut BenchmarkGroup<'_, WallTime>, name: &str) {
    let heap = Heap::<S>::new();
    let _here = heap.attach();
    let cell = Obj::<S, Cell>::new(Cell(Inner::new(1)));
    group.bench_function(format!("{name}, changed"), |bencher| {
        bencher.iter(|| *black_box(&cell).open(|cell| &cell.0) += 1);
    });
    group.bench_function(format!("{name}, read"), |bencher| {
        bencher.iter(|| *black_box(&cell).read(|cell| &cell.0));
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
    contended_object::<Free>(&mut group, "atomic");
    contended_object::<Brc>(&mut group, "brc");
    group.finish();
}

fn contended_object<S: Sharing>(group: &mut BenchmarkGroup<'_, WallTime>, name: &str) {
    let heap = Heap::<S>::new();
    let _here = heap.attach();
    let object = Carried(Obj::<S, Leaf>::new(Leaf(1)));
    let object = &object;
    group.bench_function(format!("{name}, the same"), |bencher| {
        bencher.iter_custom(|pairs| {
            two_threads(|| {
                let _here = heap.attach();
                let Carried(object) = object;
                repeat(pairs, object)
            })
        });
    });
    group.bench_function(format!("{name}, one for each"), |bencher| {
        bencher.iter_custom(|pairs| {
            two_threads(|| {
                let _here = heap.attach();
                repeat(pairs, &Obj::<S, Leaf>::new(Leaf(1)))
            })
        });
    });
    let deferred = Carried(Obj::<S, Leaf>::new(Leaf(1)));
    deferred.0.defer();
    let deferred = &deferred;
    group.bench_function(format!("{name}, the same, deferred if it can be"), |bencher| {
        bencher.iter_custom(|pairs| {
            two_threads(|| {
                let _here = heap.attach();
                let Carried(object) = deferred;
                repeat(pairs, object)
            })
        });
    });
    let cell = CarriedCell(Obj::<S, Cell>::new(Cell(Inner::new(1))));
    let cell = &cell;
    group.bench_function(format!("{name}, the same body read"), |bencher| {
        bencher.iter_custom(|reads| {
            two_threads(|| {
                let _here = heap.attach();
                let CarriedCell(cell) = cell;
                for _ in 0..reads {
                    black_box(*black_box(cell).read(|cell| &cell.0));
                }
            })
        });
    });
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
struct Carried<S: Sharing>(Obj<S, Leaf>);

// SAFETY: used with `Free` and `Brc`, whose counts any thread may move; and a leaf never changes.
unsafe impl<S: Sharing> Sync for Carried<S> {}

/// Lets two threads see one cell.
struct CarriedCell<S: Sharing>(Obj<S, Cell>);

// SAFETY: as above, and the cell changes under its lock alone.
unsafe impl<S: Sharing> Sync for CarriedCell<S> {}
