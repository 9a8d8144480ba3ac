//! objects that die on another thread than the one that made them.

use crate::experiment::{Axis, Claim, Experiment, Metric, Program, Tag};
use crate::row::Row;
use crate::verdict::{Agreement, Verdict};

/// The row.
pub static EXPERIMENT: Experiment = Experiment {
    id: "R-07",
    title: "Death on another thread",
    question: "What does it cost when an object dies on another thread than its maker's?",
    program: Program { name: "r07_cross_death.py", source: include_str!("../../programs/r07_cross_death.py") },
    axes: |size| {
        vec![
            Axis::new("died", &["maker", "other"]),
            Axis::new("n", &[2_000]),
            Axis::new("rounds", &[size.pick(20, 60, 400)]),
        ]
    },
    metrics: &[Metric::lower("drop", "ns"), Metric::lower("life", "ns"), Metric::lower("peak", "KiB"), Metric::value("merges", ""), Metric::value("queued", "")],
    counted: &[("merges", "sharing.merges_done"), ("queued", "sharing.merges_queued")],
    literature: &[
        Claim {
            says: "The worst case of biased counts: the owner must be asked to merge. Of a crate for Rust, the last \
                drop is about 20 % slower.",
            source: "docs.rs/biasedrc",
            tag: Tag::Excerpt,
        },
        Claim { says: "Plain and atomic counts do not care who drops.", source: "this project", tag: Tag::Prediction },
    ],
    caption: "Batches of 2,000 lists go through a queue. drop is the time of the dropping thread for one list; life \
        is the whole way of a list from making to dropping, with what its maker still has to do for it.",
    verdict,
    ..Experiment::BLANK
};

fn verdict(row: &Row) -> Verdict {
    let dearer = |column: &str| row.ratio(column, &[("died", "other")], &[("died", "maker")], "drop");
    let Some(shown) = row.each(|column| Some(format!("{:.2}x", dearer(&column.id)?.value))) else {
        return Verdict::not_measured();
    };
    let indifferent = row.columns.iter().filter(|column| column.gated || column.id == "atomic");
    let expected = indifferent.map(|column| dearer(&column.id).map(|ratio| ratio.value < 1.5));
    let worst = dearer("brc").map(|ratio| ratio.value > 1.0);
    let merges = row.figure("brc", &[("died", "other")], "merges").map_or_else(String::new, |merges| {
        format!(" Under brc the maker had to be asked {:.0} times to add its count to that of the others.", merges.value)
    });
    Verdict::new(
        Agreement::of(expected.chain([worst])),
        format!(
            "Dropping an object that another thread made took, of the time of dropping one's own, {shown}.{merges}"
        ),
    )
}
