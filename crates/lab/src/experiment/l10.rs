//! L-10: threads that wait.

use crate::experiment::{Axis, Claim, Experiment, Metric, Program, SeedFigure, Tag, without_races};
use crate::row::Row;
use crate::verdict::{Agreement, Verdict};

/// The row.
pub static EXPERIMENT: Experiment = Experiment {
    id: "L-10",
    title: "Threads that wait",
    question: "Do threads help a program that waits?",
    program: Program {
        name: "l10_io_threads.py",
        source: include_str!("../../programs/l10_io_threads.py"),
    },
    axes: |_| {
        vec![
            Axis::new("kind", &["sleep", "socket"]),
            Axis::new("threads", &[1, 8]),
        ]
    },
    metrics: &[Metric::lower("work", "s")],
    seeds: &[SeedFigure {
        label: "I/O-bound, multi-thread",
        shown: "faster",
    }],
    literature: &[Claim {
        says: "About as many times faster as there are threads, under every model.",
        source: "this project",
        tag: Tag::Prediction,
    }],
    caption: "Fixed total work: eight waits of 20 ms, by one thread or by eight.",
    keep: without_races,
    verdict,
    ..Experiment::BLANK
};

fn verdict(row: &Row) -> Verdict {
    let gain = |column: &str, kind: &str| {
        row.ratio(
            column,
            &[("kind", kind), ("threads", "1")],
            &[("kind", kind), ("threads", "8")],
            "work",
        )
    };
    let phrase = |kind: &str| row.times_by_lock(|column| gain(column, kind));
    let Some(sleep) = phrase("sleep") else {
        return Verdict::not_measured();
    };
    let socket = phrase("socket").unwrap_or_else(|| "not measured".to_owned());
    let expected = row.columns.iter().flat_map(|column| {
        ["sleep", "socket"].map(|kind| gain(&column.id, kind).map(|gain| gain.value > 4.0))
    });
    Verdict::new(
        Agreement::of(expected),
        format!(
            "The speed of eight threads against one: sleeping {sleep}; waiting for a server \
                {socket}. Waiting needs no lock, so everybody can do it at once."
        ),
    )
}
