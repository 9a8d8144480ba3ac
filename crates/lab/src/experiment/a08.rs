//! which outcomes of small races can be seen, and whether all of them are allowed.

use crate::experiment::{Axis, Claim, Experiment, Metric, Program, Repeats, Tag};
use crate::row::Row;
use crate::sample::Outcome;
use crate::verdict::{Agreement, Verdict};

/// The row.
pub static EXPERIMENT: Experiment = Experiment {
    id: "A-08",
    title: "Allowed outcomes of small races",
    question: "Is every operation on a list, a dict or a set one step?",
    program: Program { name: "a08_litmus.py", source: include_str!("../../programs/a08_litmus.py") },
    axes: |size| {
        vec![
            Axis::new("kind", &["list", "dict", "set"]),
            Axis::new("placement", &["calls-and-loops", "every-op"]),
            Axis::new("interval", &["0.00001"]),
            Axis::new("ms", &[size.pick(60, 200, 2_000)]),
        ]
    },
    metrics: &[
        Metric::lower("forbidden", "outcomes"),
        Metric::value("seen", "outcomes"),
        Metric::value("allowed", "outcomes"),
        Metric::value("runs", "runs"),
    ],
    options: &["placement"],
    literature: &[Claim {
        says: "A table for each type says which operations are one step: append, pop, item, store, get, setdefault, \
            add, remove and their like are.",
        source: "CPython Doc/library/threadsafety.rst",
        tag: Tag::Excerpt,
    }],
    caption: "Twenty races of two operations on one object, from the same start again and again. Allowed is what some \
        order of the two gives, each one step. Seen is how many of the allowed outcomes came up: the more, the better \
        the test. One forbidden outcome would be a fault.",
    repeats: Repeats::Once,
    exact: true,
    verdict,
    ..Experiment::BLANK
};

fn verdict(row: &Row) -> Verdict {
    let all = |metric: &str| row.cells.iter().filter_map(|cell| cell.total(metric)).sum::<f64>();
    let faulty = |outcome| matches!(outcome, Outcome::Wrong | Outcome::Crashed | Outcome::Timeout);
    let faulty: Vec<String> = row
        .cells
        .iter()
        .filter(|cell| cell.outcome().is_some_and(faulty))
        .map(|cell| format!("{} ({})", cell.column, cell.detail()))
        .collect();
    if row.cells.is_empty() {
        return Verdict::not_measured();
    }
    let found = if faulty.is_empty() {
        "no forbidden outcome".to_owned()
    } else {
        format!("outcomes that are not allowed under {}", faulty.join(", "))
    };
    Verdict::new(
        Agreement::of([Some(faulty.is_empty())]),
        format!(
            "{:.0} races showed {found}; of the allowed ones, {:.0} of {:.0} were seen.",
            all("runs"),
            all("seen"),
            all("allowed")
        ),
    )
}
