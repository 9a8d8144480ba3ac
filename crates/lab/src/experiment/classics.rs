//! The classic programs, which C-09 runs under every model and C-12 beside other Pythons.

use crate::experiment::Program;
use crate::row::Row;
use crate::sample::Sample;

macro_rules! classics {
    ($($name:literal)*) => {
        /// Their names, in the order of the alphabet.
        pub const NAMES: &[&str] = &[$($name),*];

        /// The files.
        pub const PROGRAMS: &[Program] = &[$(Program {
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

/// Runs one of them and says how long it took.
pub const PROGRAM: Program =
    Program { name: "c09_classics.py", source: include_str!("../../programs/c09_classics.py") };

/// A sentence about the programs that did not come to the same result in every cell; nothing when all did.
pub fn disagreement(row: &Row) -> Option<String> {
    let result = |sample: &Sample| format!("{:?} {}", sample.values("checksum"), sample.text);
    let differs = |name: &&&str| {
        let cells = row.cells.iter().filter(|cell| cell.is("program", name));
        let samples = cells.flat_map(|cell| &cell.samples).filter(|sample| sample.outcome.has_times());
        let mut results: Vec<String> = samples.map(result).collect();
        results.dedup();
        results.len() > 1
    };
    let wrong: Vec<&str> = NAMES.iter().filter(differs).copied().collect();
    (!wrong.is_empty()).then(|| format!(" Not every column came to the same result for {}.", wrong.join(", ")))
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
        for name in NAMES {
            assert!(PROGRAM.source.contains(&format!("\"{name}\": (")), "{name} has no sizes");
        }
    }
}
