//! whether every caller of `get_id` gets a number of its own.

use crate::experiment::{Axis, Claim, Experiment, Metric, Program, Repeats, Tag};
use crate::plan::OWN_WAY;
use crate::row::Row;
use crate::verdict::{Agreement, Verdict};

/// The row.
pub static EXPERIMENT: Experiment = Experiment {
    id: "A-02",
    title: "Numbers for everybody",
    question: "Does every caller of get_id() get a number of its own?",
    program: Program { name: "a02_get_id.py", source: include_str!("../../programs/a02_get_id.py") },
    axes: |size| {
        vec![
            Axis::new("placement", &["calls-and-loops", "every-op"]),
            Axis::new("threads", &[2]),
            Axis::new("n", &[size.pick(50_000, 200_000, 1_000_000)]),
        ]
    },
    metrics: &[Metric::lower("duplicates", "numbers"), Metric::lower("work", "s")],
    options: &["placement"],
    literature: &[Claim { says: "Fails on 3.9, rarely on 3.13.", source: "smarr/gil-sem-demos", tag: Tag::Read }],
    caption: "Fixed total work. A duplicate is a number that two callers were given.",
    repeats: Repeats::UpTo(2),
    exact: true,
    verdict,
    ..Experiment::BLANK
};

fn verdict(row: &Row) -> Verdict {
    let doubled_at = |column: &str, placement: &str| row.cell(column, &[("placement", placement)])?.total("duplicates");
    let doubled = |column: &str| doubled_at(column, "calls-and-loops").or_else(|| doubled_at(column, OWN_WAY));
    let every = row
        .by_lock(|column| doubled_at(column, "every-op"), |doubled| format!("{doubled:.0}"))
        .unwrap_or_else(|| "not measured".to_owned());
    let Some(shown) = row.by_lock(doubled, |doubled| format!("{doubled:.0}")) else {
        return Verdict::not_measured();
    };
    let expected = row.open(|column| Agreement::if_seen(doubled(column)? > 0.0));
    Verdict::new(
        Agreement::of(expected),
        format!(
            "Numbers given out twice: {shown}; with a check point after every instruction: {every}. Reading a counter \
                and adding to it are two steps."
        ),
    )
}
