//! whether "if it is not there, put it there" is one step.

use crate::experiment::{Axis, Claim, Experiment, Metric, Program, Repeats, Tag};
use crate::row::Row;
use crate::verdict::{Agreement, Verdict};

/// The row.
pub static EXPERIMENT: Experiment = Experiment {
    id: "A-07",
    title: "Check, then act",
    question: "Is \"if it is not there, put it there\" one step?",
    program: Program { name: "a07_check_then_act.py", source: include_str!("../../programs/a07_check_then_act.py") },
    axes: |size| {
        vec![
            Axis::new("how", &["check", "setdefault", "lock"]),
            Axis::new("placement", &["calls-and-loops", "every-op"]),
            Axis::new("interval", &["0.00001"]),
            Axis::new("n", &[size.pick(30_000, 100_000, 1_000_000)]),
        ]
    },
    metrics: &[Metric::lower("doubled", "keys")],
    options: &["placement"],
    keep: |_, params| params["how"] == "check" || params["placement"] != "every-op",
    literature: &[Claim {
        says: "Keys are made twice wherever a switch can fall between the look and the store; never with a lock, \
            never with setdefault.",
        source: "CPython documentation of thread safety; this project",
        tag: Tag::Prediction,
    }],
    caption: "Two threads go through the same keys of one dict and put in what is missing. A key is doubled when both \
        found it missing: one of the two values is lost.",
    repeats: Repeats::UpTo(2),
    exact: true,
    verdict,
    ..Experiment::BLANK
};

fn verdict(row: &Row) -> Verdict {
    let doubled = |column: &str, how: &str, placement: &str| {
        row.cell(column, &[("how", how), ("placement", placement)])?.total("doubled")
    };
    let phrase =
        |how: &str, placement: &str| row.by_lock(|column| doubled(column, how, placement), |keys| format!("{keys:.0}"));
    let (Some(usual), Some(every)) = (phrase("check", "calls-and-loops"), phrase("check", "every-op")) else {
        return Verdict::not_measured();
    };
    let own = phrase("check", crate::plan::OWN_WAY).map_or_else(String::new, |shown| format!(", the Pythons {shown}"));
    let guarded = row.cells.iter().filter(|cell| !cell.is("how", "check"));
    let guarded = guarded.map(|cell| Some(cell.outcome()?.has_times() && cell.total("doubled")? == 0.0));
    let seen = row.cells.iter().any(|cell| cell.is("how", "check") && cell.total("doubled").is_some_and(|n| n > 0.0));
    Verdict::new(
        Agreement::of(guarded.chain([Agreement::if_seen(seen)])),
        format!(
            "Keys made twice with check points at calls and loops: {usual}; after every instruction: {every}{own}. \
                With `setdefault` or a lock there should be none."
        ),
    )
}
