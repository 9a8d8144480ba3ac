//! D-04: what check points cost when nobody waits.

use crate::experiment::{Axis, Claim, Experiment, Metric, Program, Tag};
use crate::row::Row;
use crate::verdict::{Agreement, Verdict};

/// The row.
pub static EXPERIMENT: Experiment = Experiment {
    id: "D-04",
    title: "The price of check points",
    question: "What does it cost to look for other threads after every instruction?",
    program: Program { name: "d04_check_points.py", source: include_str!("../../programs/d04_check_points.py") },
    axes: |size| {
        vec![
            Axis::new("kind", &["countdown", "calls", "straight"]),
            Axis::new("placement", &["calls-and-loops", "every-op"]),
            Axis::new("n", &[size.pick(100_000, 300_000, 3_000_000)]),
        ]
    },
    metrics: &[Metric::lower("work", "s")],
    options: &["placement"],
    keep: |column, _| column.id == "gil" || !column.is_taipan(),
    literature: &[Claim { says: "1 to 5 %.", source: "this project", tag: Tag::Prediction }],
    caption: "One thread, so nobody is ever let in: this is the price of looking. straight has ten operations between \
        the ends of its loop. A check after every instruction also keeps instructions from being fused.",
    verdict,
    ..Experiment::BLANK
};

fn verdict(row: &Row) -> Verdict {
    let price = |kind: &str| {
        row.ratio(
            "gil",
            &[("kind", kind), ("placement", "every-op")],
            &[("kind", kind), ("placement", "calls-and-loops")],
            "work",
        )
    };
    let kinds = ["countdown", "calls", "straight"];
    let shown: Vec<String> =
        kinds.iter().filter_map(|kind| Some(format!("{kind} {:.2}x", price(kind)?.value))).collect();
    if shown.is_empty() {
        return Verdict::not_measured();
    }
    let expected = kinds.map(|kind| price(kind).map(|ratio| ratio.value < 1.1));
    Verdict::new(
        Agreement::of(expected),
        format!(
            "With a check after every instruction instead of at calls and loops, the time was {}. That is what the \
                atomicity of older Pythons would cost here.",
            shown.join(", ")
        ),
    )
}
