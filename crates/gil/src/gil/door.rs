//! What a [`Gil`] does for those who have a pass of it.

use super::Gil;
use crate::{
    Reason,
    member::Membership,
    pass::Door,
    policy::{Leave, Manner, Turn},
    region::outside,
};

impl Door for Gil {
    type Memory = ();

    #[inline]
    fn attach(membership: &Membership<Gil>) {
        membership.gate.take(membership);
    }

    #[inline]
    fn detach(membership: &Membership<Gil>, leave: Leave) {
        membership.gate.give(membership, leave);
    }

    fn serve(membership: &Membership<Gil>, (): &mut ()) {
        let Membership { gate, breaker, seat, .. } = membership;
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
        follow(membership, turn);
    }

    #[inline]
    fn exclusive<R>(_membership: &Membership<Gil>, task: impl FnOnce() -> R) -> R {
        task()
    }
}

fn follow(membership: &Membership<Gil>, turn: Turn) {
    let Membership { gate, seat, .. } = membership;
    match turn {
        Turn::Keep | Turn::Call => {}
        Turn::Compete => outside(membership, Leave::Pause, || ()),
        Turn::StandBack => gate.stand_back(seat, Manner::StandsBack),
        Turn::LetIn => gate.stand_back(seat, Manner::LetsIn),
    }
}
