//! N-01: how far two measurements of the same thing differ, the noise floor of the run.

use crate::experiment::{Axis, Claim, Experiment, Metric, Program, Tag};
use crate::row::Row;
use crate::verdict::{Agreement, Verdict};

/// The row.
pub static EXPERIMENT: Experiment = Experiment {
    id: "N-01",
    title: "The same thing twice",
    question: "How far apart are two measurements of the same thing?",
    program: Program {
        name: "c01_countdown.py",
        source: include_str!("../../programs/c01_countdown.py"),
    },
    axes: |size| {
        vec![
            Axis::new("arm", &["one_thread", "two_threads"]),
            Axis::new("twin", &["a", "b"]),
            Axis::new("n", &[size.pick(200_000, 2_000_000, 5_000_000)]),
        ]
    },
    metrics: &[Metric::lower("work", "s")],
    literature: &[Claim {
        says: "A noise floor is declared before anything is compared; one poll-loop study found \
            1.4 to 2.6 %.",
        source: "sgl-project/sglang issue 26693",
        tag: Tag::Excerpt,
    }],
    caption: "Twins a and b are the same program with the same parameters. No smaller difference \
        than theirs is called one anywhere in this report.",
    verdict,
    ..Experiment::BLANK
};

fn verdict(row: &Row) -> Verdict {
    let ratio = |column: &str, arm: &str| {
        row.ratio(
            column,
            &[("arm", arm), ("twin", "a")],
            &[("arm", arm), ("twin", "b")],
            "work",
        )
    };
    let phrase = |arm: &str| {
        row.each(|column| {
            let ratio = ratio(&column.id, arm)?.value;
            Some(format!("{:.1} %", (ratio.max(1.0 / ratio) - 1.0) * 100.0))
        })
    };
    let Some(one) = phrase("one_thread") else {
        return Verdict::not_measured();
    };
    let two = phrase("two_threads").unwrap_or_default();
    Verdict::new(
        Agreement::Unclear,
        format!(
            "Equal measurements differed by {one} with one thread, and with two threads by {two}."
        ),
    )
}
