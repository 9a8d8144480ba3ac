//! The ring of one thread.

use std::sync::OnceLock;

use parking_lot::Mutex;

use super::{Event, Name, name::Own};
use crate::{
    statistics::Number,
    sync::{
        AtomicU64,
        Ordering::{Acquire, Relaxed, Release},
        fence,
    },
};

/// A thread's events. Only the thread adds to it, and takes no lock for that; anybody may drain it.
///
/// An event that is being written may be in the place of an old one that is just being read. So the writer says that it
/// begins before it writes, and the reader looks at that afterwards, and throws away what may have been written over.
#[derive(Default)]
pub(crate) struct Log {
    ring: OnceLock<Ring>,
    /// How many events were begun. Only the thread itself writes it.
    begun: AtomicU64,
    /// How many events were written. Only the thread itself writes it.
    written: AtomicU64,
    /// The place of the next event, which is the same without a division.
    place: Number,
    reader: Mutex<Reader>,
    /// What callers called their events. Only locked for events that are not the gate's own.
    given: Mutex<Vec<&'static str>>,
}

/// What draining leaves for the next time.
#[derive(Default)]
struct Reader {
    /// How many events were drained or lost.
    seen: u64,
}

impl Log {
    /// Adds an event, in place of the oldest if there are `room` already.
    #[inline]
    pub(crate) fn add(&self, room: usize, name: Name, start: u64, nanos: Option<u64>) {
        self.write(room, start, pack(self.number(name), nanos));
    }

    fn write(&self, room: usize, start: u64, rest: u64) {
        let ring = self.ring.get_or_init(|| Ring::new(room));
        let place = self.place.get();
        self.place.replace(if place + 1 == ring.room { 0 } else { place + 1 });
        let slot = ring.slot(place);
        // Relaxed: only this thread writes it.
        let next = self.begun.load(Relaxed) + 1;
        // Relaxed: ordered by the fence. Its partner is in `drain`: who read any of the words below sees this one.
        self.begun.store(next, Relaxed);
        fence(Release);
        // Relaxed: ordered by the fence before and the release after.
        slot.start.store(start, Relaxed);
        slot.rest.store(rest, Relaxed);
        // Release: who sees the number sees the event.
        self.written.store(next, Release);
    }

    /// Takes the events, and the number of those that were lost.
    pub(crate) fn drain(&self) -> (Vec<Event>, u64) {
        let Some(ring) = self.ring.get() else {
            return (Vec::new(), 0);
        };
        let mut reader = self.reader.lock();
        // Acquire: the partner of the release in `add`.
        let written = self.written.load(Acquire);
        let first = reader.seen.max(written.saturating_sub(ring.room));
        let read: Vec<_> = (first..written).map(|number| ring.read(number)).collect();
        // Acquire: the partner of the fence in `add`. Relaxed: ordered by it.
        fence(Acquire);
        let intact = first.max(self.begun.load(Relaxed).saturating_sub(ring.room)).min(written);
        let lost = intact - std::mem::replace(&mut reader.seen, written);
        let given = self.given.lock();
        let events = read[(intact - first) as usize..].iter().map(|&(start, rest)| unpack(&given, start, rest));
        (events.collect(), lost)
    }

    #[inline]
    fn number(&self, name: Name) -> u16 {
        match name {
            Name::Own(own) => own as u16,
            Name::Given(given) => self.number_given(given),
        }
    }

    #[cold]
    fn number_given(&self, name: &'static str) -> u16 {
        let mut given = self.given.lock();
        let place = given.iter().position(|known| *known == name).unwrap_or_else(|| {
            given.push(name);
            given.len() - 1
        });
        u16::try_from(Own::NAMES.len() + place).expect("fewer than 65,000 names in a program")
    }
}

/// Places for events, in pieces that are made when they are needed.
struct Ring {
    pieces: Box<[OnceLock<Box<Piece>>]>,
    /// How many there may be.
    room: u64,
}

const PIECE: u64 = if cfg!(loom) { 2 } else { 1024 };
type Piece = [Slot; PIECE as usize];
/// More than 60 million events of one thread are not kept.
const MOST: u64 = PIECE << 16;

/// An event: when it began, and the rest packed into one word.
#[derive(Default)]
struct Slot {
    start: AtomicU64,
    rest: AtomicU64,
}

impl Ring {
    #[cold]
    fn new(room: usize) -> Self {
        let room = u64::try_from(room).unwrap_or(MOST).clamp(1, MOST);
        Ring { pieces: (0..room.div_ceil(PIECE)).map(|_| OnceLock::new()).collect(), room }
    }

    #[inline]
    fn slot(&self, place: u64) -> &Slot {
        let piece = self.pieces[(place / PIECE) as usize].get_or_init(new_piece);
        &piece[(place % PIECE) as usize]
    }

    /// The words of the event with this number, or of a later one.
    fn read(&self, number: u64) -> (u64, u64) {
        let slot = self.slot(number % self.room);
        // Relaxed: see `drain`.
        (slot.start.load(Relaxed), slot.rest.load(Relaxed))
    }
}

#[cold]
fn new_piece() -> Box<Piece> {
    let slots: Box<[Slot]> = (0..PIECE).map(|_| Slot::default()).collect();
    slots.try_into().unwrap_or_else(|_| unreachable!("as many slots as there are in a piece"))
}

/// Bits 0 to 15: the name. Bits 16 and up: how long it lasted plus 1; 0 means that it only happened.
const LASTED: u64 = 1 << 16;
/// Some 78 hours; what lasted longer counts as that.
const LONGEST: u64 = u64::MAX / LASTED - 1;

#[inline]
fn pack(name: u16, nanos: Option<u64>) -> u64 {
    nanos.map_or(0, |nanos| (nanos.min(LONGEST) + 1) * LASTED) + u64::from(name)
}

fn unpack(given: &[&'static str], start_nanos: u64, rest: u64) -> Event {
    let number = (rest % LASTED) as usize;
    let name = *Own::NAMES.get(number).unwrap_or_else(|| &given[number - Own::NAMES.len()]);
    Event { name, start_nanos, nanos: (rest / LASTED).checked_sub(1) }
}

#[cfg(all(test, not(loom)))]
mod tests {
    use std::thread;

    use super::*;

    /// A reader that comes again and again while the ring is written over gets whole events, each once, in order.
    #[test]
    fn what_is_written_over_while_it_is_read_is_lost_and_not_torn() {
        const EVENTS: u64 = 300_000;
        let log = Log::default();
        let (mut next, mut seen, mut lost) = (0, 0, 0);
        thread::scope(|scope| {
            let writer = scope.spawn(|| (0..EVENTS).for_each(|i| log.add(7, Own::Hold.into(), i, Some(i))));
            loop {
                let last = writer.is_finished();
                let (events, more) = log.drain();
                seen += events.len() as u64;
                lost += more;
                for event in events {
                    assert_eq!(event.nanos, Some(event.start_nanos), "torn");
                    assert!(event.start_nanos >= next, "order");
                    next = event.start_nanos + 1;
                }
                if last {
                    break;
                }
            }
        });
        assert_eq!((next, seen + lost), (EVENTS, EVENTS));
        assert!(lost > 0);
    }
}

/// Models, run with `--cfg loom`.
#[cfg(all(test, loom))]
mod models {
    use std::sync::Arc;

    use super::*;

    /// One thread writes three events into a ring for `room`, another drains meanwhile: what it gets is whole and in order.
    fn drain_meanwhile(room: usize) {
        loom::model(move || {
            let log = Arc::new(Log::default());
            let add = |log: &Log, i| log.add(room, Own::Hold.into(), i, Some(i));
            add(&log, 1);
            let reader = loom::thread::spawn({
                let log = log.clone();
                move || log.drain()
            });
            add(&log, 2);
            add(&log, 3);
            let (early, lost) = reader.join().unwrap();
            let (late, more) = log.drain();
            let events: Vec<_> = early.into_iter().chain(late).collect();
            assert_eq!(events.len() as u64 + lost + more, 3);
            assert!(events.iter().all(|event| event.nanos == Some(event.start_nanos)), "torn");
            assert!(events.is_sorted_by(|one, next| one.start_nanos < next.start_nanos), "twice");
            assert_eq!(events.last().unwrap().start_nanos, 3);
        });
    }

    #[test]
    fn a_ring_that_is_written_over_is_drained() {
        drain_meanwhile(1);
    }

    #[test]
    fn a_ring_with_room_is_drained() {
        drain_meanwhile(2);
    }
}
