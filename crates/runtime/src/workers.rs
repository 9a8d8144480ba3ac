//! Worker processes of a run: a worker's interpreter is made as its host's was.

use crate::model::{Kind, Visit};
use crate::run::{Config, vm_config};
use serde::{Deserialize, Serialize};
use std::path::PathBuf;
use std::sync::Arc;
use std::time::Duration;
use taipan_gil::{Gate as _, Measure, Policy};
use taipan_heap::{Part, Parts};
use taipan_stdlib::processes::{self, Job};
use taipan_vm::{Interp, Model, Placement};

/// What a worker is told of how its host runs.
#[derive(Serialize, Deserialize)]
struct Settings {
    model: String,
    policy: String,
    every_op: bool,
    switch_interval: Option<Duration>,
    without: Vec<String>,
    argv: Vec<String>,
    folder: PathBuf,
}

/// The fork server could not be started.
#[derive(Debug, thiserror::Error)]
#[error("worker processes are not available: {0}")]
pub struct NoWorkers(String);

/// Makes `multiprocessing` work. To be called first thing in `main`, before any thread is started, because the
/// fork server is forked here.
///
/// # Errors
/// If the process has other threads, or the system refuses. Programs run all the same; those that start processes
/// get an exception.
pub fn start_fork_server() -> Result<(), NoWorkers> {
    processes::start(worker).map_err(|error| NoWorkers(error.to_string()))
}

/// Tells workers started from now on how this run runs.
pub(crate) fn describe(config: &Config, argv: &[String], folder: PathBuf) {
    let settings = Settings {
        model: config.model.name().to_owned(),
        policy: config.policy.to_string(),
        every_op: config.placement == Placement::EveryOp,
        switch_interval: config.switch_interval,
        without: missing(config.parts),
        argv: argv.to_vec(),
        folder,
    };
    processes::describe(&serde_json::to_string(&settings).expect("plain data has a JSON form"));
}

/// Names of the parts that are not there.
fn missing(parts: Parts) -> Vec<String> {
    Part::ALL.iter().filter(|&&part| parts.without(part) == parts).map(Part::to_string).collect()
}

/// What a worker process runs.
fn worker(job: Job) -> i32 {
    /// The exit code of a worker that cannot begin, as that of a command used wrongly.
    const MISUSED: i32 = 2;
    let settings = serde_json::from_str::<Settings>(job.settings());
    let Ok(settings) = settings else { return MISUSED };
    let (Ok(model), Ok(policy)) = (settings.model.parse::<Kind>(), settings.policy.parse::<Policy>()) else {
        return MISUSED;
    };
    model.visit(policy, Measure::Counts, Work { settings, job })
}

struct Work {
    settings: Settings,
    job: Job,
}

impl Visit for Work {
    type Out = i32;

    fn visit<M: Model>(self, gate: Arc<M::Gate>) -> i32 {
        if let Some(interval) = self.settings.switch_interval {
            gate.set_interval(interval);
        }
        let placement = if self.settings.every_op { Placement::EveryOp } else { Placement::CallsAndLoops };
        let missing = self.settings.without.iter().filter_map(|name| name.parse().ok());
        let parts = missing.fold(Parts::ALL, Parts::without);
        let mut interp = Interp::<M>::new(gate, vm_config(placement, parts, self.settings.argv, self.settings.folder));
        taipan_stdlib::install(&mut interp);
        processes::worker_main(Arc::new(interp), self.job)
    }
}
