//! L-03: packets back and forth beside threads that only count.

use crate::column::GATES;
use crate::experiment::{Axis, Claim, Experiment, Metric, Program, Tag, without_races};
use crate::row::Row;
use crate::verdict::{Agreement, Verdict};

/// The row.
pub static EXPERIMENT: Experiment = Experiment {
    id: "L-03",
    title: "Packets beside a busy thread",
    question: "How many packets a second go back and forth beside a busy thread?",
    program: Program { name: "l03_bandwidth.py", source: include_str!("../../programs/l03_bandwidth.py") },
    axes: |size| {
        vec![
            Axis::new("cpu", size.pick(&[0, 1], &[0, 1], &[0, 1, 2, 4])),
            Axis::new("bytes", &[1024]),
            Axis::new("seconds", &[size.pick("0.05", "0.2", "2")]),
        ]
    },
    metrics: &[Metric::higher("packets", "/s").log(), Metric::higher("payload", "MB/s")],
    policies: GATES,
    literature: &[
        Claim {
            says: "The rate collapses with the lock of 3.2 and newer.",
            source: "CPython Tools/ccbench",
            tag: Tag::Read,
        },
        Claim {
            says: "A deadline scheduler gave six times the rate of the interval lock.",
            source: "bugs.python.org issue 7946, message 101612",
            tag: Tag::Excerpt,
        },
    ],
    caption: "Packets of 1,024 bytes, one on its way at a time; the other end is a process of its own.",
    keep: without_races,
    verdict,
    ..Experiment::BLANK
};

fn verdict(row: &Row) -> Verdict {
    let kept = |column: &str| {
        let share = row.ratio(column, &[("cpu", "1")], &[("cpu", "0")], "packets")?;
        Some(share.value)
    };
    let Some(shown) = row.each(|column| Some(format!("{:.0} %", kept(&column.id)? * 100.0))) else {
        return Verdict::not_measured();
    };
    let rate = |column: &str| row.figure(column, &[("cpu", "1")], "packets").map(|figure| figure.value);
    let collapse = row.columns.iter().filter(|column| column.id == "gil" || (column.gated && !column.is_taipan()));
    let collapse = collapse.map(|column| kept(&column.id).map(|kept| kept < 0.2));
    let deadline = rate("gil-deadline").zip(rate("gil")).map(|(deadline, interval)| deadline > 2.0 * interval);
    Verdict::new(
        Agreement::of(collapse.chain([deadline])),
        format!("Beside one busy thread this share of the packets was left: {shown}."),
    )
}
