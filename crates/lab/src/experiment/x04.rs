//! from which length on a task is worth a pool.

use crate::experiment::{Axis, Claim, Experiment, Metric, Program, Tag, without_races};
use crate::row::Row;
use crate::verdict::{Agreement, Verdict};

/// The row.
pub static EXPERIMENT: Experiment = Experiment {
    id: "X-04",
    title: "When a pool pays",
    question: "How long must a task be before a pool does it faster?",
    program: Program { name: "x04_break_even.py", source: include_str!("../../programs/x04_break_even.py") },
    axes: |size| {
        vec![
            Axis::new("pool", &["threads", "processes", "interpreters"]),
            Axis::new("longest", size.pick(&["0.002"], &["0.006"], &["0.02"])),
        ]
    },
    metrics: &[Metric::lower("break-even", "us").log(), Metric::higher("best gain", "x")],
    keep: |column, params| {
        without_races(column, params) && (column.has_interpreters() || params["pool"] != "interpreters")
    },
    literature: &[Claim {
        says: "Nobody publishes it; single points only. Threads with a GIL: never, for tasks that need the CPU.",
        source: "this project",
        tag: Tag::Prediction,
    }],
    caption: "Eight equal tasks that need the CPU, by a warm pool of two workers against one after the other. The \
        answer is the first size that the pool does a tenth faster. No value: not before the longest size that was \
        tried.",
    verdict,
    ..Experiment::BLANK
};

fn verdict(row: &Row) -> Verdict {
    let gain = |column: &str, pool: &str| row.figure(column, &[("pool", pool)], "best gain");
    let phrase = |pool: &str| {
        row.each(|column| {
            gain(&column.id, pool)?;
            Some(match row.figure(&column.id, &[("pool", pool)], "break-even") {
                Some(size) if size.value >= 1e3 => format!("{:.0} ms", size.value / 1e3),
                Some(size) => format!("{:.0} us", size.value),
                None => "never".to_owned(),
            })
        })
    };
    let (Some(threads), Some(processes)) = (phrase("threads"), phrase("processes")) else {
        return Verdict::not_measured();
    };
    let interpreters = phrase("interpreters").map_or_else(String::new, |shown| format!("; of interpreters: {shown}"));
    let never = row.gated(|column| gain(column, "threads").map(|gain| gain.value < 1.3));
    let pays = row.columns.iter().map(|column| gain(&column.id, "processes").map(|gain| gain.value > 1.1));
    Verdict::new(
        Agreement::of(never.chain(pays)),
        format!(
            "A pool pays for tasks from this length on. Of threads: {threads}; of processes: {processes}{interpreters}."
        ),
    )
}
