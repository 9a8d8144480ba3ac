//! The record of one sample: one process, one line of the result file.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use crate::cell::Params;
use crate::column::Column;
use crate::experiment::Size;
use crate::host::Host;
use crate::reading::Reading;

/// One measured process.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Sample {
    /// The identity of the cell.
    pub key: String,
    /// Which repetition this is, from 0.
    pub round: u32,
    /// The row's name.
    pub row: String,
    /// The column's id.
    pub model: String,
    /// The cell's parameters.
    pub params: Params,
    /// The seed of the run's order.
    pub seed: u64,
    /// The size of the work, where the program has one.
    #[serde(default)]
    pub n: Option<u64>,
    /// How the measured program was built.
    #[serde(default)]
    pub build: Build,
    /// The machine, and how busy it was before this sample.
    #[serde(default)]
    pub host: Host,
    /// What the program printed.
    pub samples: Vec<Reading>,
    /// What `taipan --stats-json` counted.
    #[serde(default)]
    pub counters: BTreeMap<String, u64>,
    /// How it ended.
    pub outcome: Outcome,
    /// Why it is not `ok`; empty otherwise.
    #[serde(default)]
    pub detail: String,
    /// The program's lines that are no readings, shortened.
    #[serde(default)]
    pub text: String,
    /// Seconds from the start of the process to its end.
    #[serde(default)]
    pub wall_s: f64,
}

impl Sample {
    /// The first number of the reading of that name.
    #[must_use]
    pub fn value(&self, metric: &str) -> Option<f64> {
        self.values(metric)?.first().copied()
    }

    /// All numbers of the reading of that name.
    #[must_use]
    pub fn values(&self, metric: &str) -> Option<&[f64]> {
        let reading = self.samples.iter().find(|reading| reading.name == metric)?;
        Some(&reading.values)
    }
}

/// How a sample ended.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Outcome {
    /// As it should.
    Ok,
    /// A fault in a count was found and counted; the times still stand.
    FaultCounted,
    /// The program would never have ended, and knew it.
    Hang,
    /// The result is not what it has to be.
    Wrong,
    /// It was ended at its time limit.
    Timeout,
    /// It ended with an error or a signal.
    Crashed,
    /// This column cannot run this program.
    Unavailable,
}

impl Outcome {
    /// Whether the sample's times may be used.
    #[must_use]
    pub fn has_times(self) -> bool {
        matches!(self, Self::Ok | Self::FaultCounted | Self::Hang)
    }

    /// The word a reader sees.
    #[must_use]
    pub fn word(self) -> &'static str {
        match self {
            Self::Ok => "ok",
            Self::FaultCounted => "fault counted",
            Self::Hang => "deadlock found",
            Self::Wrong => "wrong result",
            Self::Timeout => "time limit",
            Self::Crashed => "crashed",
            Self::Unavailable => "unavailable",
        }
    }
}

/// How a measured program was built. Empty fields are not known.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(default, rename_all = "kebab-case")]
pub struct Build {
    /// The compiler's version, or the interpreter's for a Python.
    pub rustc: String,
    /// The cargo profile.
    pub profile: String,
    /// Link-time optimisation.
    pub lto: String,
    /// Codegen units.
    pub codegen_units: String,
    /// The instruction set it was built for.
    pub target_cpu: String,
    /// The allocator.
    pub allocator: String,
    /// The commit.
    pub git: String,
}

/// The first line of a result file: what the run was to measure.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Header {
    /// The run's name.
    pub run: String,
    /// When it began, in UTC, as `2026-01-31 12:00:00`.
    pub began: String,
    /// How large.
    pub size: Size,
    /// The seed of the order.
    pub seed: u64,
    /// The rows.
    pub rows: Vec<String>,
    /// The columns.
    pub columns: Vec<Column>,
    /// Those of them that only the rows about scheduling have.
    #[serde(default)]
    pub extra_columns: Vec<String>,
    /// The machine.
    pub host: Host,
    /// How `taipan` was built.
    pub build: Build,
    /// What was left out, and why.
    pub notes: Vec<String>,
}
