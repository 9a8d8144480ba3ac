//! C-08: pools of threads, of interpreters and of processes.

use crate::experiment::{Axis, Claim, Experiment, Metric, Program, Tag};
use crate::row::Row;
use crate::verdict::{Agreement, Verdict};

/// The row.
pub static EXPERIMENT: Experiment = Experiment {
    id: "C-08",
    title: "Pools of threads, interpreters and processes",
    question: "Which pool makes CPU work faster?",
    program: Program {
        name: "c08_pools.py",
        source: include_str!("../../programs/c08_pools.py"),
    },
    axes: |size| {
        vec![
            Axis::new("arm", &["serial", "threads", "interpreters", "processes"]),
            Axis::new("limit", &[size.pick(10_000, 60_000, 300_000)]),
        ]
    },
    metrics: &[Metric::lower("work", "s"), Metric::lower("startup", "s")],
    literature: &[Claim {
        says: "On 6 cores: threads 50.5 s, processes 4.7 s, free-threaded 4.8 s.",
        source: "py-free-threading guide",
        tag: Tag::Read,
    }],
    caption: "Fixed total work: the primes below a limit, counted in eight tasks by two workers. \
        The pools are warm; startup is what warming cost.",
    keep: |column, params| column.has_interpreters() || params.get("arm").is_none_or(|arm| arm != "interpreters"),
    verdict,
    ..Experiment::BLANK
};

fn verdict(row: &Row) -> Verdict {
    let gain =
        |column: &str, arm: &str| row.ratio(column, &[("arm", "serial")], &[("arm", arm)], "work");
    let phrase = |arm: &str| row.times_by_lock(|column| gain(column, arm));
    let Some(threads) = phrase("threads") else {
        return Verdict::not_measured();
    };
    let [interpreters, processes] =
        ["interpreters", "processes"].map(|arm| phrase(arm).unwrap_or_else(|| "not measured".to_owned()));
    let no_gain = row.gated(|column| gain(column, "threads").map(|gain| gain.value < 1.2));
    let gain_of_processes = row
        .columns
        .iter()
        .map(|column| gain(&column.id, "processes").map(|gain| gain.value > 1.2));
    Verdict::new(
        Agreement::of(no_gain.chain(gain_of_processes)),
        format!(
            "Against no pool at all, the speed of two workers in a ThreadPoolExecutor was \
                {threads}; in an InterpreterPoolExecutor, {interpreters}; in a ProcessPoolExecutor, \
                {processes}."
        ),
    )
}
