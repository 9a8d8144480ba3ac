//! What an experiment is: a question, a program, axes as lists, and the reading of the result; and the table of all.

use std::collections::HashSet;
use std::time::Duration;

use crate::cell::Params;
use crate::column::Column;
use crate::group::Group;
use crate::row::Row;
use crate::sample::Sample;
use crate::verdict::Verdict;

macro_rules! experiments {
    ($($module:ident),* $(,)?) => {
        $(mod $module;)*

        /// Every experiment, in the order of the matrix.
        pub static ALL: &[&Experiment] = &[$(&$module::EXPERIMENT),*];
    };
}

mod classics;

experiments!(
    n01, r01, r02, r03, r04, r05, r06, r07, d01, d02, d03, d04, c01, c02, c05, c07, c08, c09, c10, c12, l01, l02, l03,
    l05, l09, l10, l11, l13, s01, s02, s03, s04, s05, g01, g03, x01, x04, x05, a01, a02, a03, a04, a05, a06, a07, a08,
    k01, k02, f01,
);

/// One row of the matrix.
pub struct Experiment {
    /// The row's name, `C-01`.
    pub id: &'static str,
    /// A few words for headings.
    pub title: &'static str,
    /// What a reader wants to know.
    pub question: &'static str,
    /// The program that answers it.
    pub program: Program,
    /// Modules of its own that the program imports, each a file below the program's folder.
    pub imports: &'static [Program],
    /// The lists whose product is the row's cells.
    pub axes: fn(Size) -> Vec<Axis>,
    /// What the program prints; the first metric is the one that is drawn.
    pub metrics: &'static [Metric],
    /// What the two seed documents show.
    pub seeds: &'static [SeedFigure],
    /// What others found, or what we predict.
    pub literature: &'static [Claim],
    /// What a reader must know to read the numbers: fixed or growing work, what is timed.
    pub caption: &'static str,
    /// How often it is measured.
    pub repeats: Repeats,
    /// What `taipan --stats-json` counted that belongs to the row: the metric's name, and the counter's.
    pub counted: &'static [(&'static str, &'static str)],
    /// Whether its answer is what happened, not how long it took: no noise of the run explains it away.
    pub exact: bool,
    /// Columns beside the run's own, where a scheduling policy or a part of a model is the point: `gil-tick`.
    pub policies: &'static [&'static str],
    /// The axes that are options of the `taipan` command. A Python has its own way there, which cannot be set.
    pub options: &'static [&'static str],
    /// Which cells of the product mean something; the others are not measured.
    pub keep: fn(&Column, &Params) -> bool,
    /// The metric that bounds the headline from above, measured in the same process.
    pub ceiling: Option<&'static str>,
    /// The column that the others are compared with, in the mean over all cells.
    pub base: Option<&'static str>,
    /// Makes the row's samples from those of other rows, when it runs no program of its own.
    pub derived: Option<fn(&[Sample]) -> Vec<Sample>>,
    /// Turns samples into a sentence that a learner understands.
    pub verdict: fn(&Row) -> Verdict,
}

impl Experiment {
    /// What most rows have in common.
    pub const BLANK: Self = Self {
        id: "",
        title: "",
        question: "",
        program: Program { name: "", source: "" },
        imports: &[],
        axes: |_| Vec::new(),
        metrics: &[],
        seeds: &[],
        literature: &[],
        caption: "",
        repeats: Repeats::EveryRound,
        counted: &[],
        exact: false,
        policies: &[],
        options: &[],
        keep: |_, _| true,
        ceiling: None,
        base: None,
        derived: None,
        verdict: |_| Verdict::not_measured(),
    };

    /// The chapter that the row belongs to.
    #[must_use]
    pub fn group(&self) -> Group {
        Group::of(self.id)
    }

    /// The metric that is drawn and compared.
    #[must_use]
    pub fn headline(&self) -> Option<&'static Metric> {
        self.metrics.first()
    }
}

impl std::fmt::Debug for Experiment {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(self.id)
    }
}

/// A Python program that travels inside the binary.
#[derive(Clone, Copy, Debug)]
pub struct Program {
    /// The file's name.
    pub name: &'static str,
    /// The file's text.
    pub source: &'static str,
}

/// How much time a run has, and so how large its programs' work is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Size {
    /// Every cell once, under a minute in all.
    Quick,
    /// Under five minutes in all.
    Default,
    /// The seeds' own sizes and tight intervals.
    Full,
}

impl Size {
    /// The value for this size.
    #[must_use]
    pub fn pick<T>(self, quick: T, default: T, full: T) -> T {
        match self {
            Self::Quick => quick,
            Self::Default => default,
            Self::Full => full,
        }
    }

    /// How often each cell is measured at most.
    #[must_use]
    pub fn rounds(self) -> u32 {
        self.pick(1, 5, 9)
    }

    /// After the first round, no row is measured again that would end after this time.
    #[must_use]
    pub fn budget(self) -> Option<Duration> {
        self.pick(Some(Duration::from_secs(50)), Some(Duration::from_secs(280)), None)
    }

    /// How many cells may run at the same time: those of a smoke test, which measure nothing.
    #[must_use]
    pub fn at_once(self) -> usize {
        self.pick(2, 1, 1)
    }

    /// The time after which a cell's process is ended.
    #[must_use]
    pub fn time_limit(self) -> Duration {
        Duration::from_secs(self.pick(10, 30, 600))
    }
}

/// One parameter and the values it takes.
#[derive(Clone, Debug)]
pub struct Axis {
    /// The word on the program's command line.
    pub name: &'static str,
    /// The values, each a cell of its own.
    pub values: Vec<String>,
    /// Values above the machine's cores are left out and named as not measured.
    pub needs_cores: bool,
}

impl Axis {
    /// A parameter with these values.
    #[must_use]
    pub fn new<T: ToString>(name: &'static str, values: &[T]) -> Self {
        Self { name, values: values.iter().map(ToString::to_string).collect(), needs_cores: false }
    }

    /// A number of threads that only means something with as many cores.
    #[must_use]
    pub fn cores(name: &'static str, values: &[usize]) -> Self {
        Self { needs_cores: true, ..Self::new(name, values) }
    }
}

/// How often a row is measured.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Repeats {
    /// Once: the answer is a value, not a time.
    Once,
    /// Once in every round.
    EveryRound,
    /// Once in each of the first so many rounds: enough for what is a count of events, or one of very many cells.
    UpTo(u32),
}

impl Repeats {
    /// Whether the row is measured in this round, counted from 0.
    #[must_use]
    pub fn has(self, round: u32) -> bool {
        match self {
            Self::Once => round == 0,
            Self::EveryRound => true,
            Self::UpTo(rounds) => round < rounds,
        }
    }
}

/// One line of a program's output that is kept.
#[derive(Clone, Copy, Debug)]
pub struct Metric {
    /// The name before the colon.
    pub name: &'static str,
    /// The unit after the number.
    pub unit: &'static str,
    /// Which way is better.
    pub better: Better,
    /// How it is drawn.
    pub scale: Scale,
}

impl Metric {
    /// A time or a delay.
    #[must_use]
    pub const fn lower(name: &'static str, unit: &'static str) -> Self {
        Self { name, unit, better: Better::Lower, scale: Scale::Linear }
    }

    /// A rate.
    #[must_use]
    pub const fn higher(name: &'static str, unit: &'static str) -> Self {
        Self { name, unit, better: Better::Higher, scale: Scale::Linear }
    }

    /// A value that is neither good nor bad.
    #[must_use]
    pub const fn value(name: &'static str, unit: &'static str) -> Self {
        Self { name, unit, better: Better::Neither, scale: Scale::Linear }
    }

    /// The same metric on an axis of powers of ten.
    #[must_use]
    pub const fn log(self) -> Self {
        Self { scale: Scale::Log, ..self }
    }
}

/// Which way is better.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Better {
    /// Less is better.
    Lower,
    /// More is better.
    Higher,
    /// There is no better.
    Neither,
}

/// How a metric is drawn.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Scale {
    /// Bars from zero.
    Linear,
    /// Points on powers of ten.
    Log,
}

/// A number of the seed documents.
#[derive(Clone, Copy, Debug)]
pub struct SeedFigure {
    /// What it is the number of.
    pub label: &'static str,
    /// The number with its unit, as a reader sees it.
    pub shown: &'static str,
}

/// A sentence of the literature, or a prediction of ours.
#[derive(Clone, Copy, Debug)]
pub struct Claim {
    /// What is claimed.
    pub says: &'static str,
    /// Who claims it.
    pub source: &'static str,
    /// How we know.
    pub tag: Tag,
}

/// How a claim is known to us.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Tag {
    /// The source was read.
    Read,
    /// An excerpt was read.
    Excerpt,
    /// Told by somebody who had read it.
    Secondary,
    /// Our own prediction.
    Prediction,
}

impl Tag {
    /// The word shown to a reader.
    #[must_use]
    pub fn word(self) -> &'static str {
        match self {
            Self::Read => "read",
            Self::Excerpt => "excerpt",
            Self::Secondary => "second hand",
            Self::Prediction => "our prediction",
        }
    }
}

/// Keeps every column but `unsync`, for rows where lost counts answer nothing and only cost time.
fn without_races(column: &Column, _params: &Params) -> bool {
    column.id != "unsync"
}

/// Every program that some row runs and what it imports, each once.
pub fn programs() -> impl Iterator<Item = Program> {
    let mut known = HashSet::new();
    let measured = ALL.iter().filter(|experiment| experiment.derived.is_none());
    let files = measured.flat_map(|experiment| experiment.imports.iter().chain([&experiment.program]));
    files.copied().filter(move |program| known.insert(program.name))
}

/// The experiment of that name, in capitals or not.
#[must_use]
pub fn by_id(id: &str) -> Option<&'static Experiment> {
    ALL.iter().copied().find(|experiment| experiment.id.eq_ignore_ascii_case(id))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_row_is_complete_and_named_once() {
        let mut ids = HashSet::new();
        for experiment in ALL {
            assert!(ids.insert(experiment.id), "{} is there twice", experiment.id);
            assert!(experiment.question.ends_with('?'), "{} asks nothing", experiment.id);
            assert!(!experiment.metrics.is_empty(), "{} measures nothing", experiment.id);
            assert!(!experiment.caption.is_empty(), "{} has no caption", experiment.id);
            assert_eq!(by_id(&experiment.id.to_lowercase()).map(|found| found.id), Some(experiment.id));
        }
    }

    #[test]
    fn a_program_is_named_after_the_first_row_that_has_it() {
        let mut known = HashSet::new();
        // N-01 is the first of all rows, and borrows.
        let later = ALL.iter().filter(|experiment| experiment.derived.is_none() && experiment.id != "N-01");
        for experiment in later.filter(|experiment| known.insert(experiment.program.name)) {
            let prefix = experiment.id.replace('-', "").to_lowercase();
            assert!(experiment.program.name.starts_with(&format!("{prefix}_")), "{}", experiment.program.name);
        }
    }

    #[test]
    fn options_of_the_command_are_axes_of_the_row() {
        for experiment in ALL {
            let axes = (experiment.axes)(Size::Quick);
            for option in experiment.options {
                assert!(axes.iter().any(|axis| axis.name == *option), "{} has no axis {option}", experiment.id);
            }
        }
    }

    #[test]
    fn every_row_has_cells_at_every_size() {
        for experiment in ALL {
            for size in [Size::Quick, Size::Default, Size::Full] {
                for axis in (experiment.axes)(size) {
                    assert!(!axis.values.is_empty(), "{} {}", experiment.id, axis.name);
                }
            }
        }
    }
}
