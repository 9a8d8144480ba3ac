//! C-10: what each part of the model without a lock costs, or saves.

use crate::experiment::c09::{KERNELS, PROGRAM};
use crate::experiment::{Axis, Claim, Experiment, Metric, Tag};
use crate::row::Row;
use crate::verdict::{Agreement, Verdict};

/// The model that is taken apart.
const WHOLE: &str = "brc";

/// The row.
pub static EXPERIMENT: Experiment = Experiment {
    id: "C-10",
    title: "The parts of the price",
    question: "Which part of PEP 703 costs how much, and which one saves it?",
    program: PROGRAM,
    axes: |size| {
        vec![
            Axis::new("kernel", size.pick(&KERNELS[..2], &KERNELS, &KERNELS)),
            Axis::new("scale", &[size.pick(1, 1, 8)]),
        ]
    },
    metrics: &[Metric::lower("work", "s").log()],
    policies: &["brc-without-deferred", "brc-without-immortal", "brc-without-biased-lock", "brc-without-read-mode"],
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
    caption: "The programs of C-09 with one thread; the geometric mean of their time, of the time under brc with all \
        its parts. Right of the line: without the part programs take longer, so the part saves time.",
    verdict,
    ..Experiment::BLANK
};

fn verdict(row: &Row) -> Verdict {
    let ratios = row.against_base();
    let without: Vec<(&str, f64)> =
        ratios.iter().filter_map(|(column, ratio)| Some((column.id.split_once("-without-")?.1, ratio.value))).collect();
    if without.is_empty() {
        return Verdict::not_measured();
    }
    let shown: Vec<String> = without.iter().map(|(part, ratio)| format!("{ratio:.3}x without {part}")).collect();
    let of = |name: &str| without.iter().find(|(part, _)| *part == name).map(|(_, ratio)| *ratio);
    let gil = ratios.iter().find(|(column, _)| column.id == "gil");
    let gil = gil.map_or_else(String::new, |(_, ratio)| format!(" With one lock for all it was {:.3}x.", ratio.value));
    let expected = ["deferred", "immortal"].map(|part| of(part).map(|ratio| ratio > 0.97));
    Verdict::new(
        Agreement::of(expected),
        format!("Of the time under brc with all its parts, programs with one thread took {}.{gil}", shown.join(", ")),
    )
}
