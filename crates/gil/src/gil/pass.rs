//! The pass of a [`Gil`].

use std::{rc::Rc, sync::Arc};

use super::Gil;
use crate::{
    Breaker, Member, Pass, Reason, Reasons,
    events::Moment,
    member::{Has, Membership},
    policy::{Leave, Manner, Turn},
    region::{Detach, outside},
    sync::model_has_failed,
};

/// A thread's membership of a [`Gil`].
pub struct GilMember(Membership<Gil>);

impl GilMember {
    pub(super) fn new(gate: &Arc<Gil>) -> Self {
        GilMember(Membership::new(gate))
    }
}

impl Member for GilMember {
    type Pass<'m> = GilPass<&'m Membership<Gil>>;

    #[inline]
    fn enter(&mut self) -> Self::Pass<'_> {
        GilPass::take(&self.0)
    }

    fn breaker_handle(&self) -> Arc<Breaker> {
        self.0.breaker.clone()
    }
}

/// The permission to run under a [`Gil`]. It stays with its thread, as the membership does.
pub struct GilPass<M: Has<Gil> = Rc<Membership<Gil>>> {
    membership: M,
}

impl<M: Has<Gil>> GilPass<M> {
    #[inline]
    pub(super) fn take(membership: M) -> Self {
        let pass = GilPass { membership };
        pass.attach();
        pass
    }

    fn follow(&mut self, turn: Turn) {
        let Membership { gate, seat, .. } = &*self.membership;
        match turn {
            Turn::Keep | Turn::Call => {}
            Turn::Compete => outside(self, Leave::Pause, || ()),
            Turn::StandBack => gate.stand_back(seat, Manner::StandsBack),
            Turn::LetIn => gate.stand_back(seat, Manner::LetsIn),
        }
    }
}

impl<M: Has<Gil>> Pass for GilPass<M> {
    #[inline]
    fn breaker(&self) -> &Breaker {
        &self.membership.breaker
    }

    fn breaker_handle(&self) -> Arc<Breaker> {
        self.membership.give_breaker()
    }

    fn pause(&mut self) -> Reasons {
        let Membership { gate, breaker, seat, .. } = &*self.membership;
        let raised = breaker.reasons();
        if raised.contains(Reason::Visit) {
            gate.receive(seat);
        }
        let turn = if raised.contains(Reason::Drop) {
            breaker.take(Reason::Drop);
            gate.turn_if_asked(seat)
        } else if raised.contains(Reason::Tick) {
            gate.tick(seat)
        } else {
            Turn::Keep
        };
        self.follow(turn);
        self.breaker().take_callers()
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

    #[inline]
    fn exclusive<R>(&mut self, task: impl FnOnce() -> R) -> R {
        task()
    }
}

impl<M: Has<Gil>> Detach for GilPass<M> {
    #[inline]
    fn detach(&self, leave: Leave) {
        self.membership.gate.give(&self.membership, leave);
    }

    #[inline]
    fn attach(&self) {
        self.membership.gate.take(&self.membership);
    }
}

impl<M: Has<Gil>> Drop for GilPass<M> {
    #[inline]
    fn drop(&mut self) {
        if model_has_failed() {
            return;
        }
        self.detach(Leave::End);
    }
}
