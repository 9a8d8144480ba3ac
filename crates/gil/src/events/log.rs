//! The ring of one thread.

use std::collections::VecDeque;

use parking_lot::Mutex;

use super::Event;

/// A thread's events. The thread writes, and who drains may read; they hardly ever meet, so a mutex costs little.
#[derive(Default)]
pub(crate) struct Log(Mutex<Ring>);

#[derive(Default)]
struct Ring {
    events: VecDeque<Event>,
    lost: u64,
}

impl Log {
    /// Adds an event, in place of the oldest if there are `room` already.
    pub(crate) fn add(&self, event: Event, room: usize) {
        let mut ring = self.0.lock();
        if ring.events.len() >= room {
            ring.events.pop_front();
            ring.lost += 1;
        }
        ring.events.push_back(event);
    }

    /// Takes the events, and the number of those that were lost.
    pub(crate) fn drain(&self) -> (Vec<Event>, u64) {
        let ring = std::mem::take(&mut *self.0.lock());
        (ring.events.into(), ring.lost)
    }
}
