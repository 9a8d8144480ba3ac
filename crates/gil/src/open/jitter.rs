//! Disturbance: a thread of an open gate loses a moment at some of its check points, as a seed says.
//!
//! No order is enforced, so the same seed does not give the same interleaving: the threads run on processors of their own.
//! But it makes them meet in places that they otherwise seldom do, which is what tests are after.

use std::thread;

use super::Open;
use crate::{
    member::Membership,
    policy::{Leave, mix},
    region::outside,
};

/// What a thread's next check points do.
#[derive(Default)]
pub struct Jitter {
    /// How often a number was drawn.
    drawn: u64,
}

impl Jitter {
    /// Maybe lets other threads have the processor, or goes out and comes back.
    pub(super) fn disturb(&mut self, seed: u64, membership: &Membership<Open>) {
        self.drawn += 1;
        match mix(seed ^ membership.number.rotate_left(32) ^ self.drawn) % 64 {
            0..6 => thread::yield_now(),
            6 => (0..mix(self.drawn) % 2000).for_each(|_| std::hint::spin_loop()),
            7 => {
                outside(membership, Leave::Pause, thread::yield_now);
            }
            _ => {}
        }
    }
}
