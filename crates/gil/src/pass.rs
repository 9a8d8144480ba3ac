//! The pass and the member of a gate at which threads have seats.

use std::{rc::Rc, sync::Arc};

use crate::{
    Breaker, Member, Pass, Reasons,
    events::Moment,
    member::{Has, Membership, Seated},
    policy::Leave,
    region::outside,
    sync::model_has_failed,
};

/// What each gate does in its own way for those who have a pass of it.
pub trait Door: Seated {
    /// What a pass remembers from one check point to the next.
    type Memory: Default;

    /// Waits until the thread may run.
    fn attach(membership: &Membership<Self>);

    /// Lets the thread go outside.
    fn detach(membership: &Membership<Self>, leave: Leave);

    /// Serves what the gate itself has raised on the breaker.
    fn serve(membership: &Membership<Self>, memory: &mut Self::Memory);

    /// Runs `task` while no other thread runs.
    fn exclusive<R>(membership: &Membership<Self>, task: impl FnOnce() -> R) -> R;
}

/// A thread's membership of a [`Gil`](crate::Gil) or an [`Open`](crate::Open).
pub struct GateMember<G: Door>(Membership<G>);

impl<G: Door> GateMember<G> {
    pub(crate) fn new(gate: &Arc<G>) -> Self {
        GateMember(Membership::new(gate))
    }
}

impl<G: Door> Member for GateMember<G> {
    type Pass<'m> = GatePass<G, &'m Membership<G>>;

    #[inline]
    fn enter(&mut self) -> Self::Pass<'_> {
        GatePass::take(&self.0)
    }

    fn breaker_handle(&self) -> Arc<Breaker> {
        self.0.breaker.clone()
    }
}

/// The permission to run under a [`Gil`](crate::Gil) or an [`Open`](crate::Open). It stays with its thread, as the
/// membership does.
pub struct GatePass<G: Door, M: Has<G> = Rc<Membership<G>>> {
    membership: M,
    memory: G::Memory,
}

impl<G: Door, M: Has<G>> GatePass<G, M> {
    #[inline]
    pub(crate) fn take(membership: M) -> Self {
        G::attach(&membership);
        GatePass { membership, memory: Default::default() }
    }
}

impl<G: Door, M: Has<G>> Pass for GatePass<G, M> {
    #[inline]
    fn breaker(&self) -> &Breaker {
        &self.membership.breaker
    }

    fn breaker_handle(&self) -> Arc<Breaker> {
        self.membership.give_breaker()
    }

    fn pause(&mut self) -> Reasons {
        G::serve(&self.membership, &mut self.memory);
        self.breaker().take_callers()
    }

    fn moment(&self) -> Moment {
        self.membership.gate.clock().moment()
    }

    fn span(&self, name: &'static str, began: Moment) {
        self.membership.gate.clock().span(&self.membership.seat.tally, name, began);
    }

    fn mark(&self, name: &'static str) {
        self.membership.gate.clock().mark(&self.membership.seat.tally, name);
    }

    #[inline]
    fn blocking<R>(&mut self, region: impl FnOnce() -> R + Send) -> R {
        self.membership.seat.tally.blocking_regions.bump();
        outside(&*self.membership, Leave::Block, region)
    }

    #[inline]
    fn exclusive<R>(&mut self, task: impl FnOnce() -> R) -> R {
        G::exclusive(&self.membership, task)
    }
}

impl<G: Door, M: Has<G>> Drop for GatePass<G, M> {
    #[inline]
    fn drop(&mut self) {
        if !model_has_failed() {
            G::detach(&self.membership, Leave::End);
        }
    }
}
