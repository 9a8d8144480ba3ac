//! Models of biased counts: every execution of two or three threads with a few steps.
//!
//! Run with `RUSTFLAGS="--cfg loom" cargo test -p taipan-heap --lib --release models`.

use super::Fate;
use super::biased::Biased;
use crate::member::{Delivery, Inbox};
use loom::cell::UnsafeCell;
use loom::sync::Arc;
use loom::sync::atomic::{AtomicU32, Ordering::Relaxed};
use loom::thread;

const OWNER: u32 = 7;

/// An object: its count, what a use of it touches, how often it died.
struct Object {
    count: Biased,
    body: UnsafeCell<u32>,
    deaths: AtomicU32,
}

// SAFETY: that is what the models check.
unsafe impl Sync for Object {}
// SAFETY: as above.
unsafe impl Send for Object {}

impl Object {
    /// With `references` references, all counted by the owner.
    fn new(references: u32) -> Self {
        let count = Biased::of(OWNER);
        (1..references).for_each(|_| count.inc_local());
        Self { count, body: UnsafeCell::new(0), deaths: AtomicU32::new(0) }
    }

    /// Uses the object, as who owns a reference may.
    fn touch(&self) {
        // SAFETY: loom's cell panics if a death overlaps, or is not ordered with this.
        self.body.with(|body| unsafe { assert_eq!(*body, 0, "used after death") });
    }

    fn end_if(&self, fate: Fate) {
        if fate == Fate::Dead {
            self.deaths.fetch_add(1, Relaxed);
            // SAFETY: as above.
            self.body.with_mut(|body| unsafe { *body += 1 });
        }
    }
}

/// An object and its owner's inbox, as threads share them.
struct World {
    object: Object,
    inbox: Inbox<()>,
}

impl World {
    fn new(references: u32) -> Arc<Self> {
        Arc::new(Self { object: Object::new(references), inbox: Inbox::new() })
    }

    /// Uses the object and drops a reference, in any thread but the owner.
    fn drop_by_stranger(&self) {
        self.object.touch();
        let fate = match self.object.count.dec_shared() {
            Fate::Unsettled => self.hand_over(),
            fate => fate,
        };
        self.object.end_if(fate);
    }

    fn hand_over(&self) -> Fate {
        if self.object.count.owner() != OWNER {
            return self.object.count.dec_shared();
        }
        match self.inbox.put((), || self.object.count.merge()) {
            Delivery::Taken { .. } => Fate::Alive,
            Delivery::Instead(fate) => fate,
        }
    }

    /// Uses the object and drops a reference, in the owner's thread.
    fn drop_by_owner(&self) {
        self.object.touch();
        let fate = if self.object.count.owner() == OWNER {
            self.object.count.dec_local()
        } else {
            // It gave the count up before.
            self.object.count.dec_shared()
        };
        self.object.end_if(fate);
    }

    fn merge(&self) {
        for () in self.inbox.take() {
            self.object.end_if(self.object.count.merge());
        }
    }

    /// The owner goes away: merges, then closes the inbox.
    fn leave(&self) {
        while !self.inbox.close() {
            self.merge();
        }
    }

    fn is_dead(&self) {
        assert_eq!(self.object.deaths.load(Relaxed), 1, "every reference is gone");
    }
}

fn check(model: impl Fn() + Sync + Send + 'static) {
    let mut builder = loom::model::Builder::new();
    builder.preemption_bound = Some(3);
    builder.check(model);
}

#[test]
fn owner_and_stranger_drop_at_the_same_time() {
    check(|| {
        let world = World::new(2);
        let other = thread::spawn({
            let world = world.clone();
            move || world.drop_by_stranger()
        });
        world.drop_by_owner();
        other.join().unwrap();
        world.merge();
        world.is_dead();
    });
}

#[test]
fn strangers_add_and_drop_what_the_owner_gave_them() {
    check(|| {
        let world = World::new(3);
        let others: Vec<_> = (0..2)
            .map(|_| {
                let world = world.clone();
                thread::spawn(move || {
                    world.object.count.inc_shared();
                    world.drop_by_stranger();
                    world.drop_by_stranger();
                })
            })
            .collect();
        world.drop_by_owner();
        others.into_iter().for_each(|other| other.join().unwrap());
        world.merge();
        world.is_dead();
    });
}

#[test]
fn a_reference_comes_back_to_the_owner() {
    check(|| {
        let world = World::new(1);
        let other = thread::spawn({
            let world = world.clone();
            move || {
                // The owner's own reference: it made a second one for the stranger, and keeps none.
                world.object.count.inc_shared();
                world.drop_by_stranger();
            }
        });
        other.join().unwrap();
        world.object.count.inc_local();
        world.drop_by_owner();
        world.merge();
        world.drop_by_owner();
        world.merge();
        world.is_dead();
    });
}

#[test]
fn the_owner_leaves_while_strangers_drop() {
    check(|| {
        let world = World::new(2);
        let others: Vec<_> = (0..2)
            .map(|_| {
                let world = world.clone();
                thread::spawn(move || world.drop_by_stranger())
            })
            .collect();
        world.leave();
        others.into_iter().for_each(|other| other.join().unwrap());
        world.is_dead();
    });
}

#[test]
fn the_owner_leaves_and_comes_back() {
    check(|| {
        let world = World::new(3);
        let other = thread::spawn({
            let world = world.clone();
            move || {
                world.drop_by_stranger();
                world.drop_by_stranger();
            }
        });
        world.leave();
        world.inbox.open();
        world.drop_by_owner();
        other.join().unwrap();
        world.merge();
        world.is_dead();
    });
}

/// The same threads with a merge that stores where it should exchange: the checker finds the lost reference.
#[test]
#[should_panic]
fn a_merge_that_only_stores_is_found_out() {
    check(|| {
        let world = World::new(1);
        world.object.count.inc_shared();
        let other = thread::spawn({
            let world = world.clone();
            move || world.drop_by_stranger()
        });
        world.object.touch();
        world.object.end_if(world.object.count.merge_by_store());
        other.join().unwrap();
        world.is_dead();
    });
}

/// And with one that does the owner's work although the owner is about.
#[test]
#[should_panic]
fn a_merge_behind_the_owners_back_is_found_out() {
    check(|| {
        let world = World::new(2);
        let other = thread::spawn({
            let world = world.clone();
            move || {
                world.object.touch();
                let fate = match world.object.count.dec_shared() {
                    Fate::Unsettled => world.object.count.merge(),
                    fate => fate,
                };
                world.object.end_if(fate);
            }
        });
        world.drop_by_owner();
        other.join().unwrap();
        world.is_dead();
    });
}
