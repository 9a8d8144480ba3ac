//! Seats: what a gate knows of each thread that has entered it.

use std::{collections::VecDeque, sync::Arc};

use crate::{
    Breaker, Counts, Measure, Reason, Statistics, ThreadStatistics,
    events::{Events, ThreadEvents},
    statistics::Tally,
};

/// Departed threads that keep an entry of their own in the statistics.
const DEPARTED_KEPT: usize = 256;

/// One thread at one gate. `K` is what that kind of gate needs to reach or stop the thread.
#[repr(align(64))]
pub struct Seat<K> {
    /// The seat's place in the registry, from 1; used again after the thread has gone.
    pub(crate) id: u32,
    /// The thread's running number at this gate, from 1; never used again.
    pub(crate) number: u64,
    name: String,
    pub(crate) breaker: Arc<Breaker>,
    pub(crate) tally: Tally,
    pub(crate) kind: K,
}

/// The seats of a gate.
pub(crate) struct Seats<K> {
    /// Place n holds the seat with id n + 1.
    places: Vec<Option<Arc<Seat<K>>>>,
    /// How many threads have ever had a seat.
    born: u64,
    departed: VecDeque<ThreadStatistics>,
    /// What departed threads left that has not been drained.
    departed_events: VecDeque<ThreadEvents>,
    /// The sum over departed threads that have no entry any more.
    forgotten: Counts,
}

impl<K> Default for Seats<K> {
    fn default() -> Self {
        Seats {
            places: Vec::new(),
            born: 0,
            departed: VecDeque::new(),
            departed_events: VecDeque::new(),
            forgotten: Counts::default(),
        }
    }
}

impl<K> Seats<K> {
    /// Registers the calling thread.
    pub(crate) fn add(&mut self, kind: K, alert: Option<Reason>) -> Arc<Seat<K>> {
        let place = self.free_place();
        self.born += 1;
        let breaker = Breaker::default();
        if let Some(reason) = alert {
            breaker.raise(reason);
        }
        let seat = Arc::new(Seat {
            id: u32::try_from(place + 1).expect("fewer than 2^32 threads"),
            number: self.born,
            name: std::thread::current().name().unwrap_or_default().to_owned(),
            breaker: Arc::new(breaker),
            tally: Tally::default(),
            kind,
        });
        self.places[place] = Some(seat.clone());
        seat
    }

    fn free_place(&mut self) -> usize {
        let free = self.places.iter().position(Option::is_none);
        free.unwrap_or_else(|| {
            self.places.push(None);
            self.places.len() - 1
        })
    }

    /// Takes a thread that has gone off the register, but not out of the statistics.
    pub(crate) fn remove(&mut self, seat: &Seat<K>) {
        self.places[seat.id as usize - 1] = None;
        self.departed.push_back(seat.statistics(true));
        if self.departed.len() > DEPARTED_KEPT {
            let oldest = self.departed.pop_front();
            self.forgotten.add(&oldest.unwrap_or_default().counts);
        }
        let events = seat.drain();
        if !events.events.is_empty() {
            self.departed_events.push_back(events);
        }
        if self.departed_events.len() > DEPARTED_KEPT {
            self.departed_events.pop_front();
        }
    }

    /// The seat with this id.
    ///
    /// # Panics
    /// If there is none.
    pub(crate) fn get(&self, id: u32) -> &Seat<K> {
        let seat = &self.places[id as usize - 1];
        seat.as_ref().expect("a thread inside has a seat")
    }

    /// The seat of the thread with this running number, if it is still there.
    pub(crate) fn numbered(&self, number: u64) -> Option<&Seat<K>> {
        let mut seats = self.places.iter().flatten();
        seats.find(|seat| seat.number == number).map(Arc::as_ref)
    }

    /// Every seat but one.
    pub(crate) fn others(&self, id: u32) -> impl Iterator<Item = &Seat<K>> {
        let seats = self.places.iter().flatten().map(Arc::as_ref);
        seats.filter(move |seat| seat.id != id)
    }

    /// Takes the events of all threads.
    pub(crate) fn drain(&mut self) -> Events {
        let departed = std::mem::take(&mut self.departed_events);
        let present = self.places.iter().flatten().map(|seat| seat.drain());
        let mut threads: Vec<_> = departed.into_iter().chain(present).collect();
        threads.sort_by_key(|thread| thread.id);
        Events { threads }
    }

    pub(crate) fn statistics(&self, measure: Measure) -> Statistics {
        let present = self.places.iter().flatten().map(|seat| seat.statistics(false));
        let mut threads: Vec<_> = self.departed.iter().cloned().chain(present).collect();
        threads.sort_by_key(|thread| thread.id);
        let mut total = self.forgotten;
        for thread in &threads {
            total.add(&thread.counts);
        }
        Statistics { measure, total, threads }
    }
}

impl<K> Seat<K> {
    fn drain(&self) -> ThreadEvents {
        let (events, lost) = self.tally.log.drain();
        ThreadEvents { id: self.number, name: self.name.clone(), events, lost }
    }

    fn statistics(&self, departed: bool) -> ThreadStatistics {
        ThreadStatistics { id: self.number, name: self.name.clone(), departed, counts: self.tally.counts() }
    }
}
