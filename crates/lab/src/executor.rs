//! How one cell is run, as a trait, so that tests can run cells without a process and without a clock.

use std::path::Path;
use std::time::Duration;

use crate::cell::Cell;
use crate::column::Column;

/// Runs one cell's program to its end.
pub trait Executor {
    /// Runs the job in a process of its own, and ends that process at the time limit.
    fn run(&mut self, job: &Job<'_>) -> Attempt;

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
