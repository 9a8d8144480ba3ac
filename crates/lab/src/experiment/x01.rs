//! what starting a thread, an interpreter or a process costs.

use crate::experiment::{Axis, Claim, Experiment, Metric, Program, Tag};
use crate::row::Row;
use crate::verdict::{Agreement, Verdict};

/// The row.
pub static EXPERIMENT: Experiment = Experiment {
    id: "X-01",
    title: "Starting a thread, an interpreter, a process",
    question: "What does one more thread cost, one more interpreter, one more process?",
    program: Program {
        name: "x01_start.py",
        source: include_str!("../../programs/x01_start.py"),
    },
    axes: |size| {
        vec![
            Axis::new("unit", &["thread", "interpreter", "process"]),
            Axis::new("n", &[size.pick(10, 50, 300)]),
        ]
    },
    metrics: &[
        Metric::lower("start", "us").log(),
        Metric::lower("first", "us").log(),
    ],
    literature: &[Claim {
        says: "About 100 us for a thread and 50,000 us for a spawned process.",
        source: "PEP 703",
        tag: Tag::Read,
    }],
    caption: "Start and join of one that does nothing; the median of n, and the first of them.",
    keep: |column, params| column.has_interpreters() || params.get("unit").is_none_or(|unit| unit != "interpreter"),
    verdict,
    ..Experiment::BLANK
};

fn verdict(row: &Row) -> Verdict {
    let cost = |column: &str, unit: &str| {
        row.figure(column, &[("unit", unit)], "start")
            .map(|figure| figure.value)
    };
    let phrase = |unit: &str| row.by_lock(|column| cost(column, unit), |us| format!("{us:.0} us"));
    let Some(thread) = phrase("thread") else {
        return Verdict::not_measured();
    };
    let [interpreter, process] =
        ["interpreter", "process"].map(|unit| phrase(unit).unwrap_or_else(|| "not measured".to_owned()));
    let expected = row
        .columns
        .iter()
        .map(|column| Some(cost(&column.id, "process")? > cost(&column.id, "thread")?));
    Verdict::new(
        Agreement::of(expected),
        format!(
            "A thread costs {thread}; an interpreter costs {interpreter}; a process costs {process}. A task must be longer than that \
                to be worth one."
        ),
    )
}
