//! whether a reference count can be lost.

use crate::experiment::{Axis, Claim, Experiment, Metric, Program, Tag};
use crate::row::Row;
use crate::verdict::{Agreement, Verdict};

/// The row.
pub static EXPERIMENT: Experiment = Experiment {
    id: "R-03",
    title: "Counts that two threads move at once",
    question: "Can a reference count be lost when two threads move it at the same time?",
    program: Program {
        name: "r03_lost_counts.py",
        source: include_str!("../../programs/r03_lost_counts.py"),
    },
    axes: |size| {
        vec![
            Axis::new("threads", &[1, 2]),
            Axis::new("pairs", &[size.pick(200_000, 4_000_000, 16_000_000)]),
        ]
    },
    metrics: &[
        Metric::value("difference", "counts"),
        Metric::lower("work", "s"),
    ],
    literature: &[Claim {
        says: "Unprotected counts lose updates, and the more the more threads; under a lock or \
            with atomic counts exactly none.",
        source: "this project",
        tag: Tag::Prediction,
    }],
    caption: "Fixed total work. Every pair is one increment and one decrement, so the difference \
        must be 0. Positive: a leak. Negative: the object would be freed while it is in use.",
    exact: true,
    verdict,
    ..Experiment::BLANK
};

fn verdict(row: &Row) -> Verdict {
    let worst = |column: &str| {
        let cell = row.cell(column, &[("threads", "2")])?;
        cell.values("difference")
            .into_iter()
            .max_by(|one, other| one.abs().total_cmp(&other.abs()))
    };
    let lost: Vec<String> = row
        .columns
        .iter()
        .filter_map(|column| Some((column, worst(&column.id)?)))
        .filter(|(_, difference)| *difference != 0.0)
        .map(|(column, difference)| format!("{} was off by {difference:+}", column.id))
        .collect();
    let exact: Vec<&str> = row
        .columns
        .iter()
        .filter(|column| column.id != "unsync" && worst(&column.id) == Some(0.0))
        .map(|column| column.id.as_str())
        .collect();
    if row.cells.is_empty() {
        return Verdict::not_measured();
    }
    let expected = row.columns.iter().map(|column| {
        let lost = worst(&column.id)? != 0.0;
        if column.id == "unsync" { Agreement::if_seen(lost) } else { Some(!lost) }
    });
    let mut sentences = Vec::new();
    if !lost.is_empty() {
        sentences.push(format!(
            "Without protection two threads lose counts: {}. Too high a count is memory that is \
                never freed, \
             too low a count is memory freed while in use.",
            lost.join(", ")
        ));
    }
    if !exact.is_empty() {
        sentences.push(format!("No count was lost under {}.", exact.join(", ")));
    }
    if worst("unsync") == Some(0.0) {
        sentences.push(
            "None under unsync either, this time: its threads have to move the count at the same moment, and on a \
                machine that is busy with other things they may not run together."
                .to_owned(),
        );
    }
    Verdict::new(Agreement::of(expected), sentences.join(" "))
}
