//! Results of many tasks, in order, with the input taken no faster than the results are.

use std::collections::VecDeque;

use crate::error::TaskError;
use crate::future::TaskFuture;
use crate::pool::ProcessPool;
use crate::worker::Worker;

/// The results of [`ProcessPool::map`]. Dropping it cancels the tasks that no worker has.
pub struct Map<'p, W: Worker, I: Iterator<Item = W::Task>> {
    pool: &'p ProcessPool<W>,
    tasks: I,
    chunk: usize,
    /// How many chunks to hand in ahead of the result that is taken next.
    ahead: usize,
    chunks: VecDeque<VecDeque<TaskFuture<W::Output>>>,
    /// Why the pool took no more tasks, until that is said.
    refusal: Option<TaskError>,
    /// No more tasks are taken from the input.
    ended: bool,
}

impl<'p, W: Worker, I: Iterator<Item = W::Task>> Map<'p, W, I> {
    pub(crate) fn new(pool: &'p ProcessPool<W>, tasks: I, chunk: usize, ahead: usize) -> Self {
        Self { pool, tasks, chunk, ahead, chunks: VecDeque::new(), refusal: None, ended: false }
    }

    fn fill(&mut self) {
        while !self.ended && self.chunks.len() < self.ahead {
            let tasks: Vec<_> = self.tasks.by_ref().take(self.chunk).collect();
            self.ended = tasks.is_empty();
            if self.ended {
                return;
            }
            match self.pool.submit_chunk(tasks) {
                Ok(futures) => self.chunks.push_back(futures.into()),
                Err(why) => {
                    self.ended = true;
                    self.refusal = Some(why.into());
                }
            }
        }
    }
}

impl<W: Worker, I: Iterator<Item = W::Task>> Iterator for Map<'_, W, I> {
    type Item = Result<W::Output, TaskError>;

    /// Waits for the next result. After the pool is closed or broken, says so once and ends.
    fn next(&mut self) -> Option<Self::Item> {
        self.fill();
        while self.chunks.front().is_some_and(VecDeque::is_empty) {
            self.chunks.pop_front();
            self.fill();
        }
        match self.chunks.front_mut().and_then(VecDeque::pop_front) {
            Some(future) => Some(future.result()),
            None => self.refusal.take().map(Err),
        }
    }
}

impl<W: Worker, I: Iterator<Item = W::Task>> Drop for Map<'_, W, I> {
    fn drop(&mut self) {
        for future in self.chunks.iter().flatten() {
            future.cancel();
        }
    }
}
