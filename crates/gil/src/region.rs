//! The blocking region: out of the gate, and back in whatever happens.

use crate::{member::Membership, pass::Door, policy::Leave};

/// Runs `region` outside the gate.
#[inline]
pub(crate) fn outside<G: Door, R>(membership: &Membership<G>, leave: Leave, region: impl FnOnce() -> R) -> R {
    G::detach(membership, leave);
    let _back = Back(membership);
    region()
}

struct Back<'m, G: Door>(&'m Membership<G>);

impl<G: Door> Drop for Back<'_, G> {
    #[inline]
    fn drop(&mut self) {
        G::attach(self.0);
    }
}
