//! whether what `len` said still holds in the next line.

use crate::experiment::{Axis, Claim, Experiment, Metric, Program, Repeats, Tag};
use crate::row::Row;
use crate::verdict::{Agreement, Verdict};

/// The row.
pub static EXPERIMENT: Experiment = Experiment {
    id: "A-04",
    title: "Looking twice at a list",
    question: "Does what `len` said still hold when the next line looks?",
    program: Program { name: "a04_len_then_in.py", source: include_str!("../../programs/a04_len_then_in.py") },
    axes: |size| {
        vec![
            Axis::new("placement", &["calls-and-loops", "every-op"]),
            Axis::new("interval", &["0.000001"]),
            Axis::new("n", &[size.pick(50_000, 200_000, 2_000_000)]),
        ]
    },
    metrics: &[Metric::lower("gone", "looks"), Metric::value("looked", "looks")],
    options: &["placement"],
    literature: &[Claim {
        says: "Two operations are two operations under every model; how often it shows depends on where switches may \
            happen.",
        source: "smarr/gil-sem-demos",
        tag: Tag::Read,
    }],
    caption: "A list that another thread fills with one number and empties again, with the shortest switch interval. \
        looked is how often its length was 1, gone how often the number was not there any more a line later.",
    repeats: Repeats::UpTo(2),
    exact: true,
    verdict,
    ..Experiment::BLANK
};

fn verdict(row: &Row) -> Verdict {
    let gone = |column: &str, placement: &str| {
        let cell = row.cell(column, &[("placement", placement)])?;
        Some(cell.total("gone")? / cell.total("looked")?.max(1.0) * 100.0)
    };
    let phrase = |placement: &str| row.each(|column| gone(&column.id, placement).map(|share| format!("{share:.3} %")));
    let (Some(usual), Some(every)) = (phrase("calls-and-loops"), phrase("every-op")) else {
        return Verdict::not_measured();
    };
    let own = phrase(crate::plan::OWN_WAY).map_or_else(String::new, |shown| format!("; {shown}"));
    let seen = row.columns.iter().any(|column| gone(&column.id, "every-op").is_some_and(|share| share > 0.0));
    Verdict::new(
        Agreement::of([Agreement::if_seen(seen)]),
        format!(
            "The number was gone a line later, with check points at calls and loops, in {usual}; with one after every \
                instruction in {every}{own}."
        ),
    )
}
