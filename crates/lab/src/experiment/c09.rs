//! C-09: what a model costs a program with one thread.

use crate::experiment::{Axis, Claim, Experiment, Metric, Program, Tag};
use crate::row::Row;
use crate::verdict::{Agreement, Verdict};

/// The small programs, as the program file names them.
pub const KERNELS: [&str; 12] = [
    "nbody",
    "fannkuch",
    "spectral",
    "queens",
    "richards",
    "pidigits",
    "trees",
    "rays",
    "words",
    "life",
    "generators",
    "chances",
];
/// What `gil` is called when it is measured again.
const AGAIN: &str = "gil-interval";
/// The program file.
pub const PROGRAM: Program = Program { name: "c09_kernels.py", source: include_str!("../../programs/c09_kernels.py") };

/// The row.
pub static EXPERIMENT: Experiment = Experiment {
    id: "C-09",
    title: "The price for one thread",
    question: "What does a model cost a program that has only one thread?",
    program: PROGRAM,
    axes: |size| {
        vec![
            Axis::new("kernel", size.pick(&KERNELS[..3], &KERNELS, &KERNELS)),
            Axis::new("scale", &[size.pick(1, 1, 8)]),
        ]
    },
    metrics: &[Metric::lower("work", "s").log()],
    base: Some("gil"),
    policies: &[AGAIN],
    literature: &[
        Claim { says: "5 to 6 % with one thread.", source: "PEP 703", tag: Tag::Read },
        Claim {
            says: "9 to 13 % for free-threaded CPython against its own base, measured independently.",
            source: "faster-cpython benchmark results",
            tag: Tag::Read,
        },
        Claim { says: "About 30 % for atomic counts.", source: "talks on the Gilectomy", tag: Tag::Secondary },
    ],
    caption: "Twelve small programs of different kinds, one thread each, and the geometric mean of their ratios. \
        gil-interval is gil under another name, the same thing measured again: no smaller difference than theirs \
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
    Verdict::new(
        Agreement::of(expected),
        format!("With one thread, and of the time under gil, the programs took {}.{noise}", shown.join(", ")),
    )
}
