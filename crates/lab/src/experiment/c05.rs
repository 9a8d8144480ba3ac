//! C-05: the seeds' table, CPU-bound and I/O-bound, single-thread and multi-thread.

use crate::experiment::{Axis, Experiment, Metric, Program, SeedFigure};
use crate::row::Row;
use crate::verdict::{Agreement, Verdict};

/// The row.
pub static EXPERIMENT: Experiment = Experiment {
    id: "C-05",
    title: "CPU-bound or I/O-bound, one thread or four",
    question: "Which programs gain from threads?",
    program: Program {
        name: "c05_table.py",
        source: include_str!("../../programs/c05_table.py"),
    },
    axes: |size| {
        vec![
            Axis::new("kind", &["cpu", "socket", "file"]),
            Axis::new("mode", &["single", "multi"]),
            Axis::new("scale", &[size.pick(1, 10, 10)]),
        ]
    },
    metrics: &[Metric::lower("work", "s")],
    seeds: &[
        SeedFigure {
            label: "CPU-bound",
            shown: "single: faster, multi: bottleneck",
        },
        SeedFigure {
            label: "I/O-bound",
            shown: "single: no difference, multi: faster",
        },
    ],
    caption: "Fixed total work: four equal tasks, one after the other or at once in four threads.",
    verdict,
    ..Experiment::BLANK
};

fn verdict(row: &Row) -> Verdict {
    let gain = |column: &str, kind: &str| {
        row.ratio(
            column,
            &[("kind", kind), ("mode", "single")],
            &[("kind", kind), ("mode", "multi")],
            "work",
        )
    };
    let phrase = |kind: &str| row.times_by_lock(|column| gain(column, kind));
    let Some(cpu) = phrase("cpu") else {
        return Verdict::not_measured();
    };
    let socket = phrase("socket").unwrap_or_else(|| "not measured".to_owned());
    let file = phrase("file").unwrap_or_else(|| "not measured".to_owned());
    let no_gain = row.gated(|column| gain(column, "cpu").map(|gain| gain.value < 1.2));
    let waiting = row
        .columns
        .iter()
        .map(|column| gain(&column.id, "socket").map(|gain| gain.value > 2.0));
    Verdict::new(
        Agreement::of(no_gain.chain(waiting)),
        format!(
            "The speed of four threads against one: work that needs the CPU {cpu}; waiting for a slow \
             server {socket}; reading a file that is in memory already {file}."
        ),
    )
}
