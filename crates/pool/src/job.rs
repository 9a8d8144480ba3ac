//! Tasks that travel to a worker together, with the promises to settle when it answers.

use std::sync::Arc;

use serde::Serialize;

use crate::codec;
use crate::error::TaskError;
use crate::future::{Outcome, Payload, Promise};
use crate::message::{self, Order};

/// A message to a worker and who waits for its answer. A job is in one place at a time: the queue, or a worker's list.
pub(crate) struct Job {
    pub(crate) id: u64,
    pub(crate) message: Arc<Vec<u8>>,
    pub(crate) promises: Vec<Promise>,
}

/// A promise with the outcome that it is to be settled with once no lock is held.
pub(crate) type Settlement = (Promise, Outcome);

/// Collects encoded tasks into a job.
#[derive(Default)]
pub(crate) struct JobBuilder {
    bodies: Vec<u8>,
    sizes: Vec<u64>,
    promises: Vec<Promise>,
}

impl JobBuilder {
    /// Adds a task. One that cannot be encoded is settled here and now, and is no part of the job.
    pub(crate) fn push<T: Serialize>(&mut self, task: &T, promise: Promise) {
        let start = self.bodies.len();
        match codec::encode_into(task, &mut self.bodies) {
            Ok(()) => {
                self.sizes.push((self.bodies.len() - start) as u64);
                self.promises.push(promise);
            }
            Err(error) => promise.settle(Err(TaskError::Encode { reason: error.to_string() })),
        }
    }

    /// Adds a task that is encoded already.
    fn push_encoded(&mut self, body: &[u8], promise: Promise) {
        self.bodies.extend_from_slice(body);
        self.sizes.push(body.len() as u64);
        self.promises.push(promise);
    }

    pub(crate) fn is_empty(&self) -> bool {
        self.promises.is_empty()
    }

    pub(crate) fn build(self, id: u64) -> Job {
        let order = Order::Run { job: id, sizes: self.sizes };
        let message = message::seal(self.bodies, &order).expect("numbers can be encoded");
        Job { id, message: Arc::new(message), promises: self.promises }
    }
}

impl Job {
    /// Marks the tasks as running, or finds that every one of them was cancelled.
    ///
    /// A job with some tasks cancelled runs whole; the answers for those go nowhere.
    pub(crate) fn begin(&self) -> bool {
        self.promises.iter().map(Promise::begin).filter(|it| *it).count() > 0
    }

    /// The worker never started this job.
    pub(crate) fn requeue(&self) {
        self.promises.iter().for_each(Promise::requeue);
    }

    /// Pairs the tasks with their outcomes. What has no outcome, because a panic came before, makes jobs of its own.
    pub(crate) fn finish(
        self,
        answer: Vec<u8>,
        outcomes: Vec<Result<u64, TaskError>>,
        next_id: &mut u64,
    ) -> (Vec<Settlement>, Vec<Job>) {
        let answer = Arc::new(answer);
        let ran = outcomes.len();
        let mut start = 0;
        let outcomes = outcomes.into_iter().map(|outcome| {
            let size = outcome? as usize;
            start += size;
            Ok(Payload { message: Arc::clone(&answer), range: start - size..start })
        });
        let Self { message, promises, .. } = self;
        let mut promises = promises.into_iter();
        // The outcomes come first in the zip: the side that ends it must not have taken a promise.
        let settled = outcomes.zip(promises.by_ref()).map(|(outcome, promise)| (promise, outcome));
        let settled = settled.collect();
        (settled, singles(&message, ran, promises, next_id))
    }

    /// One job for each of the tasks.
    pub(crate) fn split(self, next_id: &mut u64) -> Vec<Job> {
        singles(&self.message, 0, self.promises.into_iter(), next_id)
    }

    pub(crate) fn fail_all(self, error: &TaskError) -> Vec<Settlement> {
        let failed = |promise| (promise, Err(error.clone()));
        self.promises.into_iter().map(failed).collect()
    }
}

/// Jobs of one task each for `promises`, whose bodies lie in `message` after the first `skip`.
fn singles(message: &[u8], skip: usize, promises: impl Iterator<Item = Promise>, next_id: &mut u64) -> Vec<Job> {
    let Ok((Order::Run { sizes, .. }, mut bodies)) = message::unseal(message) else {
        unreachable!("the message was made by JobBuilder::build");
    };
    let bodies = sizes.into_iter().map(|size| {
        let (body, rest) = bodies.split_at(size as usize);
        bodies = rest;
        body
    });
    let mut jobs = Vec::new();
    for (body, promise) in bodies.skip(skip).zip(promises) {
        promise.requeue();
        let mut builder = JobBuilder::default();
        builder.push_encoded(body, promise);
        jobs.push(builder.build(*next_id));
        *next_id += 1;
    }
    jobs
}
