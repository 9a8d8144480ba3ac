//! The pool as its user sees it: the handle and the builder.

use std::marker::PhantomData;
use std::sync::Arc;
use std::thread;
use std::time::Duration;

use crate::codec;
use crate::error::{BuildError, ShutdownError, SubmitError, TaskError};
use crate::future::{Promise, TaskFuture};
use crate::inner::Inner;
use crate::job::JobBuilder;
use crate::map::Map;
use crate::state::Config;
use crate::stats::Stats;
use crate::worker::{self, Worker};
use crate::zygote::Zygote;

/// Worker processes that run tasks of `W`, forked as tasks need them.
///
/// Every future of an accepted task is settled exactly once, whatever dies. A task whose worker dies fails with
/// [`TaskError::WorkerDied`] and is not run again; tasks that the worker had not started go to another one. Dropping the
/// pool shuts it down by [`Shutdown::Kill`].
pub struct ProcessPool<W: Worker> {
    inner: Arc<Inner>,
    worker: PhantomData<fn() -> W>,
}

/// How to end a pool. Every way ends with all futures settled and all workers gone.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Shutdown {
    /// Run everything that was accepted; after `deadline`, kill.
    Drain {
        /// How long the tasks may take.
        deadline: Duration,
    },
    /// Cancel what no worker has and let the rest finish; after `deadline`, kill.
    CancelPending {
        /// How long the running tasks may take.
        deadline: Duration,
    },
    /// Kill the workers now. Tasks that are not done fail with [`TaskError::ShutDown`].
    Kill,
}

/// Sets up a [`ProcessPool`].
pub struct Builder<W: Worker> {
    zygote: Zygote,
    init: Option<W::Init>,
    config: Config,
}

impl<W: Worker> ProcessPool<W> {
    /// Starts to set up a pool whose workers are forked by `zygote`.
    pub fn builder(zygote: &Zygote) -> Builder<W> {
        Builder {
            zygote: zygote.clone(),
            init: None,
            config: Config {
                workers: thread::available_parallelism().map_or(1, usize::from),
                credit: 1,
                queue_bound: usize::MAX,
                tasks_per_worker: u64::MAX,
                futile_deaths: 8,
            },
        }
    }

    /// Hands in a task; waits for room if the queue is at its bound.
    ///
    /// # Errors
    /// When the task cannot be encoded, or the pool is shut down or broken.
    pub fn submit(&self, task: W::Task) -> Result<TaskFuture<W::Output>, SubmitError> {
        let room = |inner: &Inner| inner.wait_for_room();
        self.submit_when(&task, room)
    }

    /// Hands in a task if there is room for it.
    ///
    /// # Errors
    /// [`SubmitError::Full`], and as [`submit`](Self::submit).
    pub fn try_submit(&self, task: W::Task) -> Result<TaskFuture<W::Output>, SubmitError> {
        let room = |inner: &Inner| inner.lock().refusal().map_or(Ok(()), Err);
        self.submit_when(&task, room)
    }

    /// Runs many tasks and yields their results in the order of the tasks.
    ///
    /// Tasks are taken from `tasks` as results are taken, a few per worker ahead, so neither side piles up. `chunk` of
    /// them travel to a worker together (at least one). If a worker dies, the tasks of its chunk run again one by one, to
    /// find the one that kills; with a `chunk` of 1 no task runs twice.
    pub fn map<I>(&self, tasks: I, chunk: usize) -> Map<'_, W, I::IntoIter>
    where
        I: IntoIterator<Item = W::Task>,
    {
        let config = &self.inner.config;
        let ahead = config.workers * (config.credit + 1);
        Map::new(self, tasks.into_iter(), chunk.max(1), ahead)
    }

    /// Ends the pool; every future is settled when this returns, and no task is accepted any more.
    ///
    /// # Errors
    /// When the deadline passed, so that tasks were killed.
    pub fn shutdown(&self, how: Shutdown) -> Result<(), ShutdownError> {
        self.inner.shutdown(how)
    }

    /// What the pool has done so far.
    pub fn stats(&self) -> Stats {
        self.inner.lock().stats()
    }

    /// The process ids of the workers now.
    pub fn worker_pids(&self) -> Vec<i32> {
        self.inner.lock().pids()
    }

    /// Hands in tasks that travel together. Those that cannot be encoded are settled at once.
    pub(crate) fn submit_chunk(
        &self,
        tasks: impl IntoIterator<Item = W::Task>,
    ) -> Result<Vec<TaskFuture<W::Output>>, SubmitError> {
        self.inner.wait_for_room()?;
        let mut job = JobBuilder::default();
        let mut futures = Vec::new();
        for task in tasks {
            let (promise, future) = Promise::new(self.inner.next_task());
            job.push(&task, promise);
            futures.push(future);
        }
        if !job.is_empty() {
            self.inner.enqueue(job)?;
        }
        Ok(futures)
    }

    fn submit_when(
        &self,
        task: &W::Task,
        room: impl Fn(&Inner) -> Result<(), SubmitError>,
    ) -> Result<TaskFuture<W::Output>, SubmitError> {
        room(&self.inner)?;
        let (promise, future) = Promise::new(self.inner.next_task());
        let mut job = JobBuilder::default();
        job.push(task, promise);
        if job.is_empty() {
            let reason = match future.result() {
                Err(TaskError::Encode { reason }) => reason,
                _ => unreachable!("only a task that cannot be encoded is left out"),
            };
            return Err(SubmitError::Encode { reason });
        }
        self.inner.enqueue(job)?;
        Ok(future)
    }
}

impl<W: Worker> Drop for ProcessPool<W> {
    fn drop(&mut self) {
        // Without a deadline to miss, killing does not fail.
        let _killed = self.inner.shutdown(Shutdown::Kill);
    }
}

impl<W: Worker> Builder<W> {
    /// The most worker processes at a time; as many as the machine has processors unless set.
    pub fn workers(mut self, workers: usize) -> Self {
        self.config.workers = workers;
        self
    }

    /// What every worker is started with. This one must be set.
    pub fn init(mut self, init: W::Init) -> Self {
        self.init = Some(init);
        self
    }

    /// How many jobs a worker may have at a time, 1 unless set. More hide the way to the worker behind its work, which
    /// pays for tasks below 100 microseconds; but a task sent ahead waits behind a long one though another worker is idle.
    pub fn credit(mut self, credit: usize) -> Self {
        self.config.credit = credit.max(1);
        self
    }

    /// How many tasks may wait for a worker before `submit` waits itself; no bound unless set.
    pub fn queue_bound(mut self, tasks: usize) -> Self {
        self.config.queue_bound = tasks.max(1);
        self
    }

    /// After how many tasks a worker is replaced; never unless set.
    pub fn max_tasks_per_child(mut self, tasks: u64) -> Self {
        self.config.tasks_per_worker = tasks.max(1);
        self
    }

    /// How many workers may die in a row, none of them having started a task, before the pool is broken; 8 unless set.
    pub fn futile_deaths(mut self, deaths: u32) -> Self {
        self.config.futile_deaths = deaths;
        self
    }

    /// Makes the pool. No worker is forked before a task needs one.
    ///
    /// # Errors
    /// When no worker is allowed, or the init value is missing or cannot be encoded.
    pub fn build(self) -> Result<ProcessPool<W>, BuildError> {
        if self.config.workers == 0 {
            return Err(BuildError::NoWorkers);
        }
        let init = self.init.ok_or(BuildError::NoInit)?;
        let init = codec::encode(&init).map_err(|error| BuildError::Encode(error.to_string()))?;
        let inner = Inner::new(self.zygote, worker::serve::<W>, init, self.config);
        Ok(ProcessPool { inner: Arc::new(inner), worker: PhantomData })
    }
}
