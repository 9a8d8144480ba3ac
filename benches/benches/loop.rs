//! What the interpreter's loop costs, under each model: the time of one iteration of a small program.
//!
//! Criterion chooses how many iterations a program does, and the runtime says how long it took from its first
//! to its last instruction, so that neither the start nor the end of the interpreter is in the figure.

use criterion::{Criterion, criterion_group, criterion_main};
use std::time::Duration;
use taipan_runtime::{Config, Kind, Program, Source, run};

criterion_group!(benches, models);
criterion_main!(benches);

/// Programs by name; `N` stands for the number of iterations.
const PROGRAMS: [(&str, &str); 6] = [
    ("countdown", "def work(n):\n    while n > 0:\n        n -= 1\nwork(N)\n"),
    ("float arithmetic", "def work(n):\n    x = 0.5\n    for i in range(n):\n        x = x * 0.5 + 1.5\nwork(N)\n"),
    ("function call", "def f(x):\n    return x\ndef work(n):\n    for i in range(n):\n        f(i)\nwork(N)\n"),
    (
        "method call",
        "class A:\n    def f(self, x):\n        return x\ndef work(n, a):\n    for i in range(n):\n        a.f(i)\nwork(N, A())\n",
    ),
    (
        "attribute",
        "class A:\n    pass\ndef work(n, a):\n    a.x = 0\n    for i in range(n):\n        a.x = a.x + 1\nwork(N, A())\n",
    ),
    (
        "list iteration",
        "def work(n, items):\n    for i in range(n // 1000):\n        for item in items:\n            pass\nwork(N, [0] * 1000)\n",
    ),
];

fn models(criterion: &mut Criterion) {
    for (name, text) in PROGRAMS {
        let mut group = criterion.benchmark_group(name);
        group.sample_size(10);
        for model in Kind::ALL {
            group.bench_function(model.name(), |bencher| bencher.iter_custom(|n| time(*model, text, n)));
        }
        group.finish();
    }
}

/// The smallest number of iterations: what comes before and after them must not count.
const LEAST: u64 = 100_000;

/// How long a program takes for so many iterations.
fn time(model: Kind, text: &str, iterations: u64) -> Duration {
    let done = iterations.max(LEAST);
    let program =
        Program { source: Source::Text(text.replace('N', &done.to_string())), argv: vec!["loop.py".to_owned()] };
    let outcome = run(&program, &Config { model, ..Config::default() });
    assert_eq!(outcome.exit_code, 0, "the program failed under {model}: {text}");
    Duration::from_nanos(outcome.statistics.wall_ns).mul_f64(iterations as f64 / done as f64)
}
