//! The blocking region: out of the gate, and back in whatever happens.

/// How a pass leaves its gate for a while.
pub(crate) trait Detach {
    /// Leaves the gate.
    fn detach(&self);

    /// Waits until this thread may run again.
    fn attach(&self);
}

/// Runs `region` outside the gate.
#[inline]
pub(crate) fn outside<P: Detach, R>(pass: &mut P, region: impl FnOnce() -> R) -> R {
    pass.detach();
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
