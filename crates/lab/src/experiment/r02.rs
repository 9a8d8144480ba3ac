//! what `sys.getrefcount` shows after `del`.

use crate::experiment::{Claim, Experiment, Metric, Program, Repeats, SeedFigure, Tag};
use crate::row::Row;
use crate::verdict::{Agreement, Verdict};

/// The row.
pub static EXPERIMENT: Experiment = Experiment {
    id: "R-02",
    title: "getrefcount after del",
    question: "Does deleting a name lower the count?",
    program: Program {
        name: "r02_after_del.py",
        source: include_str!("../../programs/r02_after_del.py"),
    },
    axes: |_| Vec::new(),
    metrics: &[
        Metric::value("two names", ""),
        Metric::value("after removing b", ""),
    ],
    seeds: &[
        SeedFigure {
            label: "two names",
            shown: "3",
        },
        SeedFigure {
            label: "after removing b",
            shown: "2",
        },
    ],
    literature: &[Claim {
        says: "A new object shows 2, a second name makes it 3, and removing that name 2 again.",
        source: "CPython InternalDocs, garbage_collector.md",
        tag: Tag::Read,
    }],
    caption: "The number includes the reference that the call itself holds.",
    repeats: Repeats::Once,
    exact: true,
    verdict,
    ..Experiment::BLANK
};

fn verdict(row: &Row) -> Verdict {
    let counts = |column: &str| {
        let before = row.figure(column, &[], "two names")?.value;
        Some((before, row.figure(column, &[], "after removing b")?.value))
    };
    let Some(shown) = row
        .each(|column| counts(&column.id).map(|(before, after)| format!("{before} then {after}")))
    else {
        return Verdict::not_measured();
    };
    let expected = row
        .columns
        .iter()
        .map(|column| counts(&column.id).map(|pair| pair == (3.0, 2.0)));
    Verdict::new(
        Agreement::of(expected),
        format!("`del` takes a name away, not the object, and the count falls by one: {shown}."),
    )
}
