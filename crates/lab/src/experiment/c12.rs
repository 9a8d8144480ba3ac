//! C-12: the classic programs, by one thread, next to other Pythons.

use crate::experiment::{Axis, Claim, Experiment, Metric, Program, Tag};
use crate::row::{Place, Row};
use crate::verdict::{Agreement, Verdict};

macro_rules! classics {
    ($($name:literal)*) => {
        const NAMES: &[&str] = &[$($name),*];

        const PROGRAMS: &[Program] = &[$(Program {
            name: concat!("classic/", $name, ".py"),
            source: include_str!(concat!("../../programs/classic/", $name, ".py")),
        }),*];
    };
}

classics! {
    "aes" "binary_trees" "chaos" "comprehensions" "coroutines" "deepcopy" "deltablue" "fannkuch" "float_points"
    "generators" "go" "hexiom" "mandelbrot" "meteor_contest" "nbody" "nqueens" "pidigits" "pyflate" "pystone"
    "raytrace" "richards" "scimark_fft" "scimark_lu" "scimark_monte_carlo" "scimark_sor" "scimark_sparse"
    "spectral_norm" "unpack_sequence"
}

/// Those that a smoke test runs.
const FEW: &[&str] = &["chaos", "deltablue", "mandelbrot", "nqueens", "pystone"];

/// The model that is compared: the one that does as CPython does.
const OURS: &str = "gil";

/// The row.
pub static EXPERIMENT: Experiment = Experiment {
    id: "C-12",
    title: "The classic programs",
    question: "How fast does Taipan run, with one thread, what other Pythons are measured by?",
    program: Program { name: "c12_classics.py", source: include_str!("../../programs/c12_classics.py") },
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
    let sentence = format!("Over {programs} programs, taipan takes {}.", phrases.join(", "));
    Verdict::new(Agreement::of(faster), sentence)
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_program_of_the_folder_is_in_the_row_and_has_its_sizes() {
        let folder = concat!(env!("CARGO_MANIFEST_DIR"), "/programs/classic");
        let files = std::fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path());
        let programs = files.filter(|path| path.extension().is_some_and(|extension| extension == "py"));
        let mut names: Vec<String> =
            programs.map(|path| path.file_stem().unwrap().to_string_lossy().into_owned()).collect();
        names.sort();
        assert_eq!(names, NAMES);
        assert!(FEW.iter().all(|name| NAMES.contains(name)));
        for name in NAMES {
            assert!(EXPERIMENT.program.source.contains(&format!("\"{name}\": (")), "{name} has no sizes");
        }
    }
}
