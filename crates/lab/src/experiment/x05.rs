//! waking who waits for a message, in a thread, an interpreter or a process.

use crate::experiment::{Axis, Claim, Experiment, Metric, Program, Tag};
use crate::row::Row;
use crate::verdict::{Agreement, Verdict};

/// The row.
pub static EXPERIMENT: Experiment = Experiment {
    id: "X-05",
    title: "A message there and one back",
    question: "How long does it take to wake who waits for a message?",
    program: Program { name: "x05_wake.py", source: include_str!("../../programs/x05_wake.py") },
    axes: |size| {
        vec![
            Axis::new("between", &["threads", "interpreters", "processes"]),
            Axis::new("n", &[size.pick(200, 2_000, 20_000)]),
        ]
    },
    metrics: &[Metric::lower("round", "us").log(), Metric::lower("p99", "us").log(), Metric::higher("rate", "/s")],
    literature: &[Claim {
        says: "A queue that is polled every 10 ms passes at most 100 messages a second to who waits; 62 were measured.",
        source: "CPython gh-143017",
        tag: Tag::Excerpt,
    }],
    caption: "A number sent, and sent back by who waits for it; the median of n rounds. Threads use queue.Queue, \
        interpreters the queue of concurrent.interpreters, processes a pipe.",
    keep: |column, params| column.has_interpreters() || params.get("between").is_none_or(|it| it != "interpreters"),
    verdict,
    ..Experiment::BLANK
};

/// A round between interpreters that wait by polling takes longer than this.
const POLLED_US: f64 = 10_000.0;

fn verdict(row: &Row) -> Verdict {
    let time =
        |column: &str, between: &str| row.figure(column, &[("between", between)], "round").map(|figure| figure.value);
    let phrase = |between: &str| {
        let shown = row.by_lock(|column| time(column, between), |us| format!("{us:.0} us"));
        shown.unwrap_or_else(|| "not measured".to_owned())
    };
    if row.columns.iter().all(|column| time(&column.id, "threads").is_none()) {
        return Verdict::not_measured();
    }
    let [threads, interpreters, processes] = ["threads", "interpreters", "processes"].map(phrase);
    let woken = row
        .columns
        .iter()
        .filter(|column| column.is_taipan())
        .map(|column| time(&column.id, "interpreters").map(|us| us < POLLED_US));
    Verdict::new(
        Agreement::of(woken),
        format!(
            "A message there and one back took {threads} between threads; {interpreters} between interpreters; \
                {processes} between processes."
        ),
    )
}
