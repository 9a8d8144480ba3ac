//! G-01: how many bytes an object takes.

use crate::experiment::{Axis, Claim, Experiment, Metric, Program, Repeats, Tag, without_races};
use crate::row::Row;
use crate::verdict::{Agreement, Verdict};

/// The kinds of object, as the program names them.
const KINDS: [&str; 16] = [
    "int",
    "float",
    "list",
    "dict",
    "two_attributes",
    "big_int",
    "str",
    "bytes",
    "tuple",
    "list_of_4",
    "dict_of_4",
    "set",
    "object",
    "instance",
    "two_slots",
    "closure",
];

/// A system may give memory by huge pages of 2 MiB, which are some bytes for each of the objects.
const GRAIN: f64 = (2 << 20) as f64 / 200_000.0;

/// The row.
pub static EXPERIMENT: Experiment = Experiment {
    id: "G-01",
    title: "Bytes for an object",
    question: "How many bytes does an object take?",
    program: Program { name: "g01_bytes.py", source: include_str!("../../programs/g01_bytes.py") },
    axes: |size| {
        vec![
            Axis::new("kind", size.pick(&KINDS[..5], &KINDS, &KINDS)),
            Axis::new("n", &[size.pick(20_000, 200_000, 1_000_000)]),
        ]
    },
    metrics: &[Metric::lower("heap", "bytes"), Metric::value("getsizeof", "bytes")],
    keep: without_races,
    literature: &[Claim {
        says: "A header of 16 bytes with a GIL, of 32 without; containers stay equal, because the collector's links \
            move into it.",
        source: "PEP 703",
        tag: Tag::Read,
    }],
    caption: "What the process grew by, divided by the number of objects, without the place in the list that holds \
        them; where the system gives memory by huge pages, that is exact to ten bytes. Numbers that live in the word \
        itself take nothing. getsizeof is what the interpreter says.",
    repeats: Repeats::Once,
    exact: true,
    verdict,
    ..Experiment::BLANK
};

fn verdict(row: &Row) -> Verdict {
    let bytes = |column: &str, kind: &str| row.figure(column, &[("kind", kind)], "heap").map(|figure| figure.value);
    let shown = row.each(|column| {
        let [list, dict, instance] = ["list", "dict", "two_attributes"].map(|kind| bytes(&column.id, kind));
        Some(format!("{:.0}, {:.0} and {:.0}", list?, dict?, instance?))
    });
    let Some(shown) = shown else {
        return Verdict::not_measured();
    };
    let ours = row.columns.iter().filter(|column| column.is_taipan());
    let unboxed = ours.flat_map(|column| ["int", "float"].map(|kind| bytes(&column.id, kind).map(|bytes| bytes < GRAIN + 1.0)));
    // A biased count needs two words where a plain one needs half of one; a size class may round that up.
    let header = ["list", "dict", "two_attributes", "tuple"].map(|kind| {
        let more = bytes("brc", kind)? - bytes("gil", kind)?;
        Some((-GRAIN - 1.0..=16.0 + GRAIN + 1.0).contains(&more))
    });
    Verdict::new(
        Agreement::of(unboxed.chain(header)),
        format!("Bytes for an empty list, an empty dict and an instance with two attributes: {shown}."),
    )
}
