//! The pass of a [`Gil`].

use std::{rc::Rc, sync::Arc};

use super::Gil;
use crate::{
    Breaker, Pass, Reason, Reasons,
    events::Moment,
    member::Member,
    policy::{Leave, Manner, Turn},
    region::{Detach, outside},
    sync::model_has_failed,
};

/// The permission to run under a [`Gil`].
pub struct GilPass {
    /// An `Rc`, so a pass stays with its thread.
    member: Rc<Member<Gil>>,
}

impl GilPass {
    #[inline]
    pub(super) fn take(member: Rc<Member<Gil>>) -> Self {
        let pass = GilPass { member };
        pass.attach();
        pass
    }

    fn follow(&mut self, turn: Turn) {
        let Member { gate, seat, .. } = &*self.member;
        match turn {
            Turn::Keep | Turn::Call => {}
            Turn::Compete => outside(self, Leave::Pause, || ()),
            Turn::StandBack => gate.stand_back(seat, Manner::StandsBack),
            Turn::LetIn => gate.stand_back(seat, Manner::LetsIn),
        }
    }
}

impl Pass for GilPass {
    #[inline]
    fn breaker(&self) -> &Breaker {
        &self.member.breaker
    }

    fn breaker_handle(&self) -> Arc<Breaker> {
        self.member.breaker.clone()
    }

    fn pause(&mut self) -> Reasons {
        let Member { gate, breaker, seat } = &*self.member;
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

    #[inline]
    fn exclusive<R>(&mut self, task: impl FnOnce() -> R) -> R {
        task()
    }
}

impl Detach for GilPass {
    #[inline]
    fn detach(&self, leave: Leave) {
        let Member { gate, seat, .. } = &*self.member;
        gate.give(seat, leave);
    }

    #[inline]
    fn attach(&self) {
        let Member { gate, seat, .. } = &*self.member;
        gate.take(seat);
    }
}

impl Drop for GilPass {
    #[inline]
    fn drop(&mut self) {
        if model_has_failed() {
            return;
        }
        self.detach(Leave::End);
        self.member.rest();
    }
}
