//! The pass of an [`Open`] gate.

use std::{rc::Rc, sync::Arc};

use super::{Open, jitter::Jitter};
use crate::{
    Breaker, Pass, Reason, Reasons,
    events::Moment,
    member::Member,
    policy::Leave,
    region::{Detach, outside},
};

/// The permission to run under an [`Open`] gate.
pub struct OpenPass {
    /// An `Rc`, so a pass stays with its thread.
    member: Rc<Member<Open>>,
    jitter: Jitter,
}

impl OpenPass {
    #[inline]
    pub(super) fn take(member: Rc<Member<Open>>) -> Self {
        let pass = OpenPass { member, jitter: Jitter::default() };
        pass.attach();
        pass
    }
}

impl Pass for OpenPass {
    #[inline]
    fn breaker(&self) -> &Breaker {
        &self.member.breaker
    }

    fn breaker_handle(&self) -> Arc<Breaker> {
        self.member.breaker.clone()
    }

    fn pause(&mut self) -> Reasons {
        let Member { gate, seat, breaker } = &*self.member;
        if breaker.reasons().contains(Reason::Stop) {
            breaker.take(Reason::Stop);
            gate.pause(seat);
        }
        if let Some(seed) = gate.policy.seed() {
            self.jitter.disturb(seed, gate, seat);
        }
        breaker.take_callers()
    }

    fn moment(&self) -> Moment {
        self.member.gate.clock.moment()
    }

    fn span(&self, name: &'static str, began: Moment) {
        self.member.gate.clock.span(&self.member.seat.tally, name, began);
    }

    fn mark(&self, name: &'static str) {
        self.member.gate.clock.mark(&self.member.seat.tally, name);
    }

    #[inline]
    fn blocking<R>(&mut self, region: impl FnOnce() -> R + Send) -> R {
        self.member.seat.tally.blocking_regions.bump();
        outside(self, Leave::Block, region)
    }

    fn exclusive<R>(&mut self, task: impl FnOnce() -> R) -> R {
        let Member { gate, seat, .. } = &*self.member;
        let _stop = gate.stop(seat);
        task()
    }
}

impl Detach for OpenPass {
    #[inline]
    fn detach(&self, leave: Leave) {
        let Member { gate, seat, .. } = &*self.member;
        gate.detach(seat, leave);
    }

    #[inline]
    fn attach(&self) {
        let Member { gate, seat, .. } = &*self.member;
        gate.attach(seat);
    }
}

impl Drop for OpenPass {
    #[inline]
    fn drop(&mut self) {
        self.detach(Leave::End);
        self.member.rest();
    }
}
