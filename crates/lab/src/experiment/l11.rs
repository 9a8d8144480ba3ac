//! L-11: producers and consumers with a queue.

use crate::experiment::{Axis, Claim, Experiment, Metric, Program, Tag, without_races};
use crate::row::Row;
use crate::verdict::{Agreement, Verdict};

/// The row.
pub static EXPERIMENT: Experiment = Experiment {
    id: "L-11",
    title: "Producers, consumers and a queue",
    question: "How fast do producers hand things to consumers?",
    program: Program {
        name: "l11_queue.py",
        source: include_str!("../../programs/l11_queue.py"),
    },
    axes: |size| {
        vec![
            Axis::new("pairs", &[1, 2]),
            Axis::new("bound", &[1, 16, 1024]),
            Axis::new("items", &[size.pick(1_000, 10_000, 100_000)]),
        ]
    },
    metrics: &[
        Metric::higher("items", "/s"),
        Metric::lower("p50", "us"),
        Metric::lower("p99", "us"),
    ],
    literature: &[Claim {
        says: "With one place, the price of an item is the price of a change of threads.",
        source: "this project",
        tag: Tag::Prediction,
    }],
    caption: "Fixed number of items. `pairs` producers and as many consumers share one queue of \
        at most `bound` items; p50 and p99 are the time from putting to getting.",
    policies: &[],
    keep: without_races,
    verdict,
    ..Experiment::BLANK
};

fn verdict(row: &Row) -> Verdict {
    let gain = |column: &str| {
        row.ratio(
            column,
            &[("pairs", "1"), ("bound", "1024")],
            &[("pairs", "1"), ("bound", "1")],
            "items",
        )
    };
    let Some(shown) = row.times_by_lock(|column| gain(column)) else {
        return Verdict::not_measured();
    };
    let expected = row
        .columns
        .iter()
        .map(|column| gain(&column.id).map(|gain| gain.value > 1.0));
    Verdict::new(
        Agreement::of(expected),
        format!(
            "A queue of 1,024 places passed on more items than a queue of one place, which makes \
                the threads change at every item: {shown}."
        ),
    )
}
