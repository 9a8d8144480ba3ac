//! L-09: native code that keeps the lock for long, and a health check beside it.

use crate::cell::Params;
use crate::column::Column;
use crate::experiment::{Axis, Claim, Experiment, Metric, Program, Tag, without_races};
use crate::row::Row;
use crate::verdict::{Agreement, Verdict};

/// How long the native code of the default run holds the interpreter, in seconds.
const LONG: &str = "0.05";

/// The row.
pub static EXPERIMENT: Experiment = Experiment {
    id: "L-09",
    title: "A health check beside long native code",
    question: "Does a health check get through while native code keeps the lock?",
    program: Program { name: "l09_native_hog.py", source: include_str!("../../programs/l09_native_hog.py") },
    axes: |size| {
        vec![
            Axis::new("hog", &["none", "thread", "interpreter", "process"]),
            Axis::new("hold", size.pick(&[LONG], &["0.01", LONG], &["0.001", "0.01", LONG, "0.5"])),
            Axis::new("seconds", &[size.pick("0.2", "0.3", "3")]),
        ]
    },
    metrics: &[
        Metric::lower("p99.9", "us").log(),
        Metric::lower("max", "us").log(),
        Metric::lower("p50", "us").log(),
        Metric::lower("missed", "probes"),
        Metric::higher("probes", "/s"),
    ],
    keep,
    literature: &[Claim {
        says: "Health endpoints were moved to processes of their own because a thread that keeps the GIL made them \
            miss their time limits.",
        source: "prime-rl PR 2113, PostHog PR 45706, jwbron/egg issue 2191",
        tag: Tag::Excerpt,
    }],
    caption: "The probe sleeps 1 ms and notes how late it wakes; more than 10 ms late is a missed probe. The hog \
        raises three to a high power, one call into native code, in a thread, an interpreter or a process of its own, \
        and rests as long as it held.",
    verdict,
    ..Experiment::BLANK
};

fn keep(column: &Column, params: &Params) -> bool {
    let can = params["hog"] != "interpreter" || column.has_interpreters();
    can && without_races(column, params) && (params["hog"] == "thread" || params["hold"] == LONG)
}

fn verdict(row: &Row) -> Verdict {
    let late = |column: &str, hog: &str| {
        row.figure(column, &[("hog", hog), ("hold", LONG)], "p99.9").map(|figure| figure.value / 1e3)
    };
    let phrase = |hog: &str| row.by_lock(|column| late(column, hog), |ms| format!("{ms:.1} ms"));
    let Some(thread) = phrase("thread") else {
        return Verdict::not_measured();
    };
    let interpreter = phrase("interpreter").unwrap_or_else(|| "not measured".to_owned());
    let process = phrase("process").unwrap_or_else(|| "not measured".to_owned());
    let held = row.gated(|column| late(column, "thread").map(|ms| ms > 20.0));
    let immune = row.open(|column| late(column, "thread").map(|ms| ms < 20.0));
    let apart = row.columns.iter().flat_map(|column| {
        ["interpreter", "process"].map(|hog| late(&column.id, hog).map(|ms| ms < 20.0))
    });
    Verdict::new(
        Agreement::of(held.chain(immune).chain(apart)),
        format!(
            "Beside native code that runs for 50 ms at a time, the slowest of a thousand probes was late by {thread}; \
                with that code in an interpreter of its own, which has its own lock, by {interpreter}, and in a process \
                of its own by {process}."
        ),
    )
}
