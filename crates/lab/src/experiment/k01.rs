//! K-01: many locks, the deadlock they bring, and what puts it right.

use crate::experiment::{Axis, Claim, Experiment, Metric, Program, Repeats, Tag};
use crate::row::Row;
use crate::sample::Outcome;
use crate::verdict::{Agreement, Verdict};

/// The row.
pub static EXPERIMENT: Experiment = Experiment {
    id: "K-01",
    title: "Many locks and the deadlock",
    question: "What goes wrong when every object has its own lock?",
    program: Program {
        name: "k01_deadlock.py",
        source: include_str!("../../programs/k01_deadlock.py"),
    },
    axes: |size| {
        vec![
            Axis::new("arm", &["opposite", "ordered", "one_lock", "containers"]),
            Axis::new("rounds", &[size.pick(500, 2_000, 10_000)]),
        ]
    },
    metrics: &[Metric::lower("work", "s")],
    literature: &[Claim {
        says: "Locks of containers that are held while nesting deadlock; critical sections that \
            are suspended never do; a GIL never does.",
        source: "PEP 703; our prediction",
        tag: Tag::Prediction,
    }],
    caption: "A watchdog in the program finds threads that wait for each other, explains the \
        circle and ends the program.",
    repeats: Repeats::UpTo(2),
    exact: true,
    verdict,
    ..Experiment::BLANK
};

fn verdict(row: &Row) -> Verdict {
    let outcome = |column: &str, arm: &str| row.cell(column, &[("arm", arm)])?.outcome();
    let hangs = |column: &str, arm: &str| {
        outcome(column, arm).map(|outcome| matches!(outcome, Outcome::Hang | Outcome::Timeout))
    };
    let measured = row
        .columns
        .iter()
        .filter(|column| hangs(&column.id, "opposite").is_some())
        .count();
    let deadlocked = row
        .columns
        .iter()
        .filter(|column| hangs(&column.id, "opposite") == Some(true))
        .count();
    if measured == 0 {
        return Verdict::not_measured();
    }
    let ordered = row
        .columns
        .iter()
        .filter(|column| hangs(&column.id, "ordered") == Some(false))
        .count();
    let ordered = if ordered > 0 {
        format!("; in one order they stopped none of {ordered}")
    } else {
        String::new()
    };
    let expected = row.columns.iter().flat_map(|column| {
        [
            hangs(&column.id, "opposite").and_then(Agreement::if_seen),
            hangs(&column.id, "ordered").map(|hangs| !hangs),
            hangs(&column.id, "one_lock").map(|hangs| !hangs),
        ]
    });
    let story = row.columns.iter().find_map(|column| {
        let cell = row.cell(&column.id, &[("arm", "opposite")])?;
        cell.text().lines().next().map(str::to_owned)
    });
    Verdict::new(
        Agreement::of(expected),
        format!(
            "Two locks taken in opposite order stopped the program under {deadlocked} of {measured} \
             columns ({}){ordered}. One lock for everything cannot deadlock, and that is the trade \
             the GIL makes.",
            story
                .as_deref()
                .unwrap_or("no circle was seen")
                .trim_end_matches('.')
        ),
    )
}
