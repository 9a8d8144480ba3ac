//! what a count costs when every thread moves the same one.

use crate::experiment::{Axis, Claim, Experiment, Metric, Program, Tag};
use crate::row::Row;
use crate::verdict::{Agreement, Verdict};

/// The row.
pub static EXPERIMENT: Experiment = Experiment {
    id: "R-06",
    title: "The price of a count, contended",
    question: "Do two threads move counts twice as fast as one?",
    program: Program {
        name: "r06_pair_contended.py",
        source: include_str!("../../programs/r06_pair_contended.py"),
    },
    axes: |size| {
        vec![
            Axis::new("object", &["shared", "own", "immortal"]),
            Axis::cores("threads", size.pick(&[1, 2], &[1, 2], &[1, 2, 4, 8])),
            Axis::new("n", &[size.pick(50_000, 200_000, 1_000_000)]),
        ]
    },
    metrics: &[Metric::higher("pairs", "M/s"), Metric::value("shared counts", "")],
    literature: &[
        Claim {
            says: "Atomic counts of one shared object get slower with every thread; biased ones that belong to \
                neither thread cost the same.",
            source: "this project",
            tag: Tag::Prediction,
        },
        Claim {
            says: "Objects whose count nobody keeps grow with the threads.",
            source: "PEP 683; PEP 703",
            tag: Tag::Read,
        },
    ],
    counted: &[("shared counts", "sharing.shared_counts")],
    caption: "Fixed work per thread: twice the threads do twice the work. The rate is that of \
        all threads together. immortal is the class int, which all threads share: brc, and CPython since 3.12, do \
        not count it.",
    verdict,
    ..Experiment::BLANK
};

fn verdict(row: &Row) -> Verdict {
    let gain = |column: &str, object: &str| {
        row.ratio(
            column,
            &[("object", object), ("threads", "2")],
            &[("object", object), ("threads", "1")],
            "pairs",
        )
    };
    let phrase = |object: &str| row.times_by_lock(|column| gain(column, object));
    let (Some(shared), Some(own)) = (phrase("shared"), phrase("own")) else {
        return Verdict::not_measured();
    };
    let immortal = phrase("immortal").unwrap_or_else(|| "not measured".to_owned());
    let atomic = gain("atomic", "shared").map(|gain| gain.value < 1.0);
    let free = gain("brc", "immortal").map(|gain| gain.value > 1.4);
    let contended =
        |column: &str| row.figure(column, &[("object", "shared"), ("threads", "2")], "pairs").map(|rate| rate.value);
    let alike = contended("brc").zip(contended("atomic")).map(|(brc, atomic)| (0.5..=2.0).contains(&(brc / atomic)));
    let gated = row.gated(|column| gain(column, "own").map(|gain| gain.value < 1.3));
    Verdict::new(
        Agreement::of(gated.chain([atomic, free, alike])),
        format!(
            "The rate of two threads against one: counts of one shared object {shared}; of an object each {own}; of \
                one that is immortal where the model knows such objects {immortal}."
        ),
    )
}
