//! How cells are run, as a trait, so that tests can run cells without a process and without a clock.

use std::path::Path;
use std::time::Duration;

use crate::cell::Cell;
use crate::column::Column;

/// Runs the programs of cells to their ends, each in a lane: as many at a time as the runner has lanes.
pub trait Executor {
    /// Starts the job in a process of its own, which ends at the time limit at the latest.
    ///
    /// No other job of that lane runs meanwhile.
    fn start(&mut self, lane: usize, job: &Job<'_>);

    /// Waits until some job ends; says in which lane, and what came of it.
    ///
    /// # Panics
    /// May panic when no job was started that has not been waited for.
    fn wait(&mut self) -> (usize, Attempt);

    /// Time since some fixed moment.
    fn now(&self) -> Duration;
}

/// What is to be run.
#[derive(Debug)]
pub struct Job<'a> {
    /// The cell.
    pub cell: &'a Cell,
    /// The cell's column.
    pub column: &'a Column,
    /// The folder that holds the programs.
    pub programs: &'a Path,
    /// After this long the process is ended.
    pub time_limit: Duration,
}

/// What came of it.
#[derive(Clone, Debug, PartialEq)]
pub struct Attempt {
    /// How the process ended.
    pub end: End,
    /// What it printed.
    pub stdout: String,
    /// What it complained about.
    pub stderr: String,
    /// The text of its `--stats-json` file, if it wrote one.
    pub stats: Option<String>,
    /// How long it took, start and end included.
    pub wall: Duration,
}

/// How a process ended.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum End {
    /// By itself, with this status.
    Exited(i32),
    /// By this signal.
    Signalled(i32),
    /// At its time limit.
    TimedOut,
    /// Because the person at the keyboard asked for it.
    Cancelled,
    /// It could not be started, for this reason.
    NotStarted(String),
}
