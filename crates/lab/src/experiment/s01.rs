//! S-01: small operations that two threads do at once, against what the machine has to give.

use crate::experiment::{Axis, Claim, Experiment, Metric, Program, Repeats, Tag, without_races};
use crate::row::{Measured, Row};
use crate::verdict::{Agreement, Verdict};

/// The operations, as CPython's Tools/ftscalingbench names them.
const KERNELS: [&str; 20] = [
    "object_cfunction",
    "cmodule_function",
    "object_lookup_special",
    "context_manager",
    "mult_constant",
    "generator",
    "pymethod",
    "pyfunction",
    "module_function",
    "load_string_const",
    "load_tuple_const",
    "create_pyobject",
    "create_closure",
    "create_dict",
    "thread_local_read",
    "method_caller",
    "instantiate_dataclass",
    "instantiate_namedtuple",
    "instantiate_typing_namedtuple",
    "deepcopy",
];
/// An operation scales when it reaches this share of the ceiling.
const SCALES: f64 = 0.75;

/// The row.
pub static EXPERIMENT: Experiment = Experiment {
    id: "S-01",
    title: "Small operations by two threads",
    question: "Which small operations get faster with a second thread?",
    program: Program { name: "s01_scaling.py", source: include_str!("../../programs/s01_scaling.py") },
    axes: |size| {
        vec![
            Axis::new("kernel", size.pick(&KERNELS[..4], &KERNELS, &KERNELS)),
            // Many short rounds: the least of them is the one that nothing else disturbed.
            Axis::new("ms", &[size.pick(2, 4, 10)]),
            Axis::new("rounds", &[size.pick(1, 15, 60)]),
        ]
    },
    metrics: &[Metric::higher("speedup", "x"), Metric::higher("ceiling", "x"), Metric::lower("turn", "ns")],
    policies: &["brc-without-deferred", "brc-without-spread"],
    keep: without_races,
    ceiling: Some("ceiling"),
    literature: &[
        Claim {
            says: "Free-threaded CPython, October 2024, ten threads: most operations nine to ten times as fast, but \
                string constants 1.8x and thread-local reads 2x slower than with one thread.",
            source: "cpython issue 125985",
            tag: Tag::Excerpt,
        },
        Claim {
            says: "What every thread calls, functions and classes, is why counts are deferred: without that, calls of \
                shared functions do not scale.",
            source: "PEP 703",
            tag: Tag::Read,
        },
        Claim {
            says: "With atomic counts everything that two threads name together gets slower.",
            source: "this project",
            tag: Tag::Prediction,
        },
    ],
    caption: "Fixed work per thread: speedup is twice the time of one thread over the time of two, so 1 is no gain. \
        The ceiling is what two processes reach at the same time with the same work: they share nothing.",
    repeats: Repeats::UpTo(2),
    verdict,
    ..Experiment::BLANK
};

fn verdict(row: &Row) -> Verdict {
    let shown = row.each(|column| {
        let cells: Vec<&Measured> = row.cells.iter().filter(|cell| cell.column == column.id).collect();
        let known = cells.iter().filter_map(|cell| scales(cell));
        let (scale, all) = known.fold((0, 0), |(scale, all), yes| (scale + usize::from(yes), all + 1));
        (all > 0).then(|| format!("{scale} of {all}"))
    });
    let Some(shown) = shown else {
        return Verdict::not_measured();
    };
    let cells = |gated: bool| {
        let columns = row.columns.iter().filter(move |column| column.gated == gated);
        columns.flat_map(|column| row.cells.iter().filter(move |cell| cell.column == column.id))
    };
    let none_gain = cells(true).map(|cell| cell.estimate("speedup").map(|gain| gain.value < 1.5));
    let locals = cells(false).filter(|cell| cell.is("kernel", "mult_constant")).map(scales);
    Verdict::new(
        Agreement::of(none_gain.chain(locals)),
        format!("Operations that reached at least three quarters of what two processes reach: {shown}."),
    )
}

/// Whether two threads come near what the machine has to give.
fn scales(cell: &Measured) -> Option<bool> {
    let (speedup, ceiling) = (cell.estimate("speedup")?.value, cell.estimate("ceiling")?.value);
    Some(speedup >= SCALES * ceiling)
}
