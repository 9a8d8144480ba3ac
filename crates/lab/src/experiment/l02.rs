//! L-02: how late a message arrives in a busy program.

use crate::cell::Params;
use crate::column::{Column, GATES};
use crate::experiment::{Axis, Claim, Experiment, Metric, Program, Repeats, Tag, without_races};
use crate::row::Row;
use crate::verdict::{Agreement, Verdict};

/// The row.
pub static EXPERIMENT: Experiment = Experiment {
    id: "L-02",
    title: "How late messages arrive",
    question: "How late does a message arrive in a program that is busy?",
    program: Program { name: "l02_latency.py", source: include_str!("../../programs/l02_latency.py") },
    axes: |size| {
        vec![
            Axis::new("task", &["loop", "sha256", "power"]),
            Axis::new("cpu", size.pick(&[0, 1], &[0, 1, 2], &[0, 1, 2, 4])),
            Axis::new("pings", &[size.pick(8, 20, 200)]),
        ]
    },
    metrics: &[
        Metric::lower("p50", "us").log(),
        Metric::lower("mean", "us").log(),
        Metric::lower("p99", "us").log(),
        Metric::lower("max", "us").log(),
    ],
    literature: &[Claim {
        says: "Steps of about 5 ms for each CPU thread under the interval policy; near zero without a lock.",
        source: "CPython Tools/ccbench; our prediction",
        tag: Tag::Prediction,
    }],
    caption: "Another process sends the time every 10 ms. `loop` is pure Python, `sha256` is native code that \
        releases the lock, `power` is native code that keeps it for some milliseconds, as ccbench's regular expressions \
        do.",
    policies: GATES,
    keep,
    repeats: Repeats::UpTo(2),
    verdict,
    ..Experiment::BLANK
};

/// The policies are compared beside one thread of pure Python.
fn keep(column: &Column, params: &Params) -> bool {
    let is_policy = GATES.contains(&column.id.as_str());
    let usual = params["task"] != "power" || params["cpu"] == "1";
    without_races(column, params) && usual && (!is_policy || (params["task"] == "loop" && params["cpu"] == "1"))
}

fn verdict(row: &Row) -> Verdict {
    let late = |column: &str, cpu: &str| task_late(row, column, "loop", cpu);
    let usual = |column: &str, cpu: &str| if GATES.contains(&column) { None } else { late(column, cpu) };
    let phrase = |cpu: &str| row.by_lock(|column| usual(column, cpu), |us| format!("{:.2} ms", us / 1e3));
    let (Some(alone), Some(beside)) = (phrase("0"), phrase("1")) else {
        return Verdict::not_measured();
    };
    let native = |task: &str| {
        let late = |column: &str| if GATES.contains(&column) { None } else { task_late(row, column, task, "1") };
        row.by_lock(late, |us| format!("{:.2} ms", us / 1e3)).unwrap_or_else(|| "not measured".to_owned())
    };
    let (releases, keeps) = (native("sha256"), native("power"));
    let gated = row.columns.iter().filter(|column| column.id == "gil" || (column.gated && !column.is_taipan()));
    let a_step = gated.map(|column| late(&column.id, "1").map(|us| us > 3_000.0));
    let open = row.open(|column| late(column, "1").map(|us| us < 3_000.0));
    Verdict::new(
        Agreement::of(a_step.chain(open)),
        format!(
            "The median message was late by {alone} in an idle program, and beside one busy thread by {beside}; beside \
                native code that lets go of the lock by {releases}, and beside native code that keeps it by {keeps}."
        ),
    )
}

/// The median delay in microseconds.
fn task_late(row: &Row, column: &str, task: &str, cpu: &str) -> Option<f64> {
    row.figure(column, &[("task", task), ("cpu", cpu)], "p50").map(|figure| figure.value)
}
