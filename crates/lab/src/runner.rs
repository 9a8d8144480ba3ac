//! Runs a plan: one process per cell and round, every sample kept at once, whatever happens to it.

use std::collections::HashMap;
use std::path::Path;
use std::time::Duration;

use crate::cell::Cell;
use crate::column::{Column, Runs};
use crate::executor::{Attempt, End, Executor, Job};
use crate::host::Host;
use crate::plan::Plan;
use crate::reading::{self, Check};
use crate::sample::{Build, Header, Outcome, Sample};
use crate::stats_json;
use crate::store::{Store, StoreError};

/// Longest text of a program that is kept with a sample, in bytes.
const TEXT_LIMIT: usize = 4_000;

/// Is told how a run goes on.
pub trait Observer {
    /// A cell is about to be measured.
    fn started(&mut self, cell: &Cell, progress: &Progress);
    /// A sample was kept.
    fn finished(&mut self, sample: &Sample, progress: &Progress);
}

/// How far a run is.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Progress {
    /// The round that is being measured, from 0.
    pub round: u32,
    /// Cells of this round that are done.
    pub done: usize,
    /// Cells of this round.
    pub total: usize,
    /// The time that the rest of the run will take, as far as is known: nothing before the first sample.
    pub left: Option<Duration>,
}

/// Why a run ended.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Ended {
    /// All rounds are measured.
    Complete,
    /// The time was up after this many whole rounds, and some rows of one more.
    OutOfTime(u32),
    /// The person at the keyboard asked for it.
    Cancelled,
}

/// Measures every cell of the plan that the store does not have yet.
///
/// # Errors
/// Only when a sample cannot be kept; a program that fails is a sample.
pub fn run(
    plan: &Plan,
    header: &Header,
    programs: &Path,
    store: &mut Store,
    executor: &mut dyn Executor,
    observer: &mut dyn Observer,
) -> Result<Ended, StoreError> {
    let began = executor.now();
    let mut clock = Clock::default();
    for round in 0..plan.rounds {
        let order = plan.order(round);
        let mut row = "";
        let mut fits = true;
        let mut left_out = false;
        for (done, &index) in order.iter().enumerate() {
            let cell = &plan.cells[index];
            if store.has(&cell.key(), round) {
                continue;
            }
            if round > 0 && row != cell.experiment.id {
                row = cell.experiment.id;
                // A row is measured whole or not at all, so that its columns stay comparable.
                let needs = clock.estimate(plan, row_of(plan, &order[done..]), 0);
                fits = plan.budget.is_none_or(|budget| elapsed_since(began, executor) + needs <= budget);
                left_out |= !fits;
            }
            if !fits {
                continue;
            }
            let left = clock.left(plan, &order, done, round, elapsed_since(began, executor));
            let progress = Progress { round, done, total: order.len(), left };
            observer.started(cell, &progress);
            let Some(column) = header.columns.iter().find(|column| column.id == cell.column) else {
                continue;
            };
            let host = header.host.now();
            let job = Job { cell, column, programs, time_limit: plan.time_limit };
            let attempt = executor.run(&job);
            if attempt.end == End::Cancelled {
                return Ok(Ended::Cancelled);
            }
            clock.note(index, attempt.wall);
            let sample = sample_of(cell, column, round, header, host, attempt);
            store.add(&sample)?;
            observer.finished(&sample, &Progress { done: done + 1, ..progress });
        }
        if left_out {
            return Ok(Ended::OutOfTime(round));
        }
    }
    Ok(Ended::Complete)
}

/// The cells at the beginning of `order` that belong to one row.
fn row_of<'a>(plan: &Plan, order: &'a [usize]) -> &'a [usize] {
    let id = |index: usize| plan.cells[index].experiment.id;
    let other = order.iter().position(|&index| id(index) != id(order[0]));
    &order[..other.unwrap_or(order.len())]
}

fn elapsed_since(began: Duration, executor: &dyn Executor) -> Duration {
    executor.now().saturating_sub(began)
}

/// How long each cell took, to say how long the rest will take.
#[derive(Default)]
struct Clock {
    walls: HashMap<usize, Duration>,
}

impl Clock {
    fn note(&mut self, cell: usize, wall: Duration) {
        self.walls.insert(cell, wall);
    }

    /// The time for `order[from..]`; a cell that was never measured counts as the mean of the others.
    fn estimate(&self, plan: &Plan, order: &[usize], from: usize) -> Duration {
        debug_assert!(order.iter().all(|&index| index < plan.cells.len()));
        let known = u32::try_from(self.walls.len()).unwrap_or(u32::MAX).max(1);
        let mean = self.walls.values().sum::<Duration>() / known;
        order[from..].iter().map(|index| self.walls.get(index).copied().unwrap_or(mean)).sum()
    }

    fn left(&self, plan: &Plan, order: &[usize], done: usize, round: u32, elapsed: Duration) -> Option<Duration> {
        if self.walls.is_empty() {
            return None;
        }
        let this_round = self.estimate(plan, order, done);
        let later = plan.rounds - round - 1;
        let all = this_round + self.estimate(plan, &plan.order(1), 0) * later;
        let within_budget = plan.budget.map(|budget| budget.saturating_sub(elapsed).max(this_round));
        Some(within_budget.map_or(all, |budget| all.min(budget)))
    }
}

fn sample_of(cell: &Cell, column: &Column, round: u32, header: &Header, host: Host, attempt: Attempt) -> Sample {
    let output = reading::parse(&attempt.stdout);
    let stats = stats_json::parse(attempt.stats.as_deref().unwrap_or_default());
    let (outcome, detail) = judge(cell, &attempt, &output, &stats);
    let build = match &column.runs {
        Runs::Taipan { .. } => header.build.clone(),
        Runs::Python { version, .. } => Build { rustc: version.clone(), ..Build::default() },
    };
    Sample {
        key: cell.key(),
        round,
        row: cell.experiment.id.to_owned(),
        model: cell.column.clone(),
        params: cell.params.clone(),
        seed: header.seed,
        n: ["n", "pairs", "size", "items"].iter().find_map(|name| cell.params.get(*name)?.parse().ok()),
        build,
        host,
        samples: output.readings,
        counters: stats.counters,
        outcome,
        detail,
        text: shorten(&output.text, TEXT_LIMIT),
        wall_s: attempt.wall.as_secs_f64(),
    }
}

/// What a process's end and output amount to, and why.
fn judge(cell: &Cell, attempt: &Attempt, output: &reading::Output, stats: &stats_json::Stats) -> (Outcome, String) {
    match &attempt.end {
        End::NotStarted(why) => return (Outcome::Unavailable, why.clone()),
        End::TimedOut | End::Cancelled => {
            return (Outcome::Timeout, format!("ended after {:.0} s", attempt.wall.as_secs_f64()));
        }
        End::Signalled(signal) => return (Outcome::Crashed, format!("signal {signal}")),
        End::Exited(0) => {}
        End::Exited(status) => return judge_failure(*status, &attempt.stderr),
    }
    match &output.check {
        Some(Check::Unavailable(why)) => return (Outcome::Unavailable, why.clone()),
        Some(Check::Hang(why)) => return (Outcome::Hang, why.clone()),
        Some(Check::Wrong(why)) => return (Outcome::Wrong, why.clone()),
        Some(Check::Fault(why)) => return (Outcome::FaultCounted, join(why, &stats.findings)),
        Some(Check::Ok) | None => {}
    }
    let said_something =
        cell.experiment.metrics.iter().any(|metric| output.readings.iter().any(|reading| reading.name == metric.name));
    if !said_something && output.text.is_empty() {
        return (Outcome::Wrong, "the program printed none of its values".to_owned());
    }
    if stats.findings.is_empty() {
        (Outcome::Ok, String::new())
    } else {
        (Outcome::FaultCounted, stats.findings.join(", "))
    }
}

/// A program that lacks a module or a function of this Python is not broken: the column cannot run the row.
fn judge_failure(status: i32, stderr: &str) -> (Outcome, String) {
    let last = stderr.trim().lines().last().unwrap_or_default();
    let detail = shorten(last, 300);
    let missing = ["ModuleNotFoundError", "ImportError", "NotImplementedError", "SyntaxError"];
    let lacks = missing.iter().any(|error| last.starts_with(error))
        || (last.starts_with("AttributeError: module ") && last.contains("has no attribute"))
        || (last.starts_with("NameError: name ") && last.contains("is not defined"));
    if lacks { (Outcome::Unavailable, detail) } else { (Outcome::Crashed, format!("exit status {status}: {detail}")) }
}

fn join(reason: &str, findings: &[String]) -> String {
    let mut all = vec![reason];
    all.extend(findings.iter().map(String::as_str));
    all.join("; ")
}

fn shorten(text: &str, limit: usize) -> String {
    if text.len() <= limit {
        return text.to_owned();
    }
    let end = (0..=limit).rev().find(|&index| text.is_char_boundary(index)).unwrap_or(0);
    format!("{}…", &text[..end])
}
