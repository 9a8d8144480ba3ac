//! What an [`Open`] gate does for those who have a pass of it.

use super::{Open, jitter::Jitter};
use crate::{Reason, member::Membership, pass::Door, policy::Leave};

impl Door for Open {
    type Memory = Jitter;

    #[inline]
    fn attach(membership: &Membership<Open>) {
        membership.gate.admit(membership);
    }

    #[inline]
    fn detach(membership: &Membership<Open>, leave: Leave) {
        membership.gate.release(membership, leave);
    }

    fn serve(membership: &Membership<Open>, jitter: &mut Jitter) {
        let Membership { gate, seat, breaker, .. } = membership;
        if breaker.reasons().contains(Reason::Stop) {
            breaker.take(Reason::Stop);
            gate.pause(seat);
        }
        if let Some(seed) = gate.policy.seed() {
            jitter.disturb(seed, membership);
        }
    }

    fn exclusive<R>(membership: &Membership<Open>, task: impl FnOnce() -> R) -> R {
        let Membership { gate, seat, .. } = membership;
        let _stop = gate.stop(seat);
        task()
    }
}
