//! Runs a plan: one process per cell and round, every sample kept at once, whatever happens to it.

use std::collections::HashMap;
use std::path::Path;
use std::time::Duration;

use crate::cell::Cell;
use crate::column::{Column, Runs};
use crate::executor::{Attempt, End, Executor, Job};
use crate::host::Host;
use crate::judgement::{judge, shorten};
use crate::plan::Plan;
use crate::reading::{self, Reading};
use crate::sample::{Build, Header, Sample};
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
    let clock = Clock::default();
    let mut run = Run { plan, header, programs, store, executor, observer, clock, began };
    for round in 0..plan.rounds {
        if let Some(ended) = run.round(round)? {
            return Ok(ended);
        }
    }
    Ok(Ended::Complete)
}

/// What a run works with from its first round to its last.
struct Run<'a> {
    plan: &'a Plan,
    header: &'a Header,
    programs: &'a Path,
    store: &'a mut Store,
    executor: &'a mut dyn Executor,
    observer: &'a mut dyn Observer,
    clock: Clock,
    began: Duration,
}

/// The cells of a round that are not begun yet.
struct Waiting {
    round: u32,
    order: Vec<usize>,
    /// How many of them are behind us, those that were left out included.
    passed: usize,
    /// The row of the last cell, and whether it fits the time.
    row: &'static str,
    fits: bool,
    left_out: bool,
}

/// A cell whose process runs.
struct Running<'a> {
    index: usize,
    cell: &'a Cell,
    column: &'a Column,
    host: Host,
}

impl<'a> Run<'a> {
    /// Measures one round; says why the run ends when it ends with it.
    fn round(&mut self, round: u32) -> Result<Option<Ended>, StoreError> {
        let order = self.plan.order(round);
        let mut waiting = Waiting { round, order, passed: 0, row: "", fits: true, left_out: false };
        let mut lanes: Vec<Option<Running<'a>>> = (0..self.plan.at_once).map(|_| None).collect();
        let mut cancelled = false;
        loop {
            while let Some(lane) = lanes.iter().position(Option::is_none).filter(|_| !cancelled) {
                let busy = lanes.iter().flatten().count();
                let Some(running) = self.start_next(&mut waiting, lane, busy) else { break };
                lanes[lane] = Some(running);
            }
            if lanes.iter().all(Option::is_none) {
                break;
            }
            let (lane, attempt) = self.executor.wait();
            let Some(running) = lanes[lane].take() else { continue };
            if attempt.end == End::Cancelled {
                cancelled = true;
                continue;
            }
            let busy = lanes.iter().flatten().count();
            self.keep(&waiting, &running, busy, attempt)?;
        }
        Ok(match (cancelled, waiting.left_out) {
            (true, _) => Some(Ended::Cancelled),
            (_, true) => Some(Ended::OutOfTime(round)),
            _ => None,
        })
    }

    /// Starts the next cell that is to be measured, in a lane that is free while `busy` others are not.
    fn start_next(&mut self, waiting: &mut Waiting, lane: usize, busy: usize) -> Option<Running<'a>> {
        let (plan, header) = (self.plan, self.header);
        while let Some(&index) = waiting.order.get(waiting.passed) {
            let cell = &plan.cells[index];
            let column = header.columns.iter().find(|column| column.id == cell.column);
            let known = self.store.has(&cell.key(), waiting.round);
            let Some(column) = column.filter(|_| !known && self.fits(waiting, cell)) else {
                waiting.passed += 1;
                continue;
            };
            self.observer.started(cell, &self.progress(waiting, busy));
            waiting.passed += 1;
            let host = header.host.now();
            self.executor.start(lane, &Job { cell, column, programs: self.programs, time_limit: plan.time_limit });
            return Some(Running { index, cell, column, host });
        }
        None
    }

    /// Whether there is time for the row of the next cell: it is measured whole or not at all, so that its columns stay
    /// comparable.
    fn fits(&self, waiting: &mut Waiting, cell: &Cell) -> bool {
        if waiting.round > 0 && waiting.row != cell.experiment.id {
            waiting.row = cell.experiment.id;
            let needs = self.clock.estimate(self.plan, row_of(self.plan, &waiting.order[waiting.passed..]));
            waiting.fits = self.plan.budget.is_none_or(|budget| self.elapsed() + needs <= budget);
            waiting.left_out |= !waiting.fits;
        }
        waiting.fits
    }

    /// Keeps what came of a cell.
    fn keep(
        &mut self,
        waiting: &Waiting,
        running: &Running<'_>,
        busy: usize,
        attempt: Attempt,
    ) -> Result<(), StoreError> {
        self.clock.note(running.index, attempt.wall);
        let sample = sample_of(running, waiting.round, self.header, attempt);
        self.store.add(&sample)?;
        self.observer.finished(&sample, &self.progress(waiting, busy));
        Ok(())
    }

    fn progress(&self, waiting: &Waiting, busy: usize) -> Progress {
        let left = self.clock.left(self.plan, &waiting.order[waiting.passed..], waiting.round, self.elapsed());
        Progress { round: waiting.round, done: waiting.passed - busy, total: waiting.order.len(), left }
    }

    fn elapsed(&self) -> Duration {
        self.executor.now().saturating_sub(self.began)
    }
}

/// The cells at the beginning of `order` that belong to one row.
fn row_of<'a>(plan: &Plan, order: &'a [usize]) -> &'a [usize] {
    let id = |index: usize| plan.cells[index].experiment.id;
    let other = order.iter().position(|&index| id(index) != id(order[0]));
    &order[..other.unwrap_or(order.len())]
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

    /// The time for these cells; a cell that was never measured counts as the mean of the others.
    fn estimate(&self, plan: &Plan, cells: &[usize]) -> Duration {
        debug_assert!(cells.iter().all(|&index| index < plan.cells.len()));
        let known = u32::try_from(self.walls.len()).unwrap_or(u32::MAX).max(1);
        let mean = self.walls.values().sum::<Duration>() / known;
        let walls: Duration = cells.iter().map(|index| self.walls.get(index).copied().unwrap_or(mean)).sum();
        walls / u32::try_from(plan.at_once).unwrap_or(1).max(1)
    }

    /// The time for the rest of a round and the rounds after it; nothing before the first sample.
    fn left(&self, plan: &Plan, rest: &[usize], round: u32, elapsed: Duration) -> Option<Duration> {
        if self.walls.is_empty() {
            return None;
        }
        let this_round = self.estimate(plan, rest);
        let later = plan.rounds - round - 1;
        let all = this_round + self.estimate(plan, &plan.order(1)) * later;
        let within_budget = plan.budget.map(|budget| budget.saturating_sub(elapsed).max(this_round));
        Some(within_budget.map_or(all, |budget| all.min(budget)))
    }
}

fn sample_of(running: &Running<'_>, round: u32, header: &Header, attempt: Attempt) -> Sample {
    let Running { cell, column, host, .. } = running;
    let output = reading::parse(&attempt.stdout);
    let stats = stats_json::parse(attempt.stats.as_deref().unwrap_or_default());
    let (outcome, detail) = judge(cell, &attempt, &output, &stats);
    let counted = cell.experiment.counted.iter().filter_map(|(metric, counter)| {
        let count = *stats.counters.get(*counter)?;
        Some(Reading { name: (*metric).to_owned(), values: vec![count as f64], unit: String::new() })
    });
    let samples = output.readings.into_iter().chain(counted).collect();
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
        host: host.clone(),
        samples,
        counters: stats.counters,
        outcome,
        detail,
        text: shorten(&output.text, TEXT_LIMIT),
        wall_s: attempt.wall.as_secs_f64(),
    }
}
