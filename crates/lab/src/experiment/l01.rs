//! L-01: the convoy: one thread that answers requests beside threads that only count.

use crate::experiment::{Axis, Claim, Experiment, Metric, Program, Tag};
use crate::row::Row;
use crate::verdict::{Agreement, Verdict};

/// The row.
pub static EXPERIMENT: Experiment = Experiment {
    id: "L-01",
    title: "The convoy",
    question: "What does a busy thread do to a thread that answers requests?",
    program: Program {
        name: "l01_convoy.py",
        source: include_str!("../../programs/l01_convoy.py"),
    },
    axes: |size| {
        vec![
            Axis::new("cpu", size.pick(&[0, 1], &[0, 1, 2], &[0, 1, 2, 4])),
            Axis::new(
                "interval",
                size.pick(
                    &["0.005"],
                    &["0.005", "0.0005", "0.00005"],
                    &["0.05", "0.005", "0.0005", "0.00005", "0.000005"],
                ),
            ),
            Axis::new("seconds", &[size.pick("0.2", "0.4", "2")]),
        ]
    },
    metrics: &[
        Metric::higher("requests", "/s").log(),
        Metric::lower("p50", "us").log(),
        Metric::lower("p99", "us").log(),
        Metric::higher("counted", "M/s"),
    ],
    literature: &[
        Claim {
            says: "30,000 a second alone; beside one CPU thread 5 at 0.1 s, 100 at 5 ms, 3,200 \
                at 0.1 ms, 11,000 at 10 us.",
            source: "a tutorial's copy of the r4victor table",
            tag: Tag::Secondary,
        },
        Claim {
            says: "At most one switch per interval, and two per request: about 100 requests a \
                second at 5 ms.",
            source: "dask/distributed PR 5450",
            tag: Tag::Excerpt,
        },
    ],
    caption: "A server in a process of its own; round trips of one byte. With 0 busy threads the \
        cores are idle and must be woken, so a busy neighbour that does not hold a lock can even \
        help.",
    policies: &["gil-tick"],
    verdict,
    ..Experiment::BLANK
};

fn verdict(row: &Row) -> Verdict {
    let rate = |column: &str, cpu: &str| {
        row.figure(column, &[("cpu", cpu), ("interval", "0.005")], "requests")
    };
    let phrase = |cpu: &str| {
        row.by_lock(
            |column| Some(rate(column, cpu)?.value),
            |rate| format!("{rate:.0}"),
        )
    };
    let (Some(alone), Some(beside)) = (phrase("0"), phrase("1")) else {
        return Verdict::not_measured();
    };
    let falls = |column: &str| Some(rate(column, "1")?.value < rate(column, "0")?.value / 10.0);
    let convoy = row
        .columns
        .iter()
        .filter(|column| column.gated)
        .map(|column| falls(&column.id));
    let no_convoy = row
        .columns
        .iter()
        .filter(|column| !column.gated);
    let no_convoy = no_convoy.map(|column| falls(&column.id).map(|falls| !falls));
    Verdict::new(
        Agreement::of(convoy.chain(no_convoy)),
        format!(
            "Requests answered each second: {alone}; beside one thread that only counts: \
                {beside}. With a GIL, each request \
             gives the lock away and may have to wait a whole switch interval to get it back: that is the convoy."
        ),
    )
}
