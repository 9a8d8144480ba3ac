//! What the classic programs cost, under each model: one run of each, at a size of some hundredths of a second.
//!
//! For the effect of a change: `cargo bench --bench classics -- --save-baseline before`, then the change, then
//! `cargo bench --bench classics -- --baseline before`. The comparison with other Pythons is experiment C-12.

use criterion::{Criterion, criterion_group, criterion_main};
use std::time::Duration;
use taipan_runtime::{Config, Kind, Program, Source, run};

criterion_group!(benches, models);
criterion_main!(benches);

/// Programs that differ in what they spend their time on, with their sizes.
const PROGRAMS: [(&str, u32); 9] = [
    ("binary_trees", 9),
    ("comprehensions", 100),
    ("coroutines", 2000),
    ("deltablue", 15),
    ("fannkuch", 7),
    ("nbody", 2000),
    ("pidigits", 600),
    ("pyflate", 2),
    ("richards", 1),
];

/// Where they are.
const FOLDER: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/../crates/lab/programs/classic");

fn models(criterion: &mut Criterion) {
    for (name, size) in PROGRAMS {
        let mut group = criterion.benchmark_group(name);
        group.sample_size(10);
        for model in Kind::ALL {
            group.bench_function(model.name(), |bencher| {
                bencher.iter_custom(|n| (0..n).map(|_| time(*model, name, size)).sum());
            });
        }
        group.finish();
    }
}

/// How long one run of a program takes, its import with it.
fn time(model: Kind, name: &str, size: u32) -> Duration {
    let text = format!("import sys\nsys.path.insert(0, {FOLDER:?})\nfrom {name} import run\nrun({size})\n");
    let program = Program { source: Source::Text(text), argv: vec!["classics.py".to_owned()] };
    let outcome = run(&program, &Config { model, ..Config::default() });
    assert_eq!(outcome.exit_code, 0, "{name} failed under {model}");
    Duration::from_nanos(outcome.statistics.wall_ns)
}
