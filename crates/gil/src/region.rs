//! The blocking region: out of the gate, and back in whatever happens.

use crate::policy::Leave;

/// How a pass leaves its gate for a while.
pub(crate) trait Detach {
    /// Leaves the gate.
    fn detach(&self, leave: Leave);

    /// Waits until this thread may run again.
    fn attach(&self);
}

/// Runs `region` outside the gate.
#[inline]
pub(crate) fn outside<P: Detach, R>(pass: &mut P, leave: Leave, region: impl FnOnce() -> R) -> R {
    pass.detach(leave);
    let _back = Back(pass);
    region()
}

struct Back<'p, P: Detach>(&'p mut P);

impl<P: Detach> Drop for Back<'_, P> {
    #[inline]
    fn drop(&mut self) {
        self.0.attach();
    }
}
