//! what one increment and decrement costs when nobody else wants the object.

use crate::experiment::{Axis, Claim, Experiment, Metric, Program, Tag};
use crate::row::Row;
use crate::verdict::{Agreement, Verdict};

/// The row.
pub static EXPERIMENT: Experiment = Experiment {
    id: "R-05",
    title: "The price of a count, uncontended",
    question: "What does one increment and decrement of a count cost a program with one thread?",
    program: Program {
        name: "r05_pair_alone.py",
        source: include_str!("../../programs/r05_pair_alone.py"),
    },
    axes: |size| vec![Axis::new("n", &[size.pick(100_000, 300_000, 2_000_000)])],
    metrics: &[Metric::lower("pair", "ns"), Metric::lower("loop", "ns")],
    literature: &[Claim {
        says: "Biased counts are more than twice as fast as atomic ones.",
        source: "Choi, Shull, Torrellas, PACT 2018",
        tag: Tag::Excerpt,
    }],
    caption: "One binding of a name is one increment and one decrement, and the instructions \
        around them: compare models of one interpreter, not interpreters.",
    verdict,
    ..Experiment::BLANK
};

fn verdict(row: &Row) -> Verdict {
    let pair = |column: &str| row.figure(column, &[], "pair").map(|figure| figure.value);
    let Some(shown) = row.each(|column| pair(&column.id).map(|ns| format!("{ns:.2} ns"))) else {
        return Verdict::not_measured();
    };
    let expected = [
        pair("gil").zip(pair("atomic")).map(|(plain, atomic)| plain < atomic),
        pair("brc").zip(pair("atomic")).map(|(biased, atomic)| 2.0 * biased < atomic),
    ];
    let mut sentence = format!("Binding a name once costs {shown}.");
    if let Some((plain, atomic)) = pair("gil").zip(pair("atomic")) {
        sentence += &format!(
            " Making every count atomic adds {:.2} ns to each, with a single thread.",
            atomic - plain
        );
    }
    if let Some((biased, atomic)) = pair("brc").zip(pair("atomic")) {
        sentence += &format!(" Biased counts are {:.1} times as fast as atomic ones here.", atomic / biased);
    }
    Verdict::new(Agreement::of(expected), sentence)
}
