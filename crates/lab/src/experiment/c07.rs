//! C-07: native code that releases the lock against native code that keeps it.

use crate::experiment::{Axis, Claim, Experiment, Metric, Program, Tag};
use crate::row::Row;
use crate::verdict::{Agreement, Verdict};

/// The row.
pub static EXPERIMENT: Experiment = Experiment {
    id: "C-07",
    title: "Native code with and without the lock",
    question: "Does native code run in parallel?",
    program: Program {
        name: "c07_native.py",
        source: include_str!("../../programs/c07_native.py"),
    },
    axes: |size| {
        vec![
            Axis::new("kind", &["sha256", "sum"]),
            Axis::cores("threads", size.pick(&[1, 2], &[1, 2], &[1, 2, 4, 8])),
            Axis::new("mib", &[size.pick(2, 64, 512)]),
        ]
    },
    metrics: &[Metric::lower("work", "s")],
    literature: &[Claim {
        says: "Hashing large messages in threads scales; the interpreter's own code does not.",
        source: "tenthousandmeters.com, Python behind the scenes 13",
        tag: Tag::Read,
    }],
    caption: "Fixed total work: eight tasks shared out. sha256 of large messages releases the lock while it works; \
        sum keeps it, or here lets others have it in between, which is no help.",
    verdict,
    ..Experiment::BLANK
};

fn verdict(row: &Row) -> Verdict {
    let gain = |column: &str, kind: &str| {
        row.ratio(
            column,
            &[("kind", kind), ("threads", "1")],
            &[("kind", kind), ("threads", "2")],
            "work",
        )
    };
    let phrase = |kind: &str| row.times_by_lock(|column| gain(column, kind));
    let (Some(hash), Some(sum)) = (phrase("sha256"), phrase("sum")) else {
        return Verdict::not_measured();
    };
    let releases = row
        .columns
        .iter()
        .map(|column| gain(&column.id, "sha256").map(|gain| gain.value > 1.4));
    let keeps = row.gated(|column| gain(column, "sum").map(|gain| gain.value < 1.2));
    Verdict::new(
        Agreement::of(releases.chain(keeps)),
        format!(
            "The speed of two threads against one: native code that lets go of the lock {hash}; native \
             code that keeps it {sum}."
        ),
    )
}
