//! S-04: reading one shared object from every thread.

use crate::experiment::{Axis, Claim, Experiment, Metric, Program, Tag, without_races};
use crate::row::Row;
use crate::verdict::{Agreement, Verdict};

/// What is read.
const KINDS: [&str; 3] = ["method", "list", "tuple"];

/// The row.
pub static EXPERIMENT: Experiment = Experiment {
    id: "S-04",
    title: "Reading what others read",
    question: "Is reading a shared object free of the others who read it?",
    program: Program { name: "s04_shared_reads.py", source: include_str!("../../programs/s04_shared_reads.py") },
    axes: |size| {
        vec![
            Axis::new("what", &KINDS),
            Axis::new("object", &["own", "shared"]),
            Axis::cores("threads", size.pick(&[2], &[1, 2], &[1, 2, 4, 8])),
            Axis::new("n", &[size.pick(20_000, 100_000, 1_000_000)]),
        ]
    },
    metrics: &[Metric::lower("time", "ns").log(), Metric::higher("reads", "M/s")],
    keep: |column, params| without_races(column, params) && (params["object"] == "shared" || params["threads"] != "1"),
    literature: &[Claim {
        says: "Calls of a method of one shared object by 32 threads: 43.7 ms with a GIL, 3,100 to 3,350 ms without; \
            tuples stay fast, lists do not.",
        source: "cpython issue 123619",
        tag: Tag::Excerpt,
    }],
    caption: "Fixed work per thread, nothing is written. time is that of one read as its thread sees it: the same for \
        any number of threads, if readers were free of each other and had a core each.",
    verdict,
    ..Experiment::BLANK
};

fn verdict(row: &Row) -> Verdict {
    let dearer = |column: &str, what: &str| {
        let both = |object| [("what", what), ("object", object), ("threads", "2")];
        row.ratio(column, &both("shared"), &both("own"), "time").map(|ratio| ratio.value)
    };
    let shown = row.each(|column| {
        let ratios: Vec<String> =
            KINDS.iter().filter_map(|what| Some(format!("{:.2}x", dearer(&column.id, what)?))).collect();
        (!ratios.is_empty()).then(|| ratios.join(" "))
    });
    let Some(shown) = shown else {
        return Verdict::not_measured();
    };
    let same = row.gated(|column| dearer(column, "list").map(|ratio| ratio < 1.5));
    let atomic = dearer("atomic", "list").map(|ratio| ratio > 1.0);
    Verdict::new(
        Agreement::of(same.chain([atomic])),
        format!(
            "With two threads, reading a shared method, list and tuple took, of the time of reading one's own, {shown}."
        ),
    )
}
