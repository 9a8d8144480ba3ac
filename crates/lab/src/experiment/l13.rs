//! L-13: how often the lock changed hands, and how often a thread was woken in vain.

use crate::experiment::{Claim, Experiment, Metric, Tag};
use crate::reading::Reading;
use crate::row::Row;
use crate::sample::Sample;
use crate::verdict::{Agreement, Verdict};

/// The row.
pub static EXPERIMENT: Experiment = Experiment {
    id: "L-13",
    title: "Hand-offs, and wake-ups in vain",
    question: "How often does the lock change hands, and how often is a thread woken in vain?",
    metrics: &[
        Metric::value("hand-offs", "/s").log(),
        Metric::lower("failed", "/s"),
        Metric::value("requests to drop", "/s"),
        Metric::value("waited", "%"),
    ],
    derived: Some(from_the_others),
    literature: &[Claim {
        says: "Many with the tick lock, where the thread that gives way usually wins again; few with PyPy's.",
        source: "Beazley 2010, by way of other accounts; PyPy thread_gil.c",
        tag: Tag::Secondary,
    }],
    caption: "Not a program of its own: what the gate counted while the programs of this chapter ran, by the second \
        of each process's life. waited is the time that threads stood at the gate, of the time of the process: more \
        than 100 % when several stood there.",
    verdict,
    ..Experiment::BLANK
};

/// One sample for each sample of a row about latency in which a gate counted something.
fn from_the_others(samples: &[Sample]) -> Vec<Sample> {
    samples.iter().filter(|sample| sample.row.starts_with("L-")).filter_map(derive).collect()
}

fn derive(sample: &Sample) -> Option<Sample> {
    let count = |name: &str| sample.counters.get(&format!("gate.{name}")).map(|count| *count as f64);
    let hand_offs = count("hand_offs")?;
    if sample.wall_s <= 0.0 || hand_offs == 0.0 {
        return None;
    }
    let reading = |name: &str, value: f64, unit: &str| Reading {
        name: name.to_owned(),
        values: vec![value / sample.wall_s],
        unit: unit.to_owned(),
    };
    let params = [("of".to_owned(), sample.row.clone())].into();
    // All cells of a row are one cell here: with their parameters the table would be too long to read.
    Some(Sample {
        key: crate::cell::key(EXPERIMENT.id, &sample.model, &params),
        row: EXPERIMENT.id.to_owned(),
        params,
        samples: vec![
            reading("hand-offs", hand_offs, "/s"),
            reading("failed", count("failed_acquisitions").unwrap_or(0.0), "/s"),
            reading("requests to drop", count("drop_requests").unwrap_or(0.0), "/s"),
            reading("waited", count("waited_nanos").unwrap_or(0.0) / 1e7, "%"),
        ],
        ..sample.clone()
    })
}

fn verdict(row: &Row) -> Verdict {
    let rate = |column: &str, metric: &str| {
        let values: Vec<f64> =
            row.cells.iter().filter(|cell| cell.column == column).flat_map(|cell| cell.values(metric)).collect();
        crate::statistics::median(&values)
    };
    let shown = row.each(|column| {
        let (hand_offs, failed) = (rate(&column.id, "hand-offs")?, rate(&column.id, "failed")?);
        Some(format!("{hand_offs:.0} and {failed:.0}"))
    });
    let Some(shown) = shown else {
        return Verdict::not_measured();
    };
    let more = |metric: &str| Some(rate("gil-tick", metric)? >= rate("gil", metric)?);
    Verdict::new(
        Agreement::of([more("failed")]),
        format!("Hand-offs and wake-ups in vain each second, over all programs of this chapter: {shown}."),
    )
}
