//! whether `x += 1` is one step.

use crate::experiment::{Axis, Claim, Experiment, Metric, Program, Repeats, Tag};
use crate::plan::OWN_WAY;
use crate::row::Row;
use crate::verdict::{Agreement, Verdict};

/// The row.
pub static EXPERIMENT: Experiment = Experiment {
    id: "A-01",
    title: "x += 1 from two threads",
    question: "Is `x += 1` one step?",
    program: Program { name: "a01_lost_updates.py", source: include_str!("../../programs/a01_lost_updates.py") },
    axes: |size| {
        vec![
            Axis::new("placement", &["calls-and-loops", "every-op"]),
            Axis::new("threads", &[2]),
            Axis::new("n", &[size.pick(200_000, 1_000_000, 4_000_000)]),
        ]
    },
    metrics: &[Metric::lower("lost", "updates"), Metric::lower("work", "s")],
    options: &["placement"],
    literature: &[Claim {
        says: "Lost on 3.9 and older, often none since 3.10, where only calls and jumps back are check points.",
        source: "smarr/gil-sem-demos",
        tag: Tag::Read,
    }],
    caption: "Fixed total work. Lost updates are no fault of the interpreter: Python never promised that `x += 1` is \
        one step.",
    repeats: Repeats::UpTo(2),
    exact: true,
    verdict,
    ..Experiment::BLANK
};

fn verdict(row: &Row) -> Verdict {
    let lost_at = |column: &str, placement: &str| row.cell(column, &[("placement", placement)])?.total("lost");
    let lost = |column: &str| lost_at(column, "calls-and-loops").or_else(|| lost_at(column, OWN_WAY));
    let every = row
        .by_lock(|column| lost_at(column, "every-op"), |lost| format!("{lost:.0}"))
        .unwrap_or_else(|| "not measured".to_owned());
    let tries = |column: &str| row.cell(column, &[]).map_or(0, |cell| cell.values("lost").len());
    let Some(shown) = row.by_lock(lost, |lost| format!("{lost:.0}")) else {
        return Verdict::not_measured();
    };
    let runs = row.columns.iter().map(|column| tries(&column.id)).max().unwrap_or(0);
    let expected = row.open(|column| Agreement::if_seen(lost(column)? > 0.0));
    Verdict::new(
        Agreement::of(expected),
        format!(
            "Updates lost in {runs} run{}: {shown}; with a check point after every instruction: {every}. A lock \
                around the interpreter is no lock around your data: where none was lost, no check point happened to \
                fall between reading and storing.",
            if runs == 1 { "" } else { "s" }
        ),
    )
}
