//! C-02: the long countdown over more and more threads.

use crate::experiment::{Axis, Claim, Experiment, Metric, Program, SeedFigure, Tag};
use crate::row::Row;
use crate::verdict::{Agreement, Verdict};

/// The row.
pub static EXPERIMENT: Experiment = Experiment {
    id: "C-02",
    title: "Countdown from 100,000,000",
    question: "Does a long countdown gain from threads, once starting them no longer matters?",
    program: Program {
        name: "c02_countdown_long.py",
        source: include_str!("../../programs/c02_countdown_long.py"),
    },
    axes: |size| {
        vec![
            Axis::cores("threads", size.pick(&[1, 2], &[1, 2], &[1, 2, 4, 8])),
            Axis::new("n", &[size.pick(200_000, 10_000_000, 100_000_000)]),
        ]
    },
    metrics: &[Metric::lower("work", "s"), Metric::lower("startup", "s"), Metric::lower("failed", ""), Metric::value("hand-offs", "")],
    counted: &[("failed", "gate.failed_acquisitions"), ("hand-offs", "gate.hand_offs")],
    seeds: &[
        SeedFigure {
            label: "one thread",
            shown: "3.755 s",
        },
        SeedFigure {
            label: "two threads",
            shown: "3.759 s",
        },
    ],
    literature: &[Claim {
        says: "Models without a lock for all need the time of one thread divided by the cores.",
        source: "this project",
        tag: Tag::Prediction,
    }],
    caption: "Fixed total work, split evenly; timed from a barrier that all threads wait at. The columns \
        `isolated` and `process` have an interpreter or a process for each thread.",
    policies: &["gil-tick", "isolated", "process"],
    verdict,
    ..Experiment::BLANK
};

fn verdict(row: &Row) -> Verdict {
    let time = |column: &str| row.ratio(column, &[("threads", "2")], &[("threads", "1")], "work");
    let Some(shown) = row.times_by_lock(|column| time(column)) else {
        return Verdict::not_measured();
    };
    let no_gain = row.gated(|column| time(column).map(|ratio| ratio.value > 0.85));
    let gain = row.open(|column| time(column).map(|ratio| ratio.value < 0.7));
    Verdict::new(
        Agreement::of(no_gain.chain(gain)),
        format!(
            "Split over two threads, the long countdown took, of the time of one thread, \
                {shown}: 0.50x would be perfect, 1.00x is no gain."
        ),
    )
}
