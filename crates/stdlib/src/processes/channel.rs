//! What is in a queue or a pipe: encoded values in the host, for takers in any process.
//!
//! A thread of the host waits on the condition; a worker's request waits in a list, and its answer is sent over the
//! worker's link when its turn comes. Requests from workers are served first, because they have asked already.

use super::wire::{Answer, ToWorker, encode};
use parking_lot::{Condvar, Mutex};
use std::collections::{HashMap, VecDeque};
use std::sync::atomic::{AtomicU64, Ordering::Relaxed};
use std::sync::{Arc, LazyLock};
use std::time::{Duration, Instant};
use taipan_pool::Process;

/// A channel.
#[derive(Default)]
pub(crate) struct Channel {
    state: Mutex<State>,
    changed: Condvar,
}

/// Who may still put or take, for an end to learn that the other one is gone.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) enum Side {
    Reader,
    Writer,
}

#[derive(Default)]
struct State {
    items: VecDeque<Vec<u8>>,
    /// How many items fit; 0 means any number.
    bound: usize,
    takers: VecDeque<Waiting>,
    putters: VecDeque<(Waiting, Vec<u8>)>,
    /// How many hold each end, if that is counted, as it is for pipes.
    holders: Option<Holders>,
}

#[derive(Default)]
struct Holders {
    readers: usize,
    writers: usize,
}

/// A request of a worker that cannot be answered yet.
pub(crate) struct Waiting {
    pub(crate) worker: Arc<Process>,
    pub(crate) request: u64,
}

impl Waiting {
    /// Sends the answer; false if the worker is gone.
    fn answer(&self, answer: Answer) -> bool {
        let message = encode(&ToWorker::Answer { request: self.request, answer });
        self.worker.link().post(Arc::new(message)).is_ok()
    }

    /// Says that nobody is left at the other end.
    fn end(&self) {
        let _gone = self.answer(Answer::Closed);
    }

    fn is(&self, worker: &Arc<Process>, request: u64) -> bool {
        self.request == request && Arc::ptr_eq(&self.worker, worker)
    }
}

impl Channel {
    /// A queue for so many items, 0 meaning any number.
    pub(crate) fn queue(bound: usize) -> Arc<Self> {
        Arc::new(Self { state: Mutex::new(State { bound, ..State::default() }), ..Self::default() })
    }

    /// One direction of a pipe, held at both ends.
    pub(crate) fn pipe() -> Arc<Self> {
        let holders = Some(Holders { readers: 1, writers: 1 });
        Arc::new(Self { state: Mutex::new(State { holders, ..State::default() }), ..Self::default() })
    }

    /// Puts an item, waiting for room for at most `time`. The item comes back if it did not get in.
    pub(crate) fn put(&self, item: Vec<u8>, time: Duration) -> Result<Answer, Vec<u8>> {
        let deadline = Instant::now() + time;
        let mut state = self.state.lock();
        while !state.has_room() && !state.is_closed_for(Side::Writer) {
            if self.changed.wait_until(&mut state, deadline).timed_out() {
                break;
            }
        }
        if state.is_closed_for(Side::Writer) {
            return Ok(Answer::Closed);
        }
        if !state.has_room() {
            return Err(item);
        }
        state.insert(item);
        self.changed.notify_all();
        Ok(Answer::Put)
    }

    /// Takes an item, waiting for one for at most `time`.
    pub(crate) fn get(&self, time: Duration) -> Option<Answer> {
        let deadline = Instant::now() + time;
        let mut state = self.state.lock();
        loop {
            if let Some(item) = state.take() {
                self.changed.notify_all();
                return Some(Answer::Item(item));
            }
            if state.is_closed_for(Side::Reader) {
                return Some(Answer::Closed);
            }
            if self.changed.wait_until(&mut state, deadline).timed_out() && state.items.is_empty() {
                return None;
            }
        }
    }

    /// Puts an item for a worker, which gets the answer when there is room.
    pub(crate) fn put_for(&self, waiting: Waiting, item: Vec<u8>, wait: bool) {
        let mut state = self.state.lock();
        if state.is_closed_for(Side::Writer) {
            waiting.answer(Answer::Closed);
        } else if state.has_room() {
            state.insert(item);
            self.changed.notify_all();
            waiting.answer(Answer::Put);
        } else if wait {
            state.putters.push_back((waiting, item));
        } else {
            waiting.answer(Answer::NotNow);
        }
    }

    /// Takes an item for a worker, which gets it when there is one.
    pub(crate) fn get_for(&self, waiting: Waiting, wait: bool) {
        let mut state = self.state.lock();
        match state.take() {
            Some(item) => {
                if !waiting.answer(Answer::Item(item.clone())) {
                    state.items.push_front(item);
                }
                self.changed.notify_all();
            }
            None if state.is_closed_for(Side::Reader) => waiting.end(),
            None if wait => state.takers.push_back(waiting),
            None => {
                waiting.answer(Answer::NotNow);
            }
        }
    }

    /// Ends the wait of a request, unless it was answered already.
    pub(crate) fn cancel(&self, worker: &Arc<Process>, request: u64) {
        let mut state = self.state.lock();
        let taker = state.takers.iter().position(|it| it.is(worker, request));
        let putter = state.putters.iter().position(|(it, _)| it.is(worker, request));
        let waiting = taker.and_then(|it| state.takers.remove(it));
        let waiting = waiting.or_else(|| putter.and_then(|it| state.putters.remove(it)).map(|it| it.0));
        if let Some(waiting) = waiting {
            waiting.answer(Answer::NotNow);
        }
    }

    /// Forgets the requests of a worker that is gone.
    pub(crate) fn forget(&self, worker: &Arc<Process>) {
        let mut state = self.state.lock();
        state.takers.retain(|it| !Arc::ptr_eq(&it.worker, worker));
        state.putters.retain(|(it, _)| !Arc::ptr_eq(&it.worker, worker));
    }

    /// How many items there are, how many fit, and whether a reader will get no more.
    pub(crate) fn look(&self) -> Answer {
        let state = self.state.lock();
        let closed = state.is_closed_for(Side::Reader);
        Answer::State { items: state.items.len() as u64, bound: state.bound as u64, closed }
    }

    /// Waits for an item, or the end, for at most `time`; whether there is either.
    pub(crate) fn poll(&self, time: Duration) -> bool {
        let deadline = Instant::now() + time;
        let mut state = self.state.lock();
        while state.items.is_empty() && !state.is_closed_for(Side::Reader) {
            if self.changed.wait_until(&mut state, deadline).timed_out() {
                break;
            }
        }
        !state.items.is_empty() || state.is_closed_for(Side::Reader)
    }

    /// One more holds an end.
    pub(crate) fn hold(&self, side: Side) {
        if let Some(holders) = &mut self.state.lock().holders {
            *holders.of(side) += 1;
        }
    }

    /// One fewer holds an end; the last one's going ends the waits at the other.
    pub(crate) fn release(&self, side: Side) {
        let mut state = self.state.lock();
        if let Some(holders) = &mut state.holders {
            let count = holders.of(side);
            *count = count.saturating_sub(1);
        }
        if state.is_closed_for(Side::Reader) {
            state.takers.drain(..).for_each(|it| it.end());
        }
        if state.is_closed_for(Side::Writer) {
            state.putters.drain(..).for_each(|(it, _)| it.end());
        }
        self.changed.notify_all();
    }
}

impl State {
    fn has_room(&self) -> bool {
        self.bound == 0 || self.items.len() < self.bound
    }

    /// Whether whoever is at `side` has nobody at the other end. What was sent before can still be taken.
    fn is_closed_for(&self, side: Side) -> bool {
        match (&self.holders, side) {
            (None, _) => false,
            (Some(holders), Side::Reader) => holders.writers == 0 && self.items.is_empty(),
            (Some(holders), Side::Writer) => holders.readers == 0,
        }
    }

    /// Gives an item to the first worker that waits for one, or keeps it.
    fn insert(&mut self, item: Vec<u8>) {
        while let Some(taker) = self.takers.pop_front() {
            if taker.answer(Answer::Item(item.clone())) {
                return;
            }
        }
        self.items.push_back(item);
    }

    /// Takes the oldest item, and lets the first worker that waits for room put its own.
    fn take(&mut self) -> Option<Vec<u8>> {
        let item = self.items.pop_front()?;
        while self.has_room()
            && let Some((putter, item)) = self.putters.pop_front()
        {
            if putter.answer(Answer::Put) {
                self.items.push_back(item);
            }
        }
        Some(item)
    }
}

impl Holders {
    fn of(&mut self, side: Side) -> &mut usize {
        match side {
            Side::Reader => &mut self.readers,
            Side::Writer => &mut self.writers,
        }
    }
}

/// The channels that workers may know, by number.
///
/// A channel that has been sent to a worker stays here to the end of the process: nobody can tell in which messages,
/// sent or waiting, its number still is.
static PUBLISHED: LazyLock<Mutex<HashMap<u64, Arc<Channel>>>> = LazyLock::new(Mutex::default);

/// A number for a channel, under which workers may ask for it.
pub(crate) fn publish(channel: &Arc<Channel>) -> u64 {
    static LAST: AtomicU64 = AtomicU64::new(0);
    let number = LAST.fetch_add(1, Relaxed) + 1;
    PUBLISHED.lock().insert(number, channel.clone());
    number
}

/// The channel of a number.
pub(crate) fn published(number: u64) -> Option<Arc<Channel>> {
    PUBLISHED.lock().get(&number).cloned()
}

/// Forgets the requests of a worker that is gone, in every channel.
pub(crate) fn forget(worker: &Arc<Process>) {
    let channels: Vec<_> = PUBLISHED.lock().values().cloned().collect();
    channels.iter().for_each(|it| it.forget(worker));
}

#[cfg(test)]
mod tests {
    use super::*;

    fn item(n: u8) -> Option<Answer> {
        Some(Answer::Item(vec![n]))
    }

    #[test]
    fn a_full_queue_gives_the_item_back() {
        let queue = Channel::queue(1);
        assert_eq!(queue.put(vec![1], Duration::ZERO), Ok(Answer::Put));
        assert_eq!(queue.put(vec![2], Duration::ZERO), Err(vec![2]));
        assert_eq!(queue.get(Duration::ZERO), item(1));
        assert_eq!(queue.get(Duration::ZERO), None);
    }

    #[test]
    fn a_put_wakes_a_thread_that_waits() {
        let queue = Channel::queue(0);
        std::thread::scope(|scope| {
            let taker = scope.spawn(|| queue.get(Duration::from_secs(60)));
            assert_eq!(queue.put(vec![3], Duration::ZERO), Ok(Answer::Put));
            assert_eq!(taker.join().unwrap(), item(3));
        });
    }

    #[test]
    fn the_last_writer_ends_a_pipe_after_what_it_wrote() {
        let pipe = Channel::pipe();
        pipe.hold(Side::Writer);
        pipe.put(vec![1], Duration::ZERO).unwrap();
        pipe.release(Side::Writer);
        assert_eq!(pipe.get(Duration::ZERO), item(1));
        assert_eq!(pipe.get(Duration::ZERO), None);
        pipe.release(Side::Writer);
        assert_eq!(pipe.get(Duration::ZERO), Some(Answer::Closed));
        assert!(pipe.poll(Duration::ZERO));
        pipe.release(Side::Reader);
        assert_eq!(pipe.put(vec![2], Duration::ZERO), Ok(Answer::Closed));
    }
}
