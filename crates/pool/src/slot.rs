//! The pool's view of one worker.

use std::collections::VecDeque;
use std::sync::Arc;
use std::time::Instant;

use crate::job::Job;
use crate::message::{self, Order};
use crate::process::Process;
use crate::state::Config;

/// A worker process and the jobs it has.
pub(crate) struct Slot {
    pub(crate) process: Arc<Process>,
    pub(crate) forked: Instant,
    /// It has said that it is ready, and nothing has said that it is not.
    pub(crate) ready: bool,
    /// Jobs sent and not answered, in the order sent.
    pub(crate) sent: VecDeque<Job>,
    /// Whether it has said that the first of them has started.
    pub(crate) started: bool,
    /// Tasks sent to it so far.
    pub(crate) served: u64,
}

impl Slot {
    pub(crate) fn new(process: Arc<Process>, forked: Instant) -> Self {
        Self { process, forked, ready: false, sent: VecDeque::new(), started: false, served: 0 }
    }

    pub(crate) fn has_credit(&self, config: &Config) -> bool {
        self.ready && self.sent.len() < config.credit && !self.is_spent(config)
    }

    pub(crate) fn is_spent(&self, config: &Config) -> bool {
        self.served >= config.tasks_per_worker
    }

    pub(crate) fn is_starting(&self) -> bool {
        !self.ready && self.served == 0
    }

    /// A worker that is dead needs no telling.
    pub(crate) fn stop(&self) {
        let stop = message::seal(Vec::new(), &Order::Stop).expect("a word can be encoded");
        let _dead = self.process.link().post(Arc::new(stop));
    }
}
