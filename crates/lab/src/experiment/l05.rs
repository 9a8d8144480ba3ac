//! L-05: whether every thread gets its share.

use crate::column::GATES;
use crate::experiment::{Axis, Claim, Experiment, Metric, Program, Tag, without_races};
use crate::row::Row;
use crate::verdict::{Agreement, Verdict};

/// The row.
pub static EXPERIMENT: Experiment = Experiment {
    id: "L-05",
    title: "Every thread's share",
    question: "Does a polite thread starve beside two busy ones?",
    program: Program { name: "l05_starvation.py", source: include_str!("../../programs/l05_starvation.py") },
    axes: |size| vec![Axis::new("seconds", &[size.pick("0.1", "0.3", "3")])],
    metrics: &[
        Metric::higher("polite share", "%"),
        Metric::higher("least share", "%"),
        Metric::higher("fairness", "Jain"),
    ],
    literature: &[Claim {
        says: "A priority lock starves CPU threads, a deadline scheduler does not.",
        source: "bugs.python.org issue 7946",
        tag: Tag::Excerpt,
    }],
    caption: "Three threads want to run all the time; the polite one gives way about every millisecond. A fair share \
        is 33.3 %.",
    policies: GATES,
    keep: without_races,
    verdict,
    ..Experiment::BLANK
};

fn verdict(row: &Row) -> Verdict {
    let share = |column: &str| row.figure(column, &[], "polite share").map(|figure| figure.value);
    let Some(shown) = row.each(|column| share(&column.id).map(|share| format!("{share:.1} %"))) else {
        return Verdict::not_measured();
    };
    let usual = row.pythons().filter(|column| column.gated).map(|column| share(&column.id).map(|share| share < 20.0));
    // The thread that gives way is raised by the priority lock, and the others starve; deadlines know no favourites.
    let raised = share("gil-priority").map(|share| share > 50.0);
    let dealt_out = share("gil-deadline").map(|share| (15.0..55.0).contains(&share));
    Verdict::new(
        Agreement::of(usual.chain([raised, dealt_out])),
        format!(
            "The thread that gives way got {shown} of the work, where a third would be fair: politeness costs a turn."
        ),
    )
}
