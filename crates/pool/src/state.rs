//! The pool's one state: which job is where, and what happens when a worker answers or dies.
//!
//! Nothing here waits, sends more than a window admits, or calls a user's code while the lock is held: outcomes are
//! collected under the lock and settled after it.

use std::collections::{BTreeMap, VecDeque};
use std::sync::Arc;
use std::time::Instant;

use crate::error::{ExitStatus, SpawnError, SubmitError, TaskError};
use crate::job::{Job, JobBuilder, Settlement};
use crate::message::{self, Reply};
use crate::process::Process;
use crate::slot::Slot;
use crate::stats::Stats;

/// The values that the builder sets.
#[derive(Clone, Debug)]
pub(crate) struct Config {
    pub(crate) workers: usize,
    pub(crate) credit: usize,
    pub(crate) queue_bound: usize,
    pub(crate) tasks_per_worker: u64,
    pub(crate) futile_deaths: u32,
}

/// Whether the pool takes tasks, and whether it runs them.
#[derive(Clone, Debug)]
pub(crate) enum Phase {
    /// Takes and runs tasks.
    Open,
    /// Takes no more, runs what it has.
    Draining,
    /// Takes none and runs none: every task is settled.
    Closed(SubmitError),
}

pub(crate) struct State {
    config: Config,
    phase: Phase,
    queue: VecDeque<Job>,
    /// Tasks in the queue.
    queued: usize,
    slots: BTreeMap<u64, Slot>,
    /// Workers being forked, which have no slot yet.
    starting: usize,
    next_slot: u64,
    next_job: u64,
    /// Tasks accepted and not settled.
    unsettled: usize,
    /// Threads that wait for room in the queue.
    waiting_for_room: usize,
    /// Deaths since a task was last settled by a worker.
    futile_deaths: u32,
    stats: Stats,
}

/// What to do once the lock is released.
#[derive(Default)]
pub(crate) struct Todo {
    pub(crate) settle: Vec<Settlement>,
    /// How many workers to fork; they count as starting already.
    pub(crate) fork: usize,
    pub(crate) kill: Vec<Arc<Process>>,
    /// Whether there may be room now for threads that wait for it.
    pub(crate) wake: bool,
}

impl State {
    pub(crate) fn new(config: Config) -> Self {
        Self {
            config,
            phase: Phase::Open,
            queue: VecDeque::new(),
            queued: 0,
            slots: BTreeMap::new(),
            starting: 0,
            next_slot: 0,
            next_job: 0,
            unsettled: 0,
            waiting_for_room: 0,
            futile_deaths: 0,
            stats: Stats::default(),
        }
    }

    /// Why no task would be accepted now; [`SubmitError::Full`] passes with time.
    pub(crate) fn refusal(&self) -> Option<SubmitError> {
        match &self.phase {
            Phase::Open if self.queued >= self.config.queue_bound => Some(SubmitError::Full),
            Phase::Open => None,
            Phase::Draining => Some(SubmitError::Closed),
            Phase::Closed(why) => Some(why.clone()),
        }
    }

    /// A thread starts to wait for room, which must end by [`stop_waiting`](Self::stop_waiting).
    pub(crate) fn start_waiting(&mut self) {
        self.waiting_for_room += 1;
    }

    pub(crate) fn stop_waiting(&mut self) {
        self.waiting_for_room -= 1;
    }

    pub(crate) fn enqueue(&mut self, job: JobBuilder) -> Todo {
        let job = job.build(self.next_job);
        self.next_job += 1;
        self.unsettled += job.promises.len();
        self.stats.submitted += job.promises.len() as u64;
        self.queued += job.promises.len();
        self.queue.push_back(job);
        let mut todo = Todo::default();
        self.dispatch(&mut todo);
        todo
    }

    /// A forked process joins; its number.
    pub(crate) fn enlist(&mut self, process: Arc<Process>, forked: Instant) -> (u64, Todo) {
        self.starting -= 1;
        self.stats.forked += 1;
        let mut todo = Todo::default();
        if matches!(self.phase, Phase::Closed(_)) {
            todo.kill.push(Arc::clone(&process));
        }
        let number = self.next_slot;
        self.next_slot += 1;
        self.slots.insert(number, Slot::new(process, forked));
        (number, todo)
    }

    /// A process could not be forked, or died before it had its init value. Without any other, nothing would ever run.
    pub(crate) fn fork_failed(&mut self, error: &SpawnError) -> Todo {
        self.starting -= 1;
        let mut todo = Todo::default();
        if matches!(error, SpawnError::Arguments { .. }) {
            self.futile_deaths += 1;
            self.stats.died += 1;
            self.go_on_after_death(&error.to_string(), &mut todo);
        } else if self.is_deserted() {
            todo = self.break_down(error.to_string());
        }
        todo
    }

    /// A worker says something. An error is a worker that does not keep to the protocol.
    pub(crate) fn take_in(&mut self, number: u64, answer: Vec<u8>) -> Result<Todo, String> {
        let Some(slot) = self.slots.get_mut(&number) else {
            return Ok(Todo::default());
        };
        let (reply, _) = message::unseal(&answer).map_err(|error| error.to_string())?;
        let mut todo = Todo::default();
        match reply {
            Reply::Ready => {
                slot.ready = true;
                self.stats.started += 1;
                self.stats.startup += slot.forked.elapsed();
            }
            Reply::Refused { reason } => {
                return Ok(self.break_down(format!("a worker could not start: {reason}")));
            }
            Reply::Started { job } => {
                // After a shutdown by force the list is empty, and the worker about to die.
                slot.started = slot.sent.front().is_some_and(|it| it.id == job);
            }
            Reply::Done { job, outcomes } => {
                if slot.sent.front().is_none_or(|it| it.id != job) {
                    return Ok(todo);
                }
                let done = slot.sent.pop_front().expect("it was just seen");
                slot.started = false;
                self.futile_deaths = 0;
                let (settle, rest) = done.finish(answer, outcomes, &mut self.next_job);
                todo.settle = settle;
                self.put_back(rest);
            }
        }
        self.dispatch(&mut todo);
        Ok(todo)
    }

    /// A worker is dead, and everything it sent was taken in. Its jobs are settled or queued again.
    pub(crate) fn bury(&mut self, number: u64, status: ExitStatus) -> Todo {
        let mut todo = Todo::default();
        let Some(mut slot) = self.slots.remove(&number) else {
            return todo;
        };
        let pid = slot.process.pid();
        let was_done = slot.is_spent(&self.config) && slot.sent.is_empty();
        let suspect = slot.sent.pop_front_if(|_| slot.started);
        if suspect.is_some() {
            self.futile_deaths = 0;
        } else if !was_done {
            self.futile_deaths += 1;
        }
        self.stats.died += u64::from(!was_done);
        for job in &slot.sent {
            job.requeue();
        }
        self.put_back(slot.sent.into());
        if let Some(suspect) = suspect {
            self.settle_suspect(suspect, pid, status, &mut todo);
        }
        self.go_on_after_death(&format!("worker {pid} {status}"), &mut todo);
        todo
    }

    /// Sends the jobs to other workers, unless too many have died in a row for nothing.
    fn go_on_after_death(&mut self, last: &str, todo: &mut Todo) {
        if self.futile_deaths <= self.config.futile_deaths {
            self.dispatch(todo);
            return;
        }
        let deaths = self.futile_deaths;
        let cause = format!("{deaths} workers in a row died without having started a task: {last}");
        let broken = self.break_down(cause);
        todo.settle.extend(broken.settle);
        todo.kill.extend(broken.kill);
    }

    /// The task that a dead worker ran fails; of several, nobody knows which it was, so each runs again alone.
    fn settle_suspect(&mut self, job: Job, pid: i32, status: ExitStatus, todo: &mut Todo) {
        if job.promises.len() > 1 {
            let singles = job.split(&mut self.next_job);
            self.put_back(singles);
            return;
        }
        for promise in job.promises {
            let error =
                TaskError::WorkerDied { pid, signal: status.signal(), exit: status.code(), task: promise.task() };
            todo.settle.push((promise, Err(error)));
        }
    }

    /// To the front of the queue, because these were accepted first.
    fn put_back(&mut self, jobs: Vec<Job>) {
        for job in jobs.into_iter().rev() {
            self.queued += job.promises.len();
            self.stats.requeued += job.promises.len() as u64;
            self.queue.push_front(job);
        }
    }

    /// Sends jobs to workers that have credit, the least laden first, then sees whether more workers are wanted.
    fn dispatch(&mut self, todo: &mut Todo) {
        if matches!(self.phase, Phase::Closed(_)) {
            let error = TaskError::ShutDown;
            todo.settle.extend(self.take_queue().flat_map(|it| it.fail_all(&error)));
            return;
        }
        let before = self.queued;
        while let Some(job) = self.queue.front() {
            let config = &self.config;
            let free = self.slots.values_mut().filter(|slot| slot.has_credit(config));
            let Some(slot) = free.min_by_key(|slot| slot.sent.len()) else {
                break;
            };
            if slot.process.link().is_closed() {
                slot.ready = false;
                continue;
            }
            self.queued -= job.promises.len();
            let job = self.queue.pop_front().expect("it was just seen");
            if !job.begin() {
                todo.settle.extend(job.fail_all(&TaskError::Cancelled));
                continue;
            }
            // If the worker is dead, its reader finds out and the job comes back, unstarted.
            let _dead = slot.process.link().post(Arc::clone(&job.message));
            slot.served += job.promises.len() as u64;
            slot.sent.push_back(job);
        }
        todo.wake |= self.waiting_for_room > 0 && self.queued < before;
        self.retire_spent();
        todo.fork += self.claim_forks();
    }

    /// Tells workers that have run as many tasks as they may to leave.
    fn retire_spent(&mut self) {
        for slot in self.slots.values_mut() {
            if slot.ready && slot.sent.is_empty() && slot.is_spent(&self.config) {
                slot.ready = false;
                slot.stop();
            }
        }
    }

    /// How many workers to fork: as many as jobs wait, beside those that are starting, up to the limit.
    fn claim_forks(&mut self) -> usize {
        let unready = self.slots.values().filter(|slot| slot.is_starting());
        let coming = unready.count() + self.starting;
        let room = self.config.workers.saturating_sub(self.slots.len() + self.starting);
        let wanted = self.queue.len().saturating_sub(coming).min(room);
        self.starting += wanted;
        wanted
    }

    fn break_down(&mut self, cause: String) -> Todo {
        let error = TaskError::PoolBroken { cause: cause.clone() };
        self.close(SubmitError::Broken { cause }, &error)
    }

    /// Ends everything: each task not settled yet gets `error`, each worker is to be killed.
    pub(crate) fn close(&mut self, why: SubmitError, error: &TaskError) -> Todo {
        let mut todo = Todo::default();
        if !matches!(self.phase, Phase::Closed(_)) {
            self.phase = Phase::Closed(why);
        }
        let queued = self.take_queue().collect::<Vec<_>>();
        for slot in self.slots.values_mut() {
            let sent = slot.sent.drain(..);
            todo.settle.extend(sent.flat_map(|it| it.fail_all(error)));
            todo.kill.push(Arc::clone(&slot.process));
        }
        todo.settle.extend(queued.into_iter().flat_map(|it| it.fail_all(error)));
        todo
    }

    /// Takes no more tasks.
    pub(crate) fn drain(&mut self) {
        if matches!(self.phase, Phase::Open) {
            self.phase = Phase::Draining;
        }
    }

    /// Takes the jobs that no worker has.
    pub(crate) fn take_queue(&mut self) -> impl Iterator<Item = Job> + use<> {
        self.queued = 0;
        std::mem::take(&mut self.queue).into_iter()
    }

    /// With every task settled, tells the workers to leave.
    pub(crate) fn dismiss(&mut self) {
        self.phase = Phase::Closed(SubmitError::Closed);
        for slot in self.slots.values_mut() {
            slot.stop();
        }
    }

    pub(crate) fn count_settled(&mut self, count: usize) {
        self.stats.settled += count as u64;
    }

    /// So many tasks are settled and their callbacks have returned.
    pub(crate) fn let_go(&mut self, count: usize) {
        self.unsettled -= count;
    }

    pub(crate) fn unsettled(&self) -> usize {
        self.unsettled
    }

    /// Whether no worker process is left or on its way.
    pub(crate) fn is_deserted(&self) -> bool {
        self.slots.is_empty() && self.starting == 0
    }

    pub(crate) fn stats(&self) -> Stats {
        Stats { workers: self.slots.len(), queued: self.queued, ..self.stats }
    }

    pub(crate) fn pids(&self) -> Vec<i32> {
        self.slots.values().map(|slot| slot.process.pid()).collect()
    }
}
