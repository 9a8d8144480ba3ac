//! D-02: the switch interval.

use crate::experiment::{Claim, Experiment, Metric, Program, Repeats, SeedFigure, Tag};
use crate::row::Row;
use crate::verdict::{Agreement, Verdict};

/// The row.
pub static EXPERIMENT: Experiment = Experiment {
    id: "D-02",
    title: "The switch interval",
    question: "After how long may a waiting thread ask for the interpreter?",
    program: Program {
        name: "d02_switch_interval.py",
        source: include_str!("../../programs/d02_switch_interval.py"),
    },
    axes: |_| Vec::new(),
    metrics: &[Metric::value("switch interval", "s")],
    seeds: &[SeedFigure {
        label: "sys.getswitchinterval()",
        shown: "0.005",
    }],
    literature: &[Claim {
        says: "5,000 microseconds.",
        source: "CPython Python/ceval_gil.c",
        tag: Tag::Read,
    }],
    caption: "A setting, not a measurement.",
    repeats: Repeats::Once,
    exact: true,
    verdict,
    ..Experiment::BLANK
};

fn verdict(row: &Row) -> Verdict {
    let interval = |column: &str| {
        row.figure(column, &[], "switch interval")
            .map(|figure| figure.value)
    };
    let Some(shown) =
        row.each(|column| interval(&column.id).map(|seconds| format!("{} ms", seconds * 1e3)))
    else {
        return Verdict::not_measured();
    };
    let expected = row
        .columns
        .iter()
        .map(|column| interval(&column.id).map(|seconds| (seconds - 0.005).abs() < 1e-9));
    Verdict::new(
        Agreement::of(expected),
        format!(
            "A thread that waits for the lock asks for it after {shown}; the running thread then \
                gives it up at its next check."
        ),
    )
}
