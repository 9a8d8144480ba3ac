//! Models of leased locks: every execution of two or three threads with a few steps.
//!
//! Both barriers are sequentially consistent fences here; `membarrier` promises the same of the pair. Run with
//! `RUSTFLAGS="--cfg loom" cargo test -p taipan-heap --lib --release models`.

use super::leased::Leased;
use super::readers::{Readers, Slot};
use crate::count::biased::NOBODY;
use loom::cell::UnsafeCell;
use loom::sync::Arc;
use loom::thread;

/// A body under a leased lock, and the slots of its readers.
struct Body {
    lock: Leased,
    readers: Readers,
    number: UnsafeCell<u32>,
}

// SAFETY: that is what the models check.
unsafe impl Sync for Body {}
// SAFETY: as above.
unsafe impl Send for Body {}

impl Body {
    fn new(lease: bool) -> Arc<Self> {
        Arc::new(Self { lock: Leased::with_lease(lease), readers: Readers::default(), number: UnsafeCell::new(0) })
    }

    /// One that readers need no lock for.
    fn readable() -> Arc<Self> {
        let body = Self::new(false);
        body.read_by_lock();
        body
    }

    fn change(&self) {
        // SAFETY: loom's cell panics if another access overlaps or is not ordered with this one.
        self.number.with_mut(|number| unsafe { *number += 1 });
    }

    fn look(&self) -> u32 {
        // SAFETY: as above.
        self.number.with(|number| unsafe { *number })
    }

    fn write_as_owner(&self) {
        if self.lock.enter_by_lease() {
            self.change();
            self.lock.leave_lease();
        } else {
            self.write();
        }
    }

    fn write(&self) {
        self.lock.lock_slow(&self.readers, NOBODY);
        self.change();
        self.lock.unlock_slow();
    }

    fn read_by_lock(&self) -> u32 {
        self.lock.lock_to_read(NOBODY);
        let number = self.look();
        self.lock.unlock_read(true);
        number
    }

    fn read(&self, slot: &Slot) -> u32 {
        if !self.lock.announce(slot) {
            return self.read_by_lock();
        }
        let number = self.look();
        slot.withdraw();
        number
    }
}

fn check(model: impl Fn() + Sync + Send + 'static) {
    let mut builder = loom::model::Builder::new();
    builder.preemption_bound = Some(2);
    builder.check(model);
}

#[test]
fn a_stranger_ends_the_lease_while_the_owner_writes() {
    check(|| {
        let body = Body::new(true);
        let stranger = thread::spawn({
            let body = body.clone();
            move || body.write()
        });
        body.write_as_owner();
        body.write_as_owner();
        stranger.join().unwrap();
        assert_eq!(body.look(), 3);
    });
}

#[test]
fn two_strangers_and_the_owner_write() {
    check(|| {
        let body = Body::new(true);
        let strangers: Vec<_> = (0..2)
            .map(|_| {
                let body = body.clone();
                thread::spawn(move || body.write())
            })
            .collect();
        body.write_as_owner();
        strangers.into_iter().for_each(|stranger| stranger.join().unwrap());
        assert_eq!(body.look(), 3);
    });
}

#[test]
fn a_writer_waits_for_readers_without_a_lock() {
    check(|| {
        let body = Body::readable();
        let (ours, theirs) = (body.readers.add(), body.readers.add());
        let other = thread::spawn({
            let body = body.clone();
            move || {
                body.read(&theirs);
                body.write();
            }
        });
        body.read(&ours);
        body.read(&ours);
        other.join().unwrap();
        assert_eq!(body.look(), 1);
    });
}

#[test]
fn a_body_becomes_readable_while_somebody_writes() {
    check(|| {
        let body = Body::new(false);
        let slot = body.readers.add();
        let writer = thread::spawn({
            let body = body.clone();
            move || {
                body.write();
                body.write();
            }
        });
        body.read(&slot);
        body.read(&slot);
        writer.join().unwrap();
        assert_eq!(body.look(), 2);
    });
}

/// An owner that does not look again after it stored `held`: the checker sees both inside.
#[test]
#[should_panic]
fn an_owner_that_looks_too_early_is_found_out() {
    check(|| {
        let body = Body::new(true);
        let stranger = thread::spawn({
            let body = body.clone();
            move || body.write()
        });
        if body.lock.enter_carelessly() {
            body.change();
            body.lock.leave_lease();
        }
        stranger.join().unwrap();
    });
}

/// A writer that does not wait for the readers: the same.
#[test]
#[should_panic]
fn a_writer_that_does_not_wait_is_found_out() {
    check(|| {
        let body = Body::readable();
        let slot = body.readers.add();
        let writer = thread::spawn({
            let body = body.clone();
            move || {
                // No slot that it could wait for.
                body.lock.lock_slow(&Readers::default(), NOBODY);
                body.change();
                body.lock.unlock_slow();
            }
        });
        body.read(&slot);
        writer.join().unwrap();
    });
}
