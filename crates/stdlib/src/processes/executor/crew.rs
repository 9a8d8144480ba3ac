//! The workers of an executor and the calls they have: plain data, no values.

use crate::processes::host::{NoWorker, Worker};
use crate::processes::pack::Packed;
use crate::processes::wire::{Outcome, ToWorker};
use parking_lot::{Condvar, Mutex};
use std::collections::{HashMap, VecDeque};
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering::Relaxed};
use std::time::{Duration, Instant};

/// How many calls a worker is given before it has answered the first: one to run and one not to wait for.
const CREDIT: usize = 2;

/// Worker processes and their calls.
pub(super) struct Crew {
    state: Mutex<State>,
    changed: Condvar,
    last: AtomicU64,
    /// Told of every call that has ended, and then once that there will be no more.
    tell: Box<dyn Fn(Option<Ended>) + Send + Sync>,
}

/// A call that has ended.
pub(super) struct Ended {
    pub(super) number: u64,
    pub(super) outcome: Fate,
}

/// How a call ended.
pub(super) enum Fate {
    /// A worker ran it.
    Answered(Outcome),
    /// The worker died that had it; how, in words.
    Died(String),
    /// Nobody will run it, and nobody wants to know.
    Forgotten,
}

struct Call {
    number: u64,
    packed: Packed,
}

#[derive(Default)]
struct State {
    limit: usize,
    queue: VecDeque<Call>,
    members: HashMap<i32, Member>,
    /// Workers that are being started.
    starting: usize,
    shut: bool,
    /// Whether the end was told.
    over: bool,
}

struct Member {
    worker: Arc<Worker>,
    /// The calls that it has, the oldest first: that one it runs.
    calls: VecDeque<Call>,
    stopping: bool,
}

impl Crew {
    pub(super) fn new(limit: usize, tell: impl Fn(Option<Ended>) + Send + Sync + 'static) -> Arc<Self> {
        let state = Mutex::new(State { limit, ..State::default() });
        Arc::new(Self { state, changed: Condvar::new(), last: AtomicU64::new(0), tell: Box::new(tell) })
    }

    /// A number for a call.
    pub(super) fn number(&self) -> u64 {
        self.last.fetch_add(1, Relaxed) + 1
    }

    /// Queues a call, and starts a worker if one more is wanted and allowed.
    pub(super) fn submit(self: &Arc<Self>, number: u64, packed: Packed) -> Result<(), NoWorker> {
        let mut state = self.state.lock();
        state.queue.push_back(Call { number, packed });
        state.dispatch();
        let wanted = state.claim_start();
        drop(state);
        if !wanted {
            return Ok(());
        }
        let started = self.start_worker();
        let alone = started.is_err() && self.state.lock().is_deserted();
        // Without any worker the call would wait for ever.
        if alone {
            self.state.lock().queue.retain(|it| it.number != number);
            return started;
        }
        Ok(())
    }

    fn start_worker(self: &Arc<Self>) -> Result<(), NoWorker> {
        let worker = Worker::start();
        let mut state = self.state.lock();
        state.starting -= 1;
        let worker = worker?;
        let pid = worker.process.pid();
        let member = Member { worker: worker.clone(), calls: VecDeque::new(), stopping: false };
        state.members.insert(pid, member);
        state.dispatch();
        drop(state);
        let crew = self.clone();
        let reader = std::thread::Builder::new().name(format!("pool worker {pid}"));
        let spawned = reader.spawn(move || {
            worker.serve(|outcome| crew.answered(pid, outcome));
            crew.bury(pid, &worker);
        });
        if spawned.is_err() {
            // Nobody would hear it.
            self.state.lock().members.remove(&pid);
            return Err(NoWorker::NoServer);
        }
        Ok(())
    }

    fn answered(&self, pid: i32, outcome: Outcome) {
        let mut state = self.state.lock();
        let call = state.members.get_mut(&pid).and_then(|it| it.calls.pop_front());
        state.dispatch();
        drop(state);
        if let Some(call) = call {
            (self.tell)(Some(Ended { number: call.number, outcome: Fate::Answered(outcome) }));
        }
    }

    /// A worker is gone: the call that it ran has failed, the others go to somebody else.
    fn bury(self: &Arc<Self>, pid: i32, worker: &Worker) {
        let status = worker.process.wait();
        let mut state = self.state.lock();
        let Some(mut member) = state.members.remove(&pid) else { return };
        let suspect = member.calls.pop_front();
        for call in member.calls.into_iter().rev() {
            state.queue.push_front(call);
        }
        let wanted = state.claim_start();
        drop(state);
        if let Some(call) = suspect {
            let outcome = Fate::Died(format!("worker {pid} {status} while it ran the call"));
            (self.tell)(Some(Ended { number: call.number, outcome }));
        }
        if wanted && self.start_worker().is_err() {
            self.fail_queue();
        }
        self.finish_if_deserted();
    }

    /// No worker is left and none can be started.
    fn fail_queue(&self) {
        let mut state = self.state.lock();
        if !state.is_deserted() {
            return;
        }
        let queue = std::mem::take(&mut state.queue);
        drop(state);
        for call in queue {
            let outcome = Fate::Died("no worker could be started to run the call".to_owned());
            (self.tell)(Some(Ended { number: call.number, outcome }));
        }
    }

    /// Takes no more calls and ends the workers: when they have nothing left to do, or at once and by force.
    pub(super) fn shut(&self, cancel: bool) {
        let mut state = self.state.lock();
        state.shut = true;
        if cancel {
            state.queue.clear();
            for member in state.members.values_mut() {
                member.calls.clear();
                let _gone = member.worker.process.kill();
            }
        }
        state.dispatch();
        drop(state);
        self.finish_if_deserted();
    }

    fn finish_if_deserted(&self) {
        let mut state = self.state.lock();
        self.changed.notify_all();
        if state.shut && state.is_deserted() && !state.over {
            state.over = true;
            (self.tell)(None);
        }
    }

    /// Waits until no worker is left, for at most `time`; whether none is.
    pub(super) fn wait_deserted(&self, time: Duration) -> bool {
        let deadline = Instant::now() + time;
        let mut state = self.state.lock();
        while !state.is_deserted() && !self.changed.wait_until(&mut state, deadline).timed_out() {}
        state.is_deserted()
    }

    pub(super) fn pids(&self) -> Vec<i32> {
        self.state.lock().members.keys().copied().collect()
    }
}

impl State {
    fn is_deserted(&self) -> bool {
        self.members.is_empty() && self.starting == 0
    }

    /// Sends calls to the workers that have least to do; when all is done, sends the workers home.
    fn dispatch(&mut self) {
        while let Some(member) = self.idlest()
            && let Some(call) = self.queue.pop_front()
        {
            let member = self.members.get_mut(&member).expect("just found");
            member.worker.post(&call.packed, ToWorker::Run);
            member.calls.push_back(call);
        }
        if self.shut && self.queue.is_empty() {
            for member in self.members.values_mut().filter(|it| it.calls.is_empty() && !it.stopping) {
                member.stopping = true;
                member.worker.send(&ToWorker::Stop);
            }
        }
    }

    /// The worker with the fewest calls, if it may have one more. No worker is given a second call while another one
    /// could be started for it.
    fn idlest(&self) -> Option<i32> {
        let all_here = self.members.len() >= self.limit;
        let credit = if all_here { CREDIT } else { 1 };
        let open = self.members.iter().filter(|(_, it)| it.calls.len() < credit && !it.stopping);
        open.min_by_key(|(_, it)| it.calls.len()).map(|(pid, _)| *pid)
    }

    /// Whether to start one more worker, which is then counted as starting.
    fn claim_start(&mut self) -> bool {
        let room = self.members.len() + self.starting < self.limit;
        let wanted = room && self.queue.len() > self.starting;
        self.starting += usize::from(wanted);
        wanted
    }
}
