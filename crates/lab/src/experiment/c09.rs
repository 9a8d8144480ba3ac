//! C-09: what a model costs a program with one thread.

use crate::experiment::classics::{PROGRAM, PROGRAMS, disagreement};
use crate::experiment::{Axis, Claim, Experiment, Metric, Tag};
use crate::row::Row;
use crate::verdict::{Agreement, Verdict};

/// Classic programs of different kinds: floats, lists, objects, methods, long ints, recursion, short lives, generators.
const NAMES: [&str; 12] = [
    "nbody",
    "fannkuch",
    "deltablue",
    "richards",
    "chaos",
    "raytrace",
    "pidigits",
    "nqueens",
    "binary_trees",
    "generators",
    "go",
    "pystone",
];
/// What `gil` is called when it is measured again.
const AGAIN: &str = "gil-interval";
/// `brc` as it is once a program has had a second thread: locks are taken.
const THREADED: &str = "brc-without-alone";

/// The row.
pub static EXPERIMENT: Experiment = Experiment {
    id: "C-09",
    title: "The price for one thread",
    question: "What does a model cost a program that has only one thread?",
    program: PROGRAM,
    imports: PROGRAMS,
    axes: |size| {
        vec![
            Axis::new("program", size.pick(&NAMES[..3], &NAMES, &NAMES)),
            Axis::new("size", &[size.pick("quick", "quick", "default")]),
            Axis::new("rounds", &[size.pick(1, 3, 5)]),
        ]
    },
    metrics: &[Metric::lower("work", "s").log()],
    base: Some("gil"),
    policies: &[AGAIN, THREADED],
    literature: &[
        Claim { says: "5 to 6 % with one thread.", source: "PEP 703", tag: Tag::Read },
        Claim {
            says: "9 to 13 % for free-threaded CPython against its own base, measured independently.",
            source: "faster-cpython benchmark results",
            tag: Tag::Read,
        },
        Claim { says: "About 30 % for atomic counts.", source: "talks on the Gilectomy", tag: Tag::Secondary },
    ],
    caption: "Twelve classic programs of different kinds, one thread each, and the geometric mean of their ratios. \
        brc-without-alone takes locks as if there had been a second thread. gil-interval is gil under another name, the same thing measured again: no smaller difference than theirs \
        means anything. Other interpreters stand here for orientation only.",
    verdict,
    ..Experiment::BLANK
};

fn verdict(row: &Row) -> Verdict {
    let ratios = row.against_base();
    if ratios.is_empty() {
        return Verdict::not_measured();
    }
    let others = ratios.iter().filter(|(column, _)| column.id != AGAIN);
    let shown: Vec<String> = others.map(|(column, ratio)| format!("{:.2}x under {}", ratio.value, column.id)).collect();
    let of = |id: &str| ratios.iter().find(|(column, _)| column.id == id).map(|(_, ratio)| ratio.value);
    let noise = of(AGAIN).map_or_else(String::new, |ratio| {
        format!(" The same model measured twice differed by {:.1} %.", (ratio - 1.0).abs() * 100.0)
    });
    let expected =
        [of("atomic").map(|ratio| ratio > 1.0), of("brc").zip(of("atomic")).map(|(brc, atomic)| brc < atomic)];
    let wrong = disagreement(row);
    let more = wrong.clone().unwrap_or_default();
    Verdict::new(
        Agreement::of(expected.into_iter().chain([wrong.map(|_| false)])),
        format!("With one thread, and of the time under gil, the programs took {}.{noise}{more}", shown.join(", ")),
    )
}
