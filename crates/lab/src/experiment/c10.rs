//! C-10: what each part of the model without a lock costs, or saves.

use crate::experiment::{Axis, Claim, Experiment, Metric, Program, Repeats, Tag};
use crate::row::{Place, Row};
use crate::verdict::{Agreement, Verdict};

/// The small programs, as the program file names them.
const KERNELS: [&str; 12] = [
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
/// The model that is taken apart.
const WHOLE: &str = "brc";
/// Its parts that make a difference to one thread.
const PARTS: [&str; 5] = ["deferred", "immortal", "biased-lock", "read-mode", "alone"];
/// What is left when every part is taken out that can be.
const BARE: &str = "brc-bare";

/// The row.
pub static EXPERIMENT: Experiment = Experiment {
    id: "C-10",
    title: "The parts of the price",
    question: "Which part of PEP 703 costs how much, and which one saves it?",
    program: Program { name: "c10_kernels.py", source: include_str!("../../programs/c10_kernels.py") },
    axes: |size| {
        vec![
            Axis::new("kernel", size.pick(&KERNELS[..2], &KERNELS, &KERNELS)),
            Axis::new("scale", &[size.pick(1, 1, 8)]),
        ]
    },
    metrics: &[Metric::lower("work", "s").log()],
    policies: &[
        "brc-without-deferred",
        "brc-without-immortal",
        "brc-without-biased-lock",
        "brc-without-read-mode",
        "brc-without-alone",
        BARE,
        "brc-bare-plus-deferred",
        "brc-bare-plus-immortal",
        "brc-bare-plus-biased-lock",
        "brc-bare-plus-read-mode",
    ],
    base: Some(WHOLE),
    keep: |column, _| column.id == "gil" || column.id.starts_with(WHOLE),
    literature: &[
        Claim {
            says: "Biased counts cost most, locks of containers come second; sizes were never published.",
            source: "PEP 703",
            tag: Tag::Read,
        },
        Claim {
            says: "Without deferred counts, and without immortal objects, the same programs take longer.",
            source: "this project",
            tag: Tag::Prediction,
        },
    ],
    caption: "Twelve small programs with one thread; the geometric mean of their time, of the time under brc with all \
        its parts. Right of the line: without the part programs take longer, so the part saves time. brc-bare has none \
        of the parts that can be left out, but biased counts; what a part is worth beside the others and what it is worth alone need \
        not be the same: the difference is how much the parts do the same work. (The part alone, no locks while there is one \
        thread, is worth nothing without biased locks, and the part spread nothing with one thread.)",
    repeats: Repeats::UpTo(3),
    verdict,
    ..Experiment::BLANK
};

fn verdict(row: &Row) -> Verdict {
    let metric = EXPERIMENT.metrics[0].name;
    let times = |top: &str, bottom: &str| {
        let ratio = row.mean_ratio(Place::all_of(top), Place::all_of(bottom), metric)?;
        Some(ratio.value)
    };
    let phrases = |top: &dyn Fn(&str) -> String, bottom: &str, word: &str| {
        let phrase = |part: &&str| Some(format!("{:.3}x {word} {part}", times(&top(part), bottom)?));
        PARTS.iter().filter_map(phrase).collect::<Vec<_>>().join(", ")
    };
    let left_out = |part: &str| format!("{WHOLE}-without-{part}");
    let without = phrases(&left_out, WHOLE, "without");
    if without.is_empty() {
        return Verdict::not_measured();
    }
    let mut sentence =
        format!("Of the time under brc with all its parts, programs with one thread took {without}.");
    let alone = phrases(&|part| format!("{BARE}-plus-{part}"), BARE, "with");
    if let Some(bare) = times(BARE, WHOLE) {
        sentence += &format!(" Without all of them it was {bare:.3}x; of that time, one part alone gave {alone}.");
        sentence += &together(&left_out, bare, times).unwrap_or_default();
    }
    if let Some(gil) = times("gil", WHOLE) {
        sentence += &format!(" With one lock for all it was {gil:.3}x.");
    }
    let expected = ["deferred", "immortal"].map(|part| times(&left_out(part), WHOLE).map(|ratio| ratio > 0.97));
    Verdict::new(Agreement::of(expected), sentence)
}

/// Whether what the parts save one by one adds up to what they save together.
fn together(
    left_out: &dyn Fn(&str) -> String,
    bare: f64,
    times: impl Fn(&str, &str) -> Option<f64>,
) -> Option<String> {
    let each: Option<Vec<f64>> = PARTS.iter().map(|part| times(&left_out(part), WHOLE)).collect();
    let product: f64 = each?.iter().product();
    Some(format!(" The prices one by one multiply to {product:.3}x where all together are {bare:.3}x."))
}
