//! whether another thread can see a list between two operations on it.

use crate::experiment::{Axis, Claim, Experiment, Metric, Program, Repeats, Tag};
use crate::plan::OWN_WAY;
use crate::row::Row;
use crate::verdict::{Agreement, Verdict};

/// The row.
pub static EXPERIMENT: Experiment = Experiment {
    id: "A-03",
    title: "A list seen half-way",
    question: "Can another thread see a list between two operations on it?",
    program: Program { name: "a03_parity.py", source: include_str!("../../programs/a03_parity.py") },
    axes: |size| {
        vec![
            Axis::new("placement", &["calls-and-loops", "every-op"]),
            Axis::new("interval", &["0.005", "0.000001"]),
            Axis::new("n", &[size.pick(50_000, 400_000, 2_000_000)]),
        ]
    },
    metrics: &[Metric::value("odd", "looks"), Metric::value("looks to the first odd", "looks")],
    options: &["placement"],
    keep: |_, params| params["placement"] != "every-op" || params["interval"] != "0.005",
    literature: &[Claim {
        says: "10,000 looks and more to the first odd length at 5 ms, a few hundred at the shortest interval.",
        source: "smarr/gil-sem-demos",
        tag: Tag::Read,
    }],
    caption: "One thread appends twice and pops twice; the other looks whether the length is odd.",
    repeats: Repeats::UpTo(2),
    exact: true,
    verdict,
    ..Experiment::BLANK
};

fn verdict(row: &Row) -> Verdict {
    let odd_at = |column: &str, placement: &str, interval: &str| {
        let cell = row.cell(column, &[("interval", interval), ("placement", placement)])?;
        Some(cell.total("odd")? / cell.total("looked")? * 100.0)
    };
    let odd = |column: &str, interval: &str| {
        odd_at(column, "calls-and-loops", interval).or_else(|| odd_at(column, OWN_WAY, interval))
    };
    let every = row.by_lock(|column| odd_at(column, "every-op", "0.000001"), |share| format!("{share:.3} %"));
    let every = every.unwrap_or_else(|| "not measured".to_owned());
    let Some(shown) = row.by_lock(|column| odd(column, "0.000001"), |share| format!("{share:.3} %")) else {
        return Verdict::not_measured();
    };
    let usual = row.by_lock(|column| odd(column, "0.005"), |share| format!("{share:.3} %")).unwrap_or_default();
    let first = |interval: &str| {
        let look = |column: &str| {
            let cell = ["calls-and-loops", OWN_WAY].map(|way| row.cell(column, &[("interval", interval), ("placement", way)]));
            let figure = cell.into_iter().flatten().next()?.estimate("looks to the first odd")?;
            Some(figure.value)
        };
        row.by_lock(look, |looks| format!("{looks:.0}")).unwrap_or_else(|| "never".to_owned())
    };
    let (soon, late) = (first("0.000001"), first("0.005"));
    let expected = row.columns.iter().map(|column| Agreement::if_seen(odd(&column.id, "0.000001")? > 0.0));
    Verdict::new(
        Agreement::of(expected),
        format!(
            "Share of looks that saw the list half-way, with the shortest interval: {shown}; with the usual one: \
                {usual}; with the shortest and a check point after every instruction: {every}. The first such look was \
                number {soon} with the shortest interval, number {late} with the usual one."
        ),
    )
}
