//! The pass of an [`Open`] gate.

use std::{rc::Rc, sync::Arc};

use super::{Open, jitter::Jitter};
use crate::{
    Breaker, Member, Pass, Reason, Reasons,
    events::Moment,
    member::{Has, Membership},
    policy::Leave,
    region::{Detach, outside},
};

/// A thread's membership of an [`Open`] gate.
pub struct OpenMember(Membership<Open>);

impl OpenMember {
    pub(super) fn new(gate: &Arc<Open>) -> Self {
        OpenMember(Membership::new(gate))
    }
}

impl Member for OpenMember {
    type Pass<'m> = OpenPass<&'m Membership<Open>>;

    #[inline]
    fn enter(&mut self) -> Self::Pass<'_> {
        OpenPass::take(&self.0)
    }

    fn breaker_handle(&self) -> Arc<Breaker> {
        self.0.breaker.clone()
    }
}

/// The permission to run under an [`Open`] gate. It stays with its thread, as the membership does.
pub struct OpenPass<M: Has<Open> = Rc<Membership<Open>>> {
    membership: M,
    jitter: Jitter,
}

impl<M: Has<Open>> OpenPass<M> {
    #[inline]
    pub(super) fn take(membership: M) -> Self {
        let pass = OpenPass { membership, jitter: Jitter::default() };
        pass.attach();
        pass
    }
}

impl<M: Has<Open>> Pass for OpenPass<M> {
    #[inline]
    fn breaker(&self) -> &Breaker {
        &self.membership.breaker
    }

    fn breaker_handle(&self) -> Arc<Breaker> {
        self.membership.give_breaker()
    }

    fn pause(&mut self) -> Reasons {
        let membership = &*self.membership;
        let Membership { gate, seat, breaker, .. } = membership;
        if breaker.reasons().contains(Reason::Stop) {
            breaker.take(Reason::Stop);
            gate.pause(seat);
        }
        if let Some(seed) = gate.policy.seed() {
            self.jitter.disturb(seed, membership);
        }
        breaker.take_callers()
    }

    fn moment(&self) -> Moment {
        self.membership.gate.clock.moment()
    }

    fn span(&self, name: &'static str, began: Moment) {
        self.membership.gate.clock.span(&self.membership.seat.tally, name, began);
    }

    fn mark(&self, name: &'static str) {
        self.membership.gate.clock.mark(&self.membership.seat.tally, name);
    }

    #[inline]
    fn blocking<R>(&mut self, region: impl FnOnce() -> R + Send) -> R {
        self.membership.seat.tally.blocking_regions.bump();
        outside(self, Leave::Block, region)
    }

    fn exclusive<R>(&mut self, task: impl FnOnce() -> R) -> R {
        let Membership { gate, seat, .. } = &*self.membership;
        let _stop = gate.stop(seat);
        task()
    }
}

impl<M: Has<Open>> Detach for OpenPass<M> {
    #[inline]
    fn detach(&self, leave: Leave) {
        self.membership.gate.detach(&self.membership, leave);
    }

    #[inline]
    fn attach(&self) {
        self.membership.gate.attach(&self.membership);
    }
}

impl<M: Has<Open>> Drop for OpenPass<M> {
    #[inline]
    fn drop(&mut self) {
        self.detach(Leave::End);
    }
}
