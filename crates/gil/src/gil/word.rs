//! The lock word of a [`Gil`](crate::Gil).

use crate::sync::{
    AtomicU64, Ordering,
    Ordering::{Acquire, Relaxed, Release},
};

/// Bit 0: somebody waits in the queue, and a thread that comes from outside may take the gate only by way of it.
const WATCHED: u64 = 1;
/// Bit 1: a host is on the lookout: it lets a guest in, and takes the gate back from it.
const HOSTED: u64 = 2;
/// Bits 2 to 7: how many waiters are on the lookout, that is, will look at the word again without being woken.
const LOOKOUT: u64 = 4;
/// Bits 8 to 31: the seat id of the guest, who is outside, on the lookout, and wants to be let in; 0 means none.
const GUEST: u64 = 1 << 8;
/// Bits 32 and up: the seat id of the holder; 0 means free.
const HOLDER: u64 = 1 << 32;

/// Ids from here on do not fit; such a thread is no guest.
const MOST_GUESTS: u32 = (HOLDER / GUEST) as u32;

/// More threads than this are never on the lookout at once: they would only take processors from each other.
pub(crate) const MOST_LOOKOUTS: u64 = 50;

/// The lock word.
///
/// | holder | guest | lookouts | hosted | watched | meaning | leads to |
/// |---|---|---|---|---|---|---|
/// | 0 | 0 | 0 | 0 | 0 | free, nobody waits | held: by anybody, with `take_free` |
/// | id | 0 | 0 | 0 | 0 | held, nobody waits | free: by the holder, with `give_unwatched`; watched: by anybody who has the queue locked; with a guest: by `knock` |
/// | id | 0 | 0 | 0 | 1 | held, somebody waits | free: by the holder who has the queue locked |
/// | id | any | any | any | any | held, and one of the middle three says that somebody looks on | free: by the holder, with `give_to_lookouts` |
/// | id | id | any | 0 | any | held, with a guest before the door | held by the guest and hosted: by the holder, with `let_guest_in` |
/// | 0 | id | any | any | any | free, with a guest before the door | held by the guest: by the guest, with `come_in` |
/// | 0 | any | any | 1 | any | free, with a host who wants it back | held by the host: by the host, with `take_back` |
/// | 0 | any | any | any | 1 | free, somebody waits | held, watched or not: by anybody who has the queue locked, with `take_watched` |
///
/// While the queue is not locked, the word is watched exactly if the queue is not empty or the policy hears all. Waiters go
/// on the lookout with the queue locked and off it at any time; guests and hosts do both at any time. Who goes off it looks
/// at the word afterwards.
#[derive(Default)]
pub(super) struct Word(AtomicU64);

/// What an urgent thread found.
pub(super) enum Knock {
    /// The gate was free, and is now its own.
    Admitted,
    /// The gate is held, and it is now the guest.
    Waits,
    /// The gate is held, and there is another guest.
    Occupied,
}

impl Word {
    /// A word that is watched for ever.
    pub(super) fn watched() -> Self {
        Word(AtomicU64::new(WATCHED))
    }

    /// Takes the gate if it is free and nobody waits for it.
    #[inline]
    pub(super) fn take_free(&self, id: u32) -> bool {
        // Acquire: the partner of the releases with which the last holder gave it back. Relaxed: failing tells nothing.
        self.0.compare_exchange(0, held_by(id), Acquire, Relaxed).is_ok()
    }

    /// Gives the gate back if nobody waits for it. `look`: whether to look before, because it is likely that somebody does,
    /// and an exchange that fails would take the cache line from a lookout for nothing.
    #[inline]
    pub(super) fn give_unwatched(&self, id: u32, look: bool) -> bool {
        // Relaxed: the exchange looks again. A model goes without the look, to which it would have to add what others can
        // do before and after.
        let may = cfg!(loom) || !look || self.0.load(Relaxed) == held_by(id);
        // Release: what the holder did is visible to the next one. Relaxed: failing tells only that somebody waits.
        may && self.0.compare_exchange(held_by(id), 0, Release, Relaxed).is_ok()
    }

    /// Gives the gate back without waking anybody if somebody is on the lookout.
    pub(super) fn give_to_lookouts(&self, id: u32) -> bool {
        // Release: as in `give_unwatched`; here it is the only order there is, as no mutex is involved.
        self.change(Release, |word| is_looked_at(word).then(|| word - held_by(id))).is_ok()
    }

    /// Makes the word watched. Returns whether the gate is free. With the queue locked.
    pub(super) fn watch(&self) -> bool {
        // Acquire: who sees it free goes by what the last holder noted, for example that it has been in.
        is_free(self.0.fetch_or(WATCHED, Acquire))
    }

    /// Takes the gate if it is free. With the queue locked.
    pub(super) fn take_watched(&self, id: u32, watched: bool) -> bool {
        let unwatch = if watched { 0 } else { WATCHED };
        // Acquire: as in `take_free`.
        self.change(Acquire, |word| is_free(word).then(|| word + held_by(id) - unwatch)).is_ok()
    }

    /// Gives the gate back to those who wait. With the queue locked, by the holder.
    pub(super) fn give_watched(&self, id: u32) {
        // Release: as in `give_to_lookouts`, since a lookout may see it before the mutex is free.
        self.0.fetch_sub(held_by(id), Release);
    }

    /// Goes on the lookout. With the queue locked.
    pub(super) fn look_out(&self) {
        // Relaxed: it must only come before or after the holder's leaving, and both change this one word.
        self.0.fetch_add(LOOKOUT, Relaxed);
    }

    /// Goes off the lookout. From now on the holder does not count on this thread any more; what it did before shows in
    /// the word, which the caller must look at.
    pub(super) fn stand_down(&self) {
        // Relaxed: as above.
        self.0.fetch_sub(LOOKOUT, Relaxed);
    }

    /// How many waiters are on the lookout. Exact upwards if the queue is locked: more cannot come.
    pub(super) fn lookouts(&self) -> u64 {
        // Relaxed: a hint, or ordered by the mutex.
        self.0.load(Relaxed) % GUEST / LOOKOUT
    }

    /// Whether a waiter, a guest or a host is on the lookout. A hint.
    pub(super) fn is_looked_at(&self) -> bool {
        // Relaxed: a hint.
        is_looked_at(self.0.load(Relaxed))
    }

    /// The holder's seat id; `None` if the gate is free. A hint, unless the queue is locked: then an id that is returned
    /// is that of a thread which has not gone.
    pub(super) fn holder(&self) -> Option<u32> {
        // Relaxed: the mutex orders it.
        match holder(self.0.load(Relaxed)) {
            0 => None,
            id => Some(id),
        }
    }

    /// Takes the gate if it is free; else becomes the guest if there is none.
    pub(super) fn knock(&self, id: u32) -> Knock {
        let next = |word| match guest(word) {
            _ if is_free(word) => Some(word + held_by(id)),
            0 if id < MOST_GUESTS => Some(word + guest_is(id)),
            _ => None,
        };
        // Acquire: as in `take_free`. What becoming the guest publishes, the request on the holder's breaker does.
        match self.change(Acquire, next) {
            Ok(free) if is_free(free) => Knock::Admitted,
            Ok(_) => Knock::Waits,
            Err(_) => Knock::Occupied,
        }
    }

    /// The guest takes the gate if it is free, or notices that it was let in. Returns whether it is in.
    pub(super) fn come_in(&self, id: u32) -> bool {
        // Acquire: as in `take_free`, and the partner of the release in `let_guest_in`.
        let next = |word| (guest(word) == id && is_free(word)).then(|| word - guest_is(id) + held_by(id));
        match self.change(Acquire, next) {
            Ok(_) => true,
            Err(word) => guest(word) != id,
        }
    }

    /// Stops being the guest. Returns whether the gate was taken, or given, before that.
    pub(super) fn give_up(&self, id: u32) -> bool {
        // Acquire: as in `come_in`.
        self.change(Acquire, |word| (guest(word) == id).then(|| word - guest_is(id))).is_err()
    }

    /// Gives the gate to the guest, and goes on the lookout as its host. Returns whether that was done: not if there is no guest,
    /// or another host.
    pub(super) fn let_guest_in(&self, id: u32) -> bool {
        let next = |word| {
            let may = guest(word) != 0 && word & HOSTED == 0;
            may.then(|| word - held_by(id) - guest_is(guest(word)) + held_by(guest(word)) + HOSTED)
        };
        // Release: as in `give_to_lookouts`.
        let changed = self.change(Release, next);
        #[cfg(loom)]
        if changed.is_err_and(|word| guest(word) != 0) {
            crate::sync::note_second_host();
        }
        changed.is_ok()
    }

    /// The host takes the gate if it is free. Returns whether it did.
    pub(super) fn take_back(&self, id: u32) -> bool {
        // Acquire: as in `take_free`.
        self.change(Acquire, |word| is_free(word).then(|| word + held_by(id) - HOSTED)).is_ok()
    }

    /// Stops being the host.
    pub(super) fn stop_hosting(&self) {
        // Relaxed: as in `stand_down`.
        self.0.fetch_sub(HOSTED, Relaxed);
    }

    /// Whether there is a host, who is before all in the queue that are not urgent. A hint.
    pub(super) fn is_hosted(&self) -> bool {
        // Relaxed: a hint.
        self.0.load(Relaxed) & HOSTED != 0
    }

    /// Changes the word to what `next` says, if anything. Returns the word before, as an error if nothing was to be done.
    fn change(&self, order: Ordering, next: impl Fn(u64) -> Option<u64>) -> Result<u64, u64> {
        // Acquire: `give_up` and `come_in` learn from a word that they leave as it is that the gate is theirs.
        self.0.fetch_update(order, Acquire, next)
    }
}

fn held_by(id: u32) -> u64 {
    u64::from(id) * HOLDER
}

fn guest_is(id: u32) -> u64 {
    u64::from(id) * GUEST
}

fn holder(word: u64) -> u32 {
    (word / HOLDER) as u32
}

fn guest(word: u64) -> u32 {
    (word % HOLDER / GUEST) as u32
}

fn is_free(word: u64) -> bool {
    word < HOLDER
}

/// Whether the lookouts, the host or the guest will look at the word without being woken.
fn is_looked_at(word: u64) -> bool {
    word % HOLDER > WATCHED
}
