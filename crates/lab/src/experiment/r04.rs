//! how soon the first count is lost.

use crate::experiment::{Axis, Claim, Experiment, Metric, Program, Tag};
use crate::row::Row;
use crate::verdict::{Agreement, Verdict};

/// The row.
pub static EXPERIMENT: Experiment = Experiment {
    id: "R-04",
    title: "How soon the first count is lost",
    question: "How many operations does it take until the first count is wrong?",
    program: Program {
        name: "r04_how_soon.py",
        source: include_str!("../../programs/r04_how_soon.py"),
    },
    axes: |size| {
        vec![
            Axis::new("threads", &[2]),
            Axis::new("batch", &[2_000]),
            Axis::new("batches", &[size.pick(20, 100, 500)]),
        ]
    },
    metrics: &[
        Metric::value("pairs to the first fault", "pairs"),
        Metric::value("pairs without a fault", "pairs"),
    ],
    literature: &[Claim {
        says: "The number of operations to the first fault is geometrically distributed.",
        source: "this project",
        tag: Tag::Prediction,
    }],
    caption: "The count is looked at after each batch of 2,000 increments and decrements a thread.",
    verdict,
    ..Experiment::BLANK
};

fn verdict(row: &Row) -> Verdict {
    let shown = row.each(|column| {
        if let Some(first) = row.figure(&column.id, &[], "pairs to the first fault") {
            return Some(format!("a fault within {:.0} pairs", first.value));
        }
        let none = row.figure(&column.id, &[], "pairs without a fault")?;
        Some(format!("none in {:.0} pairs", none.value))
    });
    let expected = row.columns.iter().map(|column| {
        row.cell(&column.id, &[])?.outcome()?;
        let faulty = row
            .figure(&column.id, &[], "pairs to the first fault")
            .is_some();
        Some(faulty == (column.id == "unsync"))
    });
    match shown {
        Some(shown) => Verdict::new(
            Agreement::of(expected),
            format!("Time to the first lost count: {shown}."),
        ),
        None => Verdict::not_measured(),
    }
}
