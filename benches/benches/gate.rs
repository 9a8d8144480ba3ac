//! What the gate costs: nobody else there, a blocking region, a hand-over, a check point, two threads that compute.
//!
//! Beside each stands what it is to be compared with: a mutex pair, a spinning hand-over, an empty loop, one thread.

use std::{
    hint::{black_box, spin_loop},
    sync::{
        Arc,
        atomic::{AtomicU64, Ordering::SeqCst},
    },
    thread,
    time::{Duration, Instant},
};

use criterion::{BenchmarkGroup, Criterion, criterion_group, criterion_main, measurement::WallTime};
use parking_lot::Mutex;
use taipan_gil::{Gate, Gil, Measure, Member, Open, Pass, Policy};

criterion_group!(gate, uncontended, check_point, hand_over, countdown);
criterion_main!(gate);

fn uncontended(criterion: &mut Criterion) {
    let mut group = criterion.benchmark_group("uncontended");
    let mutex = Mutex::new(());
    group.bench_function("mutex lock and unlock", |bencher| {
        bencher.iter(|| drop(black_box(&mutex).lock()));
    });
    gate_pair(&mut group, "gil", &Gil::new(Policy::default()));
    gate_pair(&mut group, "gil, swift", &Gil::new("swift".parse().expect("a policy")));
    let timed = Gil::new_with(Policy::default(), Measure::Times);
    gate_pair(&mut group, "gil with times", &timed);
    let recorded = Gil::new_with(Policy::default(), Measure::Events { per_thread: 10_000 });
    gate_pair(&mut group, "gil with events", &recorded);
    gate_pair(&mut group, "open", &Open::new());
    group.finish();
}

fn gate_pair<G: Gate>(group: &mut BenchmarkGroup<'_, WallTime>, name: &str, gate: &Arc<G>) {
    group.bench_function(format!("{name}: enter and leave, member"), |bencher| {
        let mut member = gate.join();
        bencher.iter(|| drop(black_box(&mut member).enter()));
    });
    group.bench_function(format!("{name}: enter and leave"), |bencher| {
        bencher.iter(|| drop(black_box(gate).enter()));
    });
    group.bench_function(format!("{name}: blocking region"), |bencher| {
        let mut pass = gate.enter();
        bencher.iter(|| black_box(&mut pass).blocking(|| ()));
    });
}

fn check_point(criterion: &mut Criterion) {
    let mut group = criterion.benchmark_group("check point");
    group.bench_function("nothing", |bencher| bencher.iter(|| black_box(())));
    group.bench_function("breaker not raised", |bencher| {
        let mut pass = Gil::new(Policy::default()).enter();
        bencher.iter(|| {
            if pass.breaker().raised() {
                pass.pause();
            }
        });
    });
    group.bench_function("tick, not let go", |bencher| {
        let mut pass = Gil::new(Policy::tick(u32::MAX)).enter();
        bencher.iter(|| black_box(&mut pass).pause());
    });
    group.finish();
}

/// Two running threads that take turns; the time is that of one turn.
fn hand_over(criterion: &mut Criterion) {
    let mut group = criterion.benchmark_group("hand-over");
    group.sample_size(10);
    group.bench_function("spinning", |bencher| bencher.iter_custom(spinning));
    for text in ["interval:0.000001", "interval-noforce:0.000001", "swift:0.0000001", "tick:1"] {
        group.bench_function(text, |bencher| {
            bencher.iter_custom(|hand_overs| at_check_points(text, hand_overs));
        });
    }
    group.bench_function("swift: a visit, there and back", |bencher| bencher.iter_custom(visits));
    group.finish();
}

/// One thread runs from check point to check point; another comes in and leaves again, and is outside three times as long
/// as that takes, so that it stays within its share. The time is that of coming in and leaving: the gate goes over twice.
fn visits(visits: u64) -> Duration {
    let gil = Gil::new("swift".parse().expect("a policy"));
    let over = AtomicU64::new(0);
    let computes = || {
        let mut pass = gil.enter();
        while over.load(SeqCst) == 0 {
            if pass.breaker().raised() {
                pass.pause();
            }
        }
    };
    let mut inside = Duration::ZERO;
    thread::scope(|scope| {
        scope.spawn(computes);
        let mut member = gil.join();
        for _ in 0..visits {
            let start = Instant::now();
            drop(black_box(member.enter()));
            let took = start.elapsed();
            inside += took;
            while start.elapsed() < 4 * took {
                spin_loop();
            }
        }
        over.store(1, SeqCst);
    });
    inside
}

/// Two threads hand a word to and fro.
fn spinning(hand_overs: u64) -> Duration {
    let turn = AtomicU64::new(0);
    let pass_on = |mine: u64| {
        for next in (mine..hand_overs).step_by(2) {
            while turn.load(SeqCst) != next {
                spin_loop();
            }
            turn.store(next + 1, SeqCst);
        }
    };
    let start = Instant::now();
    thread::scope(|scope| {
        scope.spawn(|| pass_on(1));
        pass_on(0);
    });
    start.elapsed()
}

/// Two threads run from check point to check point until the gate has gone over so many times.
fn at_check_points(policy: &str, hand_overs: u64) -> Duration {
    let gil = Gil::new(policy.parse().expect("a policy"));
    let [last, seen] = [AtomicU64::new(0), AtomicU64::new(0)];
    let run = |me: u64| {
        let mut pass = gil.enter();
        while seen.load(SeqCst) < hand_overs {
            if last.load(SeqCst) != me {
                last.store(me, SeqCst);
                seen.fetch_add(1, SeqCst);
            }
            if pass.breaker().raised() {
                pass.pause();
            }
        }
    };
    let start = Instant::now();
    thread::scope(|scope| {
        scope.spawn(|| run(1));
        run(2);
    });
    start.elapsed()
}

/// Steps from check point to check point, done by one thread or shared by two; the time is that of a million.
fn countdown(criterion: &mut Criterion) {
    let mut group = criterion.benchmark_group("countdown");
    group.sample_size(10);
    for (text, threads) in [("interval", 1), ("interval", 2), ("swift", 1), ("swift", 2)] {
        group.bench_function(format!("{text}, {threads} threads"), |bencher| {
            bencher.iter_custom(|millions| count_down(text, threads, millions * 1_000_000));
        });
    }
    group.finish();
}

fn count_down(policy: &str, threads: u64, steps: u64) -> Duration {
    let gil = Gil::new(policy.parse().expect("a policy"));
    let run = || {
        let mut pass = gil.enter();
        for left in (0..steps / threads).rev() {
            black_box(left);
            if pass.breaker().raised() {
                pass.pause();
            }
        }
    };
    let start = Instant::now();
    thread::scope(|scope| {
        for _ in 0..threads {
            scope.spawn(run);
        }
    });
    start.elapsed()
}
