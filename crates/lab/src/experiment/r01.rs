//! what `sys.getrefcount` shows for one name, then for two.

use crate::experiment::{Axis, Claim, Experiment, Metric, Program, Repeats, SeedFigure, Tag};
use crate::row::Row;
use crate::verdict::{Agreement, Verdict};

/// The row.
pub static EXPERIMENT: Experiment = Experiment {
    id: "R-01",
    title: "getrefcount of one name, then two",
    question: "What does a reference count look like from inside Python?",
    program: Program {
        name: "r01_getrefcount.py",
        source: include_str!("../../programs/r01_getrefcount.py"),
    },
    axes: |_| vec![Axis::new("how", &["script", "cell"])],
    metrics: &[
        Metric::value("one name", ""),
        Metric::value("two names", ""),
    ],
    seeds: &[
        SeedFigure {
            label: "one name",
            shown: "3",
        },
        SeedFigure {
            label: "two names",
            shown: "4 4",
        },
    ],
    literature: &[Claim {
        says: "Constants such as None are immortal since 3.12 and show 4294967295.",
        source: "PEP 683",
        tag: Tag::Secondary,
    }],
    caption: "The number includes the reference that the call itself holds. A notebook cell and \
        a script differ by one on CPython: a running script is held together with its syntax tree.",
    repeats: Repeats::Once,
    exact: true,
    verdict,
    ..Experiment::BLANK
};

fn verdict(row: &Row) -> Verdict {
    let counts = |column: &str, how: &str| {
        let cell = row.cell(column, &[("how", how)])?;
        let sample = cell
            .samples
            .iter()
            .find(|sample| sample.values("two names").is_some())?;
        Some((
            sample.value("one name")?,
            sample.values("two names")?.to_vec(),
        ))
    };
    let best = |column: &str| counts(column, "cell").or_else(|| counts(column, "script"));
    let shown = row.each(|column| {
        let (one, two) = best(&column.id)?;
        let two: Vec<String> = two.iter().map(ToString::to_string).collect();
        Some(format!("{one} then {}", two.join(" ")))
    });
    let Some(shown) = shown else {
        return Verdict::not_measured();
    };
    let immortal = row
        .columns
        .iter()
        .any(|column| best(&column.id).is_some_and(|(one, _)| one > 1e9));
    let note = if immortal {
        " A number of four thousand million means that the object is immortal and no longer \
            counted."
    } else {
        ""
    };
    let expected = row.columns.iter().map(|column| {
        let (one, two) = best(&column.id)?;
        (one < 1e9).then(|| two.iter().all(|&count| count == one + 1.0))
    });
    Verdict::new(
        Agreement::of(expected),
        format!("A second name for the same object raises its count by one: {shown}.{note}"),
    )
}
