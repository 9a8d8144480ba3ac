//! C-12: the classic programs, by one thread, next to other Pythons.

use crate::experiment::classics::{NAMES, PROGRAM, PROGRAMS, disagreement};
use crate::experiment::{Axis, Claim, Experiment, Metric, Tag};
use crate::row::{Place, Row};
use crate::verdict::{Agreement, Verdict};

/// Those that a smoke test runs.
const FEW: &[&str] = &["chaos", "deltablue", "mandelbrot", "nqueens", "pystone"];

/// The model that is compared: the one that does as CPython does.
const OURS: &str = "gil";

/// The row.
pub static EXPERIMENT: Experiment = Experiment {
    id: "C-12",
    title: "The classic programs",
    question: "How fast does Taipan run, with one thread, what other Pythons are measured by?",
    program: PROGRAM,
    imports: PROGRAMS,
    axes: |size| vec![Axis::new("program", size.pick(FEW, NAMES, NAMES)), Axis::new("size", &[size.pick("quick", "default", "full")])],
    metrics: &[Metric::lower("work", "s").log()],
    keep: |column, _| column.id == OURS || !column.is_taipan(),
    literature: &[Claim {
        says: "An interpreter without a compiler to machine code, of a dynamic language, gains most from caches \
            at the instructions that look names up: CPython 3.11 is 1.25x as fast as 3.10 for them.",
        source: "What's New In Python 3.11, and PEP 659",
        tag: Tag::Secondary,
    }],
    caption: "The same file for every interpreter, one process for each program; starting and importing are not \
        timed. The mean is geometric, over all programs.",
    verdict,
    ..Experiment::BLANK
};

fn verdict(row: &Row) -> Verdict {
    let ratio = |python: &str| row.mean_ratio(Place::all_of(OURS), Place::all_of(python), "work");
    let phrases: Vec<String> = row
        .pythons()
        .filter_map(|python| {
            let mean = ratio(&python.id)?;
            let spread = spread(row, &python.id).map_or(String::new(), |spread| format!(" ({spread})"));
            Some(format!("{:.2}x the time of {}{spread}", mean.value, python.id))
        })
        .collect();
    if phrases.is_empty() {
        return Verdict::not_measured();
    }
    let cpython = row.pythons().filter(|python| python.id.starts_with("cpython") && python.gated);
    let faster = cpython.map(|python| ratio(&python.id).map(|mean| mean.value < 1.0));
    let programs = row.cells.iter().filter(|cell| cell.column == OURS).count();
    let wrong = disagreement(row);
    let sentence = format!("Over {programs} programs, taipan takes {}.{}", phrases.join(", "), wrong.clone().unwrap_or_default());
    Verdict::new(Agreement::of(faster.chain([wrong.map(|_| false)])), sentence)
}

/// "0.41x for nbody to 1.20x for go": the best and the worst program.
fn spread(row: &Row, python: &str) -> Option<String> {
    let mut ratios: Vec<(f64, &str)> = NAMES
        .iter()
        .filter_map(|name| {
            let work = |column: &str| row.figure(column, &[("program", name)], "work").map(|figure| figure.value);
            Some((work(OURS)? / work(python)?, *name))
        })
        .collect();
    ratios.sort_by(|one, other| one.0.total_cmp(&other.0));
    let (best, worst) = (ratios.first()?, ratios.last()?);
    Some(format!("{:.2}x for {} to {:.2}x for {}", best.0, best.1, worst.0, worst.1))
}
