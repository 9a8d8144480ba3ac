//! L-03: packets back and forth beside threads that only count.

use crate::cell::Params;
use crate::column::{Column, GATES};
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
            Axis::new("net", &["tcp", "udp"]),
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
    caption: "Packets of 1,024 bytes, one on its way at a time; the other end is a process of its own. ccbench sends \
        datagrams; a stream needs the same two system calls for a packet, and gives the lock away as often.",
    keep,
    verdict,
    ..Experiment::BLANK
};

/// Without a busy thread nothing is scheduled: the policies are alike there, and one kind of packet shows it.
fn keep(column: &Column, params: &Params) -> bool {
    let is_policy = GATES.contains(&column.id.as_str());
    without_races(column, params) && (!is_policy || params["net"] == "tcp" || params["cpu"] == "1")
}

fn verdict(row: &Row) -> Verdict {
    let kept = |column: &str, net: &str| {
        let share = row.ratio(column, &[("net", net), ("cpu", "1")], &[("net", net), ("cpu", "0")], "packets")?;
        Some(share.value)
    };
    let phrase = |net: &str| row.each(|column| Some(format!("{:.1} %", kept(&column.id, net)? * 100.0)));
    let Some(tcp) = phrase("tcp") else {
        return Verdict::not_measured();
    };
    let udp = phrase("udp").unwrap_or_else(|| "not measured".to_owned());
    let collapse = row.columns.iter().filter(|column| column.id == "gil" || (column.gated && !column.is_taipan()));
    let collapse =
        collapse.flat_map(|column| ["tcp", "udp"].map(|net| kept(&column.id, net).map(|kept| kept < 0.2)));
    let deadline = ["tcp", "udp"].map(|net| {
        let rate = |column| row.figure(column, &[("net", net), ("cpu", "1")], "packets").map(|figure| figure.value);
        Some(rate("gil-deadline")? > 2.0 * rate("gil")?)
    });
    Verdict::new(
        Agreement::of(collapse.chain(deadline)),
        format!("Beside one busy thread this share of the packets was left: by TCP {tcp}; by UDP {udp}."),
    )
}
