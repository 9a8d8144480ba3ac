//! `items[0] += 1` beside threads that append and pop.

use crate::experiment::{Axis, Claim, Experiment, Metric, Program, Repeats, Tag};
use crate::row::Row;
use crate::sample::Outcome;
use crate::verdict::{Agreement, Verdict};

/// The row.
pub static EXPERIMENT: Experiment = Experiment {
    id: "A-05",
    title: "items[0] += 1 beside append and pop",
    question: "Can a list break when threads add to its items and others append and pop?",
    program: Program { name: "a05_item_add.py", source: include_str!("../../programs/a05_item_add.py") },
    axes: |size| {
        vec![
            Axis::new("placement", &["calls-and-loops", "every-op"]),
            Axis::new("interval", &["0.00001"]),
            Axis::new("n", &[size.pick(50_000, 300_000, 3_000_000)]),
        ]
    },
    metrics: &[Metric::lower("lost", "updates"), Metric::lower("work", "s")],
    options: &["placement"],
    literature: &[Claim {
        says: "Updates may be lost. An early free-threaded build crashed on it; nothing but wrong numbers is allowed.",
        source: "smarr/gil-sem-demos",
        tag: Tag::Read,
    }],
    caption: "Two threads add 1 to the first item, a third appends and pops at the end of the same list. That updates \
        are lost is no fault of the interpreter; a list with other items than one number would be.",
    repeats: Repeats::UpTo(2),
    exact: true,
    verdict,
    ..Experiment::BLANK
};

fn verdict(row: &Row) -> Verdict {
    let broken = row.cells.iter().filter(|cell| {
        matches!(cell.outcome(), Some(Outcome::Crashed | Outcome::Wrong | Outcome::Timeout | Outcome::Hang))
    });
    let broken: Vec<&str> = broken.map(|cell| cell.column.as_str()).collect();
    let lost = |column: &str| {
        let cells = row.cells.iter().filter(|cell| cell.column == column);
        cells.filter_map(|cell| cell.total("lost")).reduce(|one, other| one + other)
    };
    let Some(shown) = row.by_lock(lost, |lost| format!("{lost:.0}")) else {
        return Verdict::not_measured();
    };
    let sound = if broken.is_empty() {
        "The list was sound every time.".to_owned()
    } else {
        format!("The list, or the program, broke under {}.", broken.join(", "))
    };
    Verdict::new(Agreement::of([Some(broken.is_empty())]), format!("{sound} Updates lost in all runs: {shown}."))
}
