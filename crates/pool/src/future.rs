//! The result of a task that may not be there yet. It is settled exactly once, whatever dies.

use std::marker::PhantomData;
use std::mem;
use std::ops::Range;
use std::panic::{self, AssertUnwindSafe};
use std::sync::{Arc, Condvar, Mutex, MutexGuard};
use std::time::{Duration, Instant};

use serde::de::DeserializeOwned;

use crate::codec;
use crate::error::TaskError;

/// Where a task is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum TaskState {
    /// It waits for a worker and can be cancelled.
    Queued,
    /// A worker has it.
    Running,
    /// It has a result, which may be an error.
    Done,
    /// It was cancelled before a worker had it.
    Cancelled,
}

/// The future result of one task. Dropping it does not cancel the task.
pub struct TaskFuture<O> {
    cell: Arc<TaskCell>,
    output: PhantomData<fn() -> O>,
}

impl<O> Clone for TaskFuture<O> {
    /// A second view of the same result.
    fn clone(&self) -> Self {
        Self { cell: Arc::clone(&self.cell), output: PhantomData }
    }
}

impl<O: DeserializeOwned> TaskFuture<O> {
    /// The task's number in its pool, as errors name it.
    pub fn task(&self) -> u64 {
        self.cell.task
    }

    /// Where the task is now.
    pub fn state(&self) -> TaskState {
        self.cell.lock().state
    }

    /// Whether the result is there; it may be an error.
    pub fn is_done(&self) -> bool {
        matches!(self.state(), TaskState::Done | TaskState::Cancelled)
    }

    /// Waits for the result. Every call decodes it anew, in the calling thread.
    ///
    /// # Errors
    /// How the task failed, or [`TaskError::Decode`] if its output is not an `O`.
    pub fn result(&self) -> Result<O, TaskError> {
        decode(&self.cell.wait(None).expect("there is no deadline"))
    }

    /// Waits for the result for at most `timeout`; `None` if it is not there by then. The task goes on.
    pub fn result_timeout(&self, timeout: Duration) -> Option<Result<O, TaskError>> {
        let outcome = self.cell.wait(Instant::now().checked_add(timeout))?;
        Some(decode(&outcome))
    }

    /// Cancels the task if no worker has it yet; says whether it is cancelled.
    pub fn cancel(&self) -> bool {
        self.cell.cancel()
    }

    /// Calls `callback` with the result, at once if it is there already.
    ///
    /// It is called by the thread that settles the task, with nothing locked. That thread serves a worker: the callback
    /// may submit tasks, but must not wait for others. A panic in it is reported and has no other effect.
    pub fn on_done(&self, callback: impl FnOnce(Result<O, TaskError>) + Send + 'static) {
        self.cell.on_done(Box::new(move |outcome| callback(decode(outcome))));
    }
}

fn decode<O: DeserializeOwned>(outcome: &Outcome) -> Result<O, TaskError> {
    let payload = outcome.as_ref().map_err(TaskError::clone)?;
    codec::decode(payload.bytes()).map_err(|error| TaskError::Decode { reason: error.to_string() })
}

/// How a task ended, its output still encoded.
pub(crate) type Outcome = Result<Payload, TaskError>;

/// A part of a message that a worker sent.
#[derive(Clone)]
pub(crate) struct Payload {
    pub(crate) message: Arc<Vec<u8>>,
    pub(crate) range: Range<usize>,
}

impl Payload {
    /// A range that the message does not have cannot be decoded, like any other answer that makes no sense.
    fn bytes(&self) -> &[u8] {
        self.message.get(self.range.clone()).unwrap_or_default()
    }
}

/// The pool's side of a [`TaskFuture`]. If it is dropped unsettled, which is a mistake of the pool, the future says so
/// rather than wait for ever.
pub(crate) struct Promise {
    cell: Arc<TaskCell>,
}

impl Promise {
    pub(crate) fn new<O>(task: u64) -> (Self, TaskFuture<O>) {
        let cell = Arc::new(TaskCell {
            task,
            inner: Mutex::new(Inner { state: TaskState::Queued, outcome: None, callbacks: Vec::new() }),
            settled: Condvar::new(),
        });
        let future = TaskFuture { cell: Arc::clone(&cell), output: PhantomData };
        (Self { cell }, future)
    }

    pub(crate) fn task(&self) -> u64 {
        self.cell.task
    }

    /// A worker is about to get the task; false if it was cancelled meanwhile.
    pub(crate) fn begin(&self) -> bool {
        let mut inner = self.cell.lock();
        let queued = inner.state == TaskState::Queued;
        if queued {
            inner.state = TaskState::Running;
        }
        queued
    }

    /// The worker is gone and never started the task.
    pub(crate) fn requeue(&self) {
        let mut inner = self.cell.lock();
        if inner.state == TaskState::Running {
            inner.state = TaskState::Queued;
        }
    }

    /// An outcome of [`TaskError::Cancelled`] is the state `Cancelled`, any other is `Done`.
    pub(crate) fn settle(self, outcome: Outcome) {
        self.cell.settle(outcome);
    }
}

impl Drop for Promise {
    fn drop(&mut self) {
        let cause = "the task was dropped".to_owned();
        self.cell.settle(Err(TaskError::PoolBroken { cause }));
    }
}

struct TaskCell {
    task: u64,
    inner: Mutex<Inner>,
    settled: Condvar,
}

struct Inner {
    state: TaskState,
    outcome: Option<Outcome>,
    callbacks: Vec<Callback>,
}

type Callback = Box<dyn FnOnce(&Outcome) + Send>;

impl TaskCell {
    /// The first outcome counts; a settled task stays as it is.
    fn settle(&self, outcome: Outcome) {
        let inner = self.lock();
        if inner.outcome.is_none() {
            self.close(inner, outcome);
        }
    }

    fn cancel(&self) -> bool {
        let inner = self.lock();
        match inner.state {
            TaskState::Queued => {
                self.close(inner, Err(TaskError::Cancelled));
                true
            }
            TaskState::Cancelled => true,
            TaskState::Running | TaskState::Done => false,
        }
    }

    fn close(&self, mut inner: MutexGuard<'_, Inner>, outcome: Outcome) {
        inner.state = match outcome {
            Err(TaskError::Cancelled) => TaskState::Cancelled,
            _ => TaskState::Done,
        };
        inner.outcome = Some(outcome.clone());
        let callbacks = mem::take(&mut inner.callbacks);
        drop(inner);
        self.settled.notify_all();
        for callback in callbacks {
            call(callback, &outcome);
        }
    }

    fn wait(&self, deadline: Option<Instant>) -> Option<Outcome> {
        let mut inner = self.lock();
        loop {
            if let Some(outcome) = &inner.outcome {
                return Some(outcome.clone());
            }
            let Some(deadline) = deadline else {
                inner = self.settled.wait(inner).expect("no holder of the lock panics");
                continue;
            };
            let left = deadline.saturating_duration_since(Instant::now());
            if left.is_zero() {
                return None;
            }
            let waited = self.settled.wait_timeout(inner, left);
            inner = waited.expect("no holder of the lock panics").0;
        }
    }

    fn on_done(&self, callback: Callback) {
        let mut inner = self.lock();
        match inner.outcome.clone() {
            None => inner.callbacks.push(callback),
            Some(outcome) => {
                drop(inner);
                call(callback, &outcome);
            }
        }
    }

    fn lock(&self) -> MutexGuard<'_, Inner> {
        self.inner.lock().expect("no holder of the lock panics")
    }
}

/// The panic hook has reported a panic by the time it is caught, and the thread has other tasks to serve.
fn call(callback: Callback, outcome: &Outcome) {
    let _reported = panic::catch_unwind(AssertUnwindSafe(|| callback(outcome)));
}
