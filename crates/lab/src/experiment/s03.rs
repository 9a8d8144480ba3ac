//! S-03: one lock object for all against a lock each, when nobody waits.

use crate::experiment::{Axis, Claim, Experiment, Metric, Program, Tag, without_races};
use crate::row::Row;
use crate::verdict::{Agreement, Verdict};

/// The row.
pub static EXPERIMENT: Experiment = Experiment {
    id: "S-03",
    title: "A shared lock object, or one's own",
    question: "Does it cost to ask a lock that other threads ask too?",
    program: Program { name: "s03_lock_objects.py", source: include_str!("../../programs/s03_lock_objects.py") },
    axes: |size| {
        vec![
            Axis::new("lock", &["own", "shared"]),
            Axis::cores("threads", size.pick(&[1, 2], &[1, 2], &[1, 2, 4, 8])),
            Axis::new("n", &[size.pick(10_000, 40_000, 1_000_000)]),
        ]
    },
    metrics: &[Metric::higher("calls", "M/s"), Metric::lower("time", "ns")],
    keep: without_races,
    literature: &[Claim {
        says: "Ten million calls of locked() by eight threads: a lock each 0.39 to 0.56 s, one shared lock 3.4 to 4.5 \
            s on 3.15t.",
        source: "cpython issue 134761",
        tag: Tag::Excerpt,
    }],
    caption: "Fixed work per thread. locked() only looks; what is shared is the lock object, its count first of all.",
    verdict,
    ..Experiment::BLANK
};

fn verdict(row: &Row) -> Verdict {
    let dearer = |column: &str| {
        let both = |lock| [("lock", lock), ("threads", "2")];
        row.ratio(column, &both("shared"), &both("own"), "time")
    };
    let Some(shown) = row.each(|column| Some(format!("{:.2}x", dearer(&column.id)?.value))) else {
        return Verdict::not_measured();
    };
    let same = row.gated(|column| dearer(column).map(|ratio| ratio.value < 1.5));
    let atomic = dearer("atomic").map(|ratio| ratio.value > 1.0);
    Verdict::new(
        Agreement::of(same.chain([atomic])),
        format!("With two threads, a call on the shared lock took, of a call on one's own, {shown}."),
    )
}
