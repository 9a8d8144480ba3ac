//! F-01: how fast and how fair a contended lock is.

use crate::experiment::{Axis, Claim, Experiment, Metric, Program, Repeats, Tag, without_races};
use crate::row::Row;
use crate::verdict::{Agreement, Verdict};

/// The row.
pub static EXPERIMENT: Experiment = Experiment {
    id: "F-01",
    title: "One lock that all want",
    question: "How fast is a contended lock, and does everybody get it equally often?",
    program: Program { name: "f01_locks.py", source: include_str!("../../programs/f01_locks.py") },
    axes: |size| {
        vec![
            Axis::new("threads", size.pick(&[1, 4], &[1, 2, 4, 8], &[1, 2, 4, 8])),
            Axis::new("seconds", &[size.pick("0.05", "0.1", "1")]),
        ]
    },
    metrics: &[Metric::higher("taken", "/s").log(), Metric::higher("fairness", "Jain")],
    literature: &[Claim {
        says: "A lock that may be taken by whoever comes by is fast and unfair; handing it over to a thread that has \
            waited 1 ms bounds the unfairness.",
        source: "colesbury/nogil Python/lock.c; CPython Tools/lockbench",
        tag: Tag::Read,
    }],
    caption: "taken is how often all threads together got the lock in a second. Fairness is Jain's index of their \
        shares: 1 is equal, one over the number of threads is one thread alone. More threads than cores on purpose.",
    repeats: Repeats::UpTo(2),
    keep: without_races,
    verdict,
    ..Experiment::BLANK
};

fn verdict(row: &Row) -> Verdict {
    let figure = |column: &str, threads: &str, metric: &str| {
        row.figure(column, &[("threads", threads)], metric).map(|figure| figure.value)
    };
    let shown = row.each(|column| {
        let (alone, together) = (figure(&column.id, "1", "taken")?, figure(&column.id, "4", "taken")?);
        let fair = figure(&column.id, "4", "fairness")?;
        Some(format!("{:.2}x and {fair:.2}", together / alone))
    });
    let Some(shown) = shown else {
        return Verdict::not_measured();
    };
    let expected = row
        .columns
        .iter()
        .map(|column| Some(figure(&column.id, "4", "taken")? < 1.5 * figure(&column.id, "1", "taken")?));
    Verdict::new(
        Agreement::of(expected),
        format!("Four threads took the lock, of the rate of one thread and with this fairness, {shown}."),
    )
}
