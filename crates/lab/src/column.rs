//! What runs a program: a model of Taipan, or a Python found on the machine.

use std::path::PathBuf;

use serde::{Deserialize, Serialize};

/// One column of the matrix.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Column {
    /// The name in keys and tables: `gil`, `gil-tick`, `cpython-3.11.7`.
    pub id: String,
    /// What a reader is told about it.
    pub about: String,
    /// Whether only one thread at a time runs Python code.
    pub gated: bool,
    /// How it is started.
    pub runs: Runs,
}

/// How a column is started.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Runs {
    /// The `taipan` command under one model.
    Taipan {
        /// `--model`
        model: String,
        /// `--policy`
        policy: Option<String>,
        /// `--without`: the parts of the model that are switched off, with commas.
        #[serde(default)]
        without: Option<String>,
    },
    /// A Python interpreter of somebody else.
    Python {
        /// The command.
        path: PathBuf,
        /// What it says it is.
        version: String,
    },
}

/// The scheduling policies of the gate that a column `gil-POLICY` can name.
pub const POLICIES: [&str; 10] = [
    "tick",
    "interval",
    "interval-noforce",
    "priority",
    "deadline",
    "stealer",
    "fifo",
    "fifo-delayed",
    "master",
    "swift",
];

/// The policies as columns: what a row about scheduling adds to the run's own, where `gil` is `interval`.
pub const GATES: &[&str] = &[
    "gil-tick",
    "gil-interval-noforce",
    "gil-priority",
    "gil-deadline",
    "gil-stealer",
    "gil-fifo",
    "gil-fifo-delayed",
    "gil-master",
    "gil-swift",
];

/// The parts of `brc` that `--without` can leave out.
pub const PARTS: [&str; 6] = ["deferred", "immortal", "spread", "biased-lock", "read-mode", "alone"];

/// The columns that are the model `gil` once for each task, and the word by which a program is told so.
const PLACEMENTS: [(&str, &str); 2] = [("isolated", "units=interpreters"), ("process", "units=processes")];

impl Column {
    /// A Taipan column by its name: a model, a placement, `gil-POLICY[:VALUE]`, `MODEL-without-PART`, `MODEL-bare`
    /// which has no part that can be left out, or `MODEL-bare-plus-PART`.
    #[must_use]
    pub fn taipan(id: &str) -> Self {
        let (whole, without, told) = parts_of(id);
        let (model, policy) = match whole.split_once('-') {
            Some(("gil", policy)) => ("gil", Some(policy)),
            _ => (whole, None),
        };
        let mut about = match policy {
            Some(policy) => format!("Taipan, one lock for all, scheduled by the policy {policy}"),
            None => about_model(model).to_owned(),
        };
        about += &told;
        let policy = policy.map(str::to_owned);
        Self {
            id: id.to_owned(),
            about,
            gated: model == "gil",
            runs: Runs::Taipan { model: model_of(model).to_owned(), policy, without },
        }
    }

    /// The word on a program's command line that has it make an interpreter or a process for each task.
    #[must_use]
    pub fn placement(&self) -> Option<&'static str> {
        PLACEMENTS.iter().find(|(id, _)| self.is_taipan() && self.id == *id).map(|(_, word)| *word)
    }

    /// Whether programs can make interpreters: Taipan has `concurrent.interpreters`, and CPython has it since 3.14.
    #[must_use]
    pub fn has_interpreters(&self) -> bool {
        match &self.runs {
            Runs::Taipan { .. } => true,
            Runs::Python { version, .. } => {
                let mut numbers = version.split('.').map_while(|it| it.parse::<u32>().ok());
                self.id.starts_with("cpython") && (numbers.next(), numbers.next()) >= (Some(3), Some(14))
            }
        }
    }

    /// A Python on the machine, from what [`crate::process::probe_python`] was told by it.
    #[must_use]
    pub fn python(path: PathBuf, name: &str, version: &str, gated: bool) -> Self {
        let suffix = if gated || name == "pypy" { "" } else { "t" };
        let lock = if gated { "with its GIL" } else { "without a GIL" };
        Self {
            id: format!("{name}-{version}{suffix}"),
            about: format!("{name} {version}, {lock}"),
            gated,
            runs: Runs::Python { path, version: version.to_owned() },
        }
    }

    /// Whether it is one of Taipan's models.
    #[must_use]
    pub fn is_taipan(&self) -> bool {
        matches!(self.runs, Runs::Taipan { .. })
    }
}

/// Gives columns of the same name different names, in the order they come.
pub fn make_unique(columns: &mut [Column]) {
    for index in 1..columns.len() {
        let same = columns[..index].iter().filter(|column| column.about == columns[index].about).count();
        if same > 0 {
            columns[index].id = format!("{}-no{}", columns[index].id, same + 1);
        }
    }
}

/// A column's name without what it says about parts, the parts it lacks, and the words about them.
fn parts_of(id: &str) -> (&str, Option<String>, String) {
    if let Some((whole, part)) = id.split_once("-without-") {
        return (whole, Some(part.to_owned()), format!("; without its part {part}"));
    }
    let (whole, added) = match id.split_once("-bare-plus-") {
        Some((whole, part)) => (whole, Some(part)),
        None => (id.strip_suffix("-bare").unwrap_or(id), None),
    };
    if whole == id {
        return (id, None, String::new());
    }
    let lacking: Vec<&str> = PARTS.into_iter().filter(|part| Some(*part) != added).collect();
    let told = match added {
        Some(part) => format!("; of its parts that can be left out with {part} alone"),
        None => "; without any part that can be left out".to_owned(),
    };
    (whole, Some(lacking.join(",")), told)
}

/// The model that a column of this name runs: a placement is many times `gil`.
fn model_of(name: &str) -> &str {
    if PLACEMENTS.iter().any(|(id, _)| *id == name) { "gil" } else { name }
}

fn about_model(model: &str) -> &'static str {
    match model {
        "gil" => "Taipan, plain counts and one lock for all: at any moment one thread runs Python",
        "atomic" => "Taipan, no lock for all: every count is an atomic instruction, every container has a lock",
        "brc" => "Taipan, no lock for all: counts biased to the thread that made the object (PEP 703)",
        "isolated" => "Taipan, one interpreter with its own lock for each thread",
        "process" => "Taipan, one process for each task",
        "trace" => "Taipan, no counts: a collector that stops the world",
        "unsync" => "Taipan, plain counts and no lock: races happen, and are counted",
        _ => "Taipan",
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_says_model_and_policy() {
        let swift = Column::taipan("gil-tick");
        assert_eq!(swift.runs, Runs::Taipan { model: "gil".into(), policy: Some("tick".into()), without: None });
        assert!(swift.gated);
        let atomic = Column::taipan("atomic");
        assert_eq!(atomic.runs, Runs::Taipan { model: "atomic".into(), policy: None, without: None });
        assert!(!atomic.gated);
    }

    #[test]
    fn a_name_says_which_part_is_missing() {
        let column = Column::taipan("brc-without-read-mode");
        let runs = Runs::Taipan { model: "brc".into(), policy: None, without: Some("read-mode".into()) };
        assert_eq!(column.runs, runs);
        assert!(column.about.ends_with("without its part read-mode"), "{}", column.about);
    }

    #[test]
    fn a_bare_model_lacks_every_part_and_gets_one_back() {
        let without = |id: &str| match Column::taipan(id).runs {
            Runs::Taipan { model, without, .. } => (model, without.unwrap_or_default()),
            Runs::Python { .. } => panic!("{id} is a model of Taipan"),
        };
        assert_eq!(without("brc-bare"), ("brc".into(), "deferred,immortal,spread,biased-lock,read-mode,alone".into()));
        assert_eq!(
            without("brc-bare-plus-immortal"),
            ("brc".into(), "deferred,spread,biased-lock,read-mode,alone".into())
        );
        assert_eq!(without("brc"), ("brc".into(), String::new()));
    }

    #[test]
    fn every_policy_but_the_usual_one_is_a_column_of_the_scheduling_rows() {
        let gates = POLICIES.iter().filter(|policy| **policy != "interval").map(|policy| format!("gil-{policy}"));
        assert_eq!(gates.collect::<Vec<_>>(), GATES);
    }

    #[test]
    fn a_placement_is_a_model_and_a_word() {
        let isolated = Column::taipan("isolated");
        assert_eq!(isolated.runs, Column::taipan("gil").runs);
        assert_eq!((isolated.placement(), isolated.gated), (Some("units=interpreters"), false));
        assert_eq!(Column::taipan("gil").placement(), None);
    }

    #[test]
    fn interpreters_came_with_cpython_3_14() {
        let has = |name, version| Column::python("p".into(), name, version, true).has_interpreters();
        assert_eq!([has("cpython", "3.9.2"), has("cpython", "3.14.0"), has("cpython", "4.0.0")], [false, true, true]);
        assert!(!has("pypy", "3.14.0") && Column::taipan("atomic").has_interpreters());
    }

    #[test]
    fn two_pythons_of_one_version_stay_apart() {
        let python = || Column::python("python3".into(), "cpython", "3.11.7", true);
        let mut columns = [python(), python(), Column::python("t".into(), "cpython", "3.13.0", false)];
        make_unique(&mut columns);
        let ids: Vec<&str> = columns.iter().map(|column| column.id.as_str()).collect();
        assert_eq!(ids, ["cpython-3.11.7", "cpython-3.11.7-no2", "cpython-3.13.0t"]);
    }
}
