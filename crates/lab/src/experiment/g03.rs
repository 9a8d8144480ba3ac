//! G-03: the memory of one more thread, interpreter, process.

use crate::experiment::{Axis, Claim, Experiment, Metric, Program, Repeats, Tag, without_races};
use crate::row::Row;
use crate::verdict::{Agreement, Verdict};

/// The row.
pub static EXPERIMENT: Experiment = Experiment {
    id: "G-03",
    title: "Memory for one more of them",
    question: "How much memory does one more thread take, or interpreter, or process?",
    program: Program { name: "g03_units.py", source: include_str!("../../programs/g03_units.py") },
    axes: |size| vec![Axis::new("unit", &["thread", "interpreter", "process"]), Axis::new("n", &[size.pick(2, 4, 16)])],
    metrics: &[Metric::lower("memory", "KiB").log()],
    keep: |column, params| {
        without_races(column, params) && (column.has_interpreters() || params["unit"] != "interpreter")
    },
    literature: &[Claim {
        says: "In this order: thread, interpreter, process.",
        source: "this project",
        tag: Tag::Prediction,
    }],
    caption: "They do nothing and stay. Of a process its share is counted, where pages that several have in common \
        count in parts. Interpreters are those of the module concurrent.interpreters, of Python 3.14 and newer.",
    repeats: Repeats::Once,
    verdict,
    ..Experiment::BLANK
};

fn verdict(row: &Row) -> Verdict {
    let memory = |column: &str, unit: &str| row.figure(column, &[("unit", unit)], "memory").map(|figure| figure.value);
    let phrase = |unit: &str| row.each(|column| memory(&column.id, unit).map(|kib| format!("{kib:.0} KiB")));
    let (Some(thread), Some(process)) = (phrase("thread"), phrase("process")) else {
        return Verdict::not_measured();
    };
    let interpreter = phrase("interpreter").map_or_else(String::new, |shown| format!("; one more interpreter {shown}"));
    let grows = |column: &str, less: &str, more: &str| Some(memory(column, more)? > memory(column, less)?);
    let expected = row.columns.iter().flat_map(|column| {
        [("thread", "process"), ("thread", "interpreter"), ("interpreter", "process")]
            .map(|(less, more)| grows(&column.id, less, more))
    });
    Verdict::new(
        Agreement::of(expected),
        format!("One more thread took {thread}{interpreter}; one more process {process}."),
    )
}
