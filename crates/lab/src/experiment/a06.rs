//! whether a loop sees the flag that another thread sets.

use crate::experiment::{Axis, Claim, Experiment, Metric, Program, Repeats, Tag};
use crate::row::Row;
use crate::sample::Outcome;
use crate::verdict::{Agreement, Verdict};

/// The row.
pub static EXPERIMENT: Experiment = Experiment {
    id: "A-06",
    title: "A flag set by another thread",
    question: "Does a loop end when another thread sets the flag it looks at?",
    program: Program { name: "a06_flag.py", source: include_str!("../../programs/a06_flag.py") },
    axes: |_| {
        vec![
            Axis::new("flag", &["global", "attribute", "item"]),
            Axis::new("placement", &["calls-and-loops", "every-op"]),
        ]
    },
    metrics: &[Metric::lower("seen after", "us").log()],
    options: &["placement"],
    keep: |_, params| params["flag"] == "global" || params["placement"] != "every-op",
    literature: &[Claim {
        says: "It ends everywhere. A compiler may not read the flag once before the loop, although no memory model of \
            Python says so.",
        source: "smarr/gil-sem-demos",
        tag: Tag::Read,
    }],
    caption: "The flag is a global name, an attribute or an item of a list. seen after is from setting it to the end \
        of the loop in the other thread.",
    repeats: Repeats::UpTo(2),
    exact: true,
    verdict,
    ..Experiment::BLANK
};

fn verdict(row: &Row) -> Verdict {
    let measured: Vec<Outcome> = row.cells.iter().filter_map(|cell| cell.outcome()).collect();
    if measured.is_empty() {
        return Verdict::not_measured();
    }
    let ended = measured.iter().filter(|outcome| matches!(outcome, Outcome::Ok | Outcome::FaultCounted)).count();
    let late = |column: &str| row.figure(column, &[("flag", "global")], "seen after").map(|figure| figure.value);
    let shown = row.by_lock(late, |us| format!("{us:.0} us")).unwrap_or_default();
    Verdict::new(
        Agreement::of([Some(ended == measured.len())]),
        format!("The loop ended in {ended} of {} cells; a global flag was seen after {shown}.", measured.len()),
    )
}
