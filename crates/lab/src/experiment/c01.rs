//! C-01: the short countdown, by one thread, two threads, two processes.

use crate::experiment::{Axis, Claim, Experiment, Metric, Program, SeedFigure, Tag};
use crate::row::Row;
use crate::verdict::{Agreement, Verdict};

/// The row.
pub static EXPERIMENT: Experiment = Experiment {
    id: "C-01",
    title: "Countdown from 5,000,000",
    question: "Does a second thread, or a second process, make a countdown faster?",
    program: Program {
        name: "c01_countdown.py",
        source: include_str!("../../programs/c01_countdown.py"),
    },
    axes: |size| {
        vec![
            Axis::new("arm", &["one_thread", "two_threads", "two_processes"]),
            Axis::new("n", &[size.pick(200_000, 5_000_000, 5_000_000)]),
        ]
    },
    metrics: &[Metric::lower("work", "s"), Metric::lower("startup", "s")],
    seeds: &[
        SeedFigure {
            label: "one thread",
            shown: "0.499 s",
        },
        SeedFigure {
            label: "two threads",
            shown: "0.635 s",
        },
        SeedFigure {
            label: "two processes",
            shown: "3.670 s",
        },
    ],
    literature: &[
        Claim {
            says: "In a notebook the two processes took longest: what was timed there is \
                starting them.",
            source: "the seeds, read with start-up apart",
            tag: Tag::Read,
        },
        Claim {
            says: "50,000,000 steps: 6.20 s single, 6.92 s two threads, 4.06 s two processes.",
            source: "Real Python, via copies",
            tag: Tag::Secondary,
        },
    ],
    caption: "Fixed total work, half for each of two workers. From the first start to the last \
        join, as the seeds timed it; startup is the same for workers with nothing to do.",
    verdict,
    ..Experiment::BLANK
};

fn verdict(row: &Row) -> Verdict {
    let time = |column: &str, arm: &str| {
        row.ratio(column, &[("arm", arm)], &[("arm", "one_thread")], "work")
    };
    let phrase = |arm: &str| row.times_by_lock(|column| time(column, arm));
    let Some(threads) = phrase("two_threads") else {
        return Verdict::not_measured();
    };
    let processes = phrase("two_processes").unwrap_or_else(|| "not measured".to_owned());
    let no_gain = row.gated(|column| time(column, "two_threads").map(|ratio| ratio.value > 0.85));
    let gain = row.open(|column| time(column, "two_threads").map(|ratio| ratio.value < 0.85));
    Verdict::new(
        Agreement::of(no_gain.chain(gain)),
        format!(
            "The same countdown by two threads took, of the time of one thread, {threads}; by \
                two processes, {processes}. \
             Where one lock guards the interpreter, a second thread cannot help with work that needs the CPU."
        ),
    )
}
