//! S-02: how much two threads may share before the second one helps no more.

use crate::experiment::{Axis, Claim, Experiment, Metric, Program, Tag, without_races};
use crate::row::Row;
use crate::verdict::{Agreement, Verdict};

/// The rungs, as the program names them.
const RUNGS: [&str; 6] = ["nothing", "globals", "object", "container", "returned", "get"];

/// The row.
pub static EXPERIMENT: Experiment = Experiment {
    id: "S-02",
    title: "The ladder of sharing",
    question: "How much may two threads share before the second one helps no more?",
    program: Program { name: "s02_ladder.py", source: include_str!("../../programs/s02_ladder.py") },
    axes: |size| {
        vec![
            Axis::new("rung", &RUNGS),
            Axis::new("ms", &[size.pick(3, 8, 50)]),
            Axis::new("rounds", &[size.pick(1, 5, 7)]),
        ]
    },
    metrics: &[Metric::higher("speedup", "x"), Metric::higher("ceiling", "x"), Metric::lower("turn", "ns")],
    keep: without_races,
    ceiling: Some("ceiling"),
    literature: &[Claim {
        says: "Four threads of CPython 3.14t: nothing shared 3.8x, only globals 2.17x, one object 0.92x, a container \
            0.84x, the returned value 0.64x, a bare get 0.28x; 2.5x once the shared objects are immortal.",
        source: "modern-python/modern-di issue 435",
        tag: Tag::Excerpt,
    }],
    caption: "Fixed work per thread; speedup is twice the time of one thread over the time of two. The ceiling is \
        what two processes reach at the same time.",
    verdict,
    ..Experiment::BLANK
};

fn verdict(row: &Row) -> Verdict {
    let gain = |column: &str, rung: &str| row.figure(column, &[("rung", rung)], "speedup").map(|figure| figure.value);
    let shown = row.each(|column| {
        let gains: Vec<String> =
            RUNGS.iter().filter_map(|rung| Some(format!("{:.2}", gain(&column.id, rung)?))).collect();
        (!gains.is_empty()).then(|| gains.join(" "))
    });
    let Some(shown) = shown else {
        return Verdict::not_measured();
    };
    let none = row.gated(|column| gain(column, "nothing").map(|gain| gain < 1.5));
    let falls = row.open(|column| Some(gain(column, "nothing")? > gain(column, "get")?));
    Verdict::new(
        Agreement::of(none.chain(falls)),
        format!("From nothing shared to one shared value, the speed-up of a second thread was {shown}."),
    )
}
