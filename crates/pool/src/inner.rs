//! What the pool's handle and its threads share: the state behind its lock, and everything done outside that lock.

use std::io;
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Arc, Condvar, Mutex, MutexGuard};
use std::thread;
use std::time::{Duration, Instant};

use crate::error::{ExitStatus, ShutdownError, SpawnError, SubmitError, TaskError};
use crate::job::{Job, JobBuilder, Settlement};
use crate::pool::Shutdown;
use crate::process::{Entry, Process};
use crate::state::{Config, State, Todo};
use crate::zygote::Zygote;

/// A worker that has closed its link gets this long to end before it is killed.
const LINGER: Duration = Duration::from_secs(1);

/// Killed workers get this long to be gone before a shutdown returns without them.
const KILLED_WITHIN: Duration = Duration::from_secs(2);

pub(crate) struct Inner {
    zygote: Zygote,
    entry: Entry,
    init: Vec<u8>,
    pub(crate) config: Config,
    next_task: AtomicU64,
    state: Mutex<State>,
    /// Something settled, a worker is gone, or the phase is another.
    changed: Condvar,
}

impl Inner {
    pub(crate) fn new(zygote: Zygote, entry: Entry, init: Vec<u8>, config: Config) -> Self {
        Self {
            zygote,
            entry,
            init,
            state: Mutex::new(State::new(config.clone())),
            config,
            next_task: AtomicU64::new(0),
            changed: Condvar::new(),
        }
    }

    /// A number for a task; numbers are in the order of submitting only for tasks of one thread.
    pub(crate) fn next_task(&self) -> u64 {
        // Relaxed, because only that no two are the same matters.
        self.next_task.fetch_add(1, Ordering::Relaxed)
    }

    /// Waits until the queue is below its bound.
    pub(crate) fn wait_for_room(&self) -> Result<(), SubmitError> {
        let mut state = self.lock();
        loop {
            match state.refusal() {
                None => return Ok(()),
                Some(SubmitError::Full) => {
                    state.start_waiting();
                    let waited = self.changed.wait(state);
                    state = waited.expect("no holder of the lock panics");
                    state.stop_waiting();
                }
                Some(why) => return Err(why),
            }
        }
    }

    /// Takes a job in, unless the pool has been closed. Others may have taken the room meanwhile; then the queue is over
    /// its bound by no more than the threads that submit.
    pub(crate) fn enqueue(self: &Arc<Self>, job: JobBuilder) -> Result<(), SubmitError> {
        let mut state = self.lock();
        match state.refusal() {
            None | Some(SubmitError::Full) => {}
            Some(why) => return Err(why),
        }
        let todo = state.enqueue(job);
        drop(state);
        self.carry_out(todo);
        Ok(())
    }

    pub(crate) fn shutdown(self: &Arc<Self>, how: Shutdown) -> Result<(), ShutdownError> {
        let deadline = match how {
            Shutdown::Kill => {
                self.close();
                return Ok(());
            }
            Shutdown::Drain { deadline } => {
                self.lock().drain();
                deadline
            }
            Shutdown::CancelPending { deadline } => {
                self.cancel_queue();
                deadline
            }
        };
        let deadline = Instant::now().checked_add(deadline);
        let state = self.wait_while(self.lock(), deadline, |state| state.unsettled() > 0);
        let unsettled = state.unsettled();
        drop(state);
        if unsettled > 0 {
            self.close();
            return Err(ShutdownError { unsettled });
        }
        self.dismiss();
        Ok(())
    }

    pub(crate) fn lock(&self) -> MutexGuard<'_, State> {
        self.state.lock().expect("no holder of the lock panics")
    }

    /// Settles, kills and forks what the state asked for. Called with nothing locked.
    fn carry_out(self: &Arc<Self>, todo: Todo) {
        for process in todo.kill {
            // If the fork server is gone, so is the process.
            let _gone = process.kill();
        }
        self.settle(todo.settle);
        // Now, so that who waited for room finds the result settled that made it.
        if todo.wake {
            self.changed.notify_all();
        }
        for _ in 0..todo.fork {
            self.fork();
        }
    }

    fn settle(&self, settlements: Vec<Settlement>) {
        let count = settlements.len();
        if count == 0 {
            return;
        }
        // The statistics come first, so that who sees a result sees it counted; the pool is done with a task last.
        self.lock().count_settled(count);
        for (promise, outcome) in settlements {
            promise.settle(outcome);
        }
        self.lock().let_go(count);
        self.changed.notify_all();
    }

    /// Forks a worker that the state already counts as starting.
    fn fork(self: &Arc<Self>) {
        let asked = Instant::now();
        if let Err(error) = self.try_fork(asked) {
            let todo = self.lock().fork_failed(&error);
            self.carry_out(todo);
            self.changed.notify_all();
        }
    }

    fn try_fork(self: &Arc<Self>, asked: Instant) -> Result<(), SpawnError> {
        let process = self.zygote.spawn(self.entry, self.init.clone(), Vec::new())?;
        let process = Arc::new(process);
        let inner = Arc::clone(self);
        let worker = Arc::clone(&process);
        let reader = thread::Builder::new().name(format!("pool worker {}", process.pid()));
        let reader = reader.spawn(move || inner.read(&worker, asked));
        reader.map(drop).map_err(|error: io::Error| {
            let _gone = process.kill();
            SpawnError::Io(error)
        })
    }

    /// Reads what one worker says, from its birth to its burial.
    fn read(self: &Arc<Self>, process: &Arc<Process>, asked: Instant) {
        let (number, todo) = self.lock().enlist(Arc::clone(process), asked);
        self.carry_out(todo);
        while let Ok(answer) = process.link().recv() {
            let taken = self.lock().take_in(number, answer);
            match taken {
                Ok(todo) => self.carry_out(todo),
                Err(_) => {
                    // It does not keep to the protocol, so nothing that it says later could be believed.
                    let _gone = process.kill();
                    break;
                }
            }
        }
        let status = end_of(process);
        let todo = self.lock().bury(number, status);
        self.carry_out(todo);
        self.changed.notify_all();
    }

    /// Settles everything as shut down, kills the workers and sees them gone.
    fn close(self: &Arc<Self>) {
        let todo = self.lock().close(SubmitError::Closed, &TaskError::ShutDown);
        self.carry_out(todo);
        self.changed.notify_all();
        let deadline = Instant::now() + KILLED_WITHIN;
        drop(self.wait_while(self.lock(), Some(deadline), |state| !state.is_deserted()));
    }

    /// Lets the workers leave by themselves; kills those that do not.
    fn dismiss(self: &Arc<Self>) {
        self.lock().dismiss();
        let deadline = Instant::now() + LINGER;
        let state = self.wait_while(self.lock(), Some(deadline), |state| !state.is_deserted());
        let deserted = state.is_deserted();
        drop(state);
        if !deserted {
            self.close();
        }
    }

    fn cancel_queue(self: &Arc<Self>) {
        let mut state = self.lock();
        state.drain();
        let queue: Vec<_> = state.take_queue().collect();
        drop(state);
        let cancelled = |job: Job| job.fail_all(&TaskError::Cancelled);
        self.settle(queue.into_iter().flat_map(cancelled).collect());
    }

    fn wait_while<'a>(
        &self,
        mut state: MutexGuard<'a, State>,
        deadline: Option<Instant>,
        condition: impl Fn(&State) -> bool,
    ) -> MutexGuard<'a, State> {
        const LONG: Duration = Duration::from_hours(1);
        while condition(&state) {
            let left = deadline.map_or(LONG, |it| it.saturating_duration_since(Instant::now()));
            if left.is_zero() {
                break;
            }
            let waited = self.changed.wait_timeout(state, left);
            state = waited.expect("no holder of the lock panics").0;
        }
        state
    }
}

/// How a worker ended that has closed its link, or that broke the protocol. One that lingers is killed.
fn end_of(process: &Process) -> ExitStatus {
    let status = process.wait_timeout(LINGER).or_else(|| {
        let _gone = process.kill();
        process.wait_timeout(KILLED_WITHIN)
    });
    status.unwrap_or(ExitStatus::Unknown)
}
