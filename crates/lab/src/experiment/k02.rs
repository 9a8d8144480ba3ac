//! K-02: five philosophers: the GIL does not save a program's own locks.

use crate::experiment::{Axis, Claim, Experiment, Metric, Program, Repeats, Tag};
use crate::row::Row;
use crate::sample::Outcome;
use crate::verdict::{Agreement, Verdict};

/// The row.
pub static EXPERIMENT: Experiment = Experiment {
    id: "K-02",
    title: "Five philosophers",
    question: "Does the GIL save a program from deadlocks of its own making?",
    program: Program {
        name: "k02_philosophers.py",
        source: include_str!("../../programs/k02_philosophers.py"),
    },
    axes: |size| {
        vec![
            Axis::new("arm", &["circle", "ordered"]),
            Axis::new("meals", &[size.pick(100, 500, 5_000)]),
        ]
    },
    metrics: &[Metric::value("meals", "meals"), Metric::lower("work", "s")],
    literature: &[Claim {
        says: "Deadlocks in every model that shares objects.",
        source: "this project",
        tag: Tag::Prediction,
    }],
    caption: "Everybody takes one fork before anybody asks for the second; a watchdog ends the \
        dinner.",
    repeats: Repeats::UpTo(2),
    exact: true,
    verdict,
    ..Experiment::BLANK
};

fn verdict(row: &Row) -> Verdict {
    let outcome = |column: &str, arm: &str| row.cell(column, &[("arm", arm)])?.outcome();
    let stuck = row
        .columns
        .iter()
        .filter(|column| outcome(&column.id, "circle") == Some(Outcome::Hang))
        .count();
    let measured = row
        .columns
        .iter()
        .filter(|column| outcome(&column.id, "circle").is_some())
        .count();
    if measured == 0 {
        return Verdict::not_measured();
    }
    let expected = row.columns.iter().flat_map(|column| {
        let circle = outcome(&column.id, "circle").and_then(|outcome| Agreement::if_seen(outcome == Outcome::Hang));
        let ordered = outcome(&column.id, "ordered").map(|outcome| outcome != Outcome::Hang);
        [circle, ordered]
    });
    Verdict::new(
        Agreement::of(expected),
        format!(
            "Taking forks in a circle stopped all philosophers under {stuck} of {measured} \
                columns, with a GIL or without: it guards the interpreter, not your locks."
        ),
    )
}
