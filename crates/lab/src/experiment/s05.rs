//! S-05: three ways to count together.

use crate::experiment::{Axis, Claim, Experiment, Metric, Program, Tag, without_races};
use crate::row::Row;
use crate::verdict::{Agreement, Verdict};

/// The row.
pub static EXPERIMENT: Experiment = Experiment {
    id: "S-05",
    title: "Counting together",
    question: "How should threads count together?",
    program: Program { name: "s05_counter.py", source: include_str!("../../programs/s05_counter.py") },
    axes: |size| {
        vec![
            Axis::new("how", &["one_lock", "sharded", "local"]),
            Axis::cores("threads", size.pick(&[1, 2], &[1, 2], &[1, 2, 4, 8])),
            Axis::new("n", &[size.pick(10_000, 40_000, 1_000_000)]),
        ]
    },
    metrics: &[Metric::higher("counted", "M/s").log()],
    keep: without_races,
    literature: &[
        Claim {
            says: "Counting in a local name and adding up once grows with the threads.",
            source: "this project",
            tag: Tag::Prediction,
        },
        Claim {
            says: "One counter that everybody changes is serial work, and a lock for everything does it best: 4x \
                faster with the GIL.",
            source: "dpdani/cereggii issue 12",
            tag: Tag::Excerpt,
        },
    ],
    caption: "Fixed work per thread; the rate is that of all threads together, and the total is checked.",
    verdict,
    ..Experiment::BLANK
};

fn verdict(row: &Row) -> Verdict {
    let gain = |column: &str, how: &str| {
        let cell = |threads| [("how", how), ("threads", threads)];
        row.ratio(column, &cell("2"), &cell("1"), "counted")
    };
    let phrase = |how: &str| row.times_by_lock(|column| gain(column, how));
    let (Some(one), Some(sharded), Some(local)) = (phrase("one_lock"), phrase("sharded"), phrase("local")) else {
        return Verdict::not_measured();
    };
    let open = row.open(|column| gain(column, "local").map(|gain| gain.value > 1.4));
    let serial = row.columns.iter().map(|column| gain(&column.id, "one_lock").map(|gain| gain.value < 1.2));
    Verdict::new(
        Agreement::of(open.chain(serial)),
        format!(
            "The rate of two threads against one: with one counter behind one lock {one}; with a counter and a lock \
                each {sharded}; counting in a local name and adding up once {local}."
        ),
    )
}
