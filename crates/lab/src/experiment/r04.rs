//! how soon the first count is lost.

use crate::experiment::{Axis, Claim, Experiment, Metric, Program, Tag};
use crate::row::{Measured, Row};
use crate::verdict::{Agreement, Verdict};

/// The row.
pub static EXPERIMENT: Experiment = Experiment {
    id: "R-04",
    title: "How soon the first count is lost",
    question: "How many operations does it take until the first count is wrong?",
    program: Program {
        name: "r04_how_soon.py",
        source: include_str!("../../programs/r04_how_soon.py"),
    },
    axes: |size| {
        vec![
            Axis::new("threads", size.pick(&[2], &[2, 4], &[2, 4, 8])),
            Axis::new("batch", size.pick(&[2_000], &[500, 10_000], &[500, 2_000, 10_000])),
            Axis::new("batches", &[size.pick(20, 100, 500)]),
        ]
    },
    metrics: &[
        Metric::value("pairs to the first fault", "pairs").log(),
        Metric::value("pairs between faults", "pairs"),
        Metric::value("faulty batches", "%"),
        Metric::value("spread", ""),
        Metric::value("spread by chance", ""),
        Metric::value("pairs without a fault", "pairs"),
    ],
    keep: |column, params| column.id == "unsync" || (params["threads"] == "2" && params["batch"] != "500"),
    literature: &[Claim {
        says: "The number of operations to a fault is geometrically distributed, as chance has it; the more threads \
            and the longer they run side by side, the sooner it comes.",
        source: "this project",
        tag: Tag::Prediction,
    }],
    caption: "The count is looked at after each batch of increments and decrements a thread. Spread is the standard \
        deviation of the number of batches from one fault to the next over its mean; by chance it is the root of the \
        share of batches without a fault. More regular is a smaller spread, in bursts a larger one.",
    exact: true,
    verdict,
    ..Experiment::BLANK
};

fn verdict(row: &Row) -> Verdict {
    let phrases: Vec<String> = row.cells.iter().filter_map(|cell| phrase(row, cell)).collect();
    if phrases.is_empty() {
        return Verdict::not_measured();
    }
    let expected = row.cells.iter().map(|cell| {
        let faulty = cell.total("pairs to the first fault").is_some();
        if cell.column == "unsync" { Agreement::if_seen(faulty) } else { cell.outcome().map(|_| !faulty) }
    });
    Verdict::new(Agreement::of(expected), format!("Time to the first lost count: {}.", phrases.join(", ")))
}

/// "a fault within 8000 pairs under unsync, then every 9000, spread 0.9 where chance gives 0.8".
fn phrase(row: &Row, cell: &Measured) -> Option<String> {
    let figure = |metric: &str| cell.estimate(metric).map(|figure| figure.value);
    let place = if cell.column == "unsync" { format!(" ({})", row.arm(&cell.params)) } else { String::new() };
    let Some(first) = figure("pairs to the first fault") else {
        let none = figure("pairs without a fault")?;
        return Some(format!("none in {none:.0} pairs under {}{place}", cell.column));
    };
    let mut text = format!("a fault within {first:.0} pairs under {}{place}", cell.column);
    if let Some(between) = figure("pairs between faults") {
        text += &format!(", then one every {between:.0}");
    }
    if let (Some(spread), Some(chance)) = (figure("spread"), figure("spread by chance")) {
        text += &format!(", with a spread of {spread:.2} where chance gives {chance:.2}");
    }
    Some(text)
}
