//! The breaker: the one word that a running thread reads at its check points.

use std::fmt;

use crate::sync::{
    AtomicU32,
    Ordering::{Acquire, Relaxed, Release},
};

/// One word per thread that many reasons can raise.
///
/// | bit | reason | raised by | taken by |
/// |---|---|---|---|
/// | 0 | `Drop` | a thread that waits for a [`Gil`](crate::Gil), holding its queue's mutex | `pause` |
/// | 1 | `Stop` | a thread that stops the world of an [`Open`](crate::Open), holding its mutex | the same, when the world goes on |
/// | 2 | `Tick` | the gate at registration, for policies that count check points | nobody |
/// | 3 | `Visit` | the guest of a [`Gil`](crate::Gil), holding nothing | `pause` |
/// | 4 | `Signal` | anybody | `pause`, for its caller |
/// | 5 | `Cancel` | anybody | `pause`, for its caller |
/// | 6 | `Merge` | anybody | `pause`, for its caller |
/// | 7 | `Trace` | anybody | `pause`, for its caller |
///
/// Alone on its cache lines, because the check points of one thread must not wait for what another one writes.
#[derive(Default)]
#[repr(align(64))]
pub struct Breaker(AtomicU32);

impl Breaker {
    /// Whether there is any reason to pause.
    #[inline]
    pub fn raised(&self) -> bool {
        // Relaxed: only a hint to look closer. A raise that is missed here is seen at a later check point.
        self.0.load(Relaxed) != 0
    }

    /// Which reasons are raised now, without taking them.
    #[inline]
    pub fn reasons(&self) -> Reasons {
        // Relaxed: as above; whoever acts on a reason takes it first, and taking acquires.
        Reasons(self.0.load(Relaxed))
    }

    /// Adds a reason. Raising it twice before it is taken is the same as raising it once.
    pub fn raise(&self, reason: Reason) {
        // Release: what was written before raising is visible to the thread that takes the reason.
        self.0.fetch_or(reason.bit(), Release);
    }

    /// Takes those of the reasons in `mask` which are raised, and leaves the others.
    pub fn take(&self, mask: impl Into<Reasons>) -> Reasons {
        let mask = mask.into();
        // Acquire: the partner of the release in `raise`. Nothing is published by taking.
        Reasons(self.0.fetch_and(!mask.0, Acquire) & mask.0)
    }

    /// Takes what the gate leaves to the caller of `pause`, without an atomic operation if that is nothing.
    #[inline]
    pub(crate) fn take_callers(&self) -> Reasons {
        if self.reasons().and(Reasons::CALLERS).is_empty() {
            return Reasons::NONE;
        }
        self.take(Reasons::CALLERS)
    }
}

impl fmt::Debug for Breaker {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_tuple("Breaker").field(&self.reasons()).finish()
    }
}

macro_rules! reasons { ($($(#[$doc:meta])* $name:ident,)*) => {
    /// Why a thread should pause at its next check point.
    #[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
    pub enum Reason { $($(#[$doc])* $name,)* }

    impl Reason {
        /// Every reason, in the order of the bits.
        pub const ALL: &[Reason] = &[$(Reason::$name,)*];
    }
} }

reasons! {
    /// Another thread waits for the gate and has lost its patience.
    Drop,
    /// Another thread stops the world.
    Stop,
    /// The policy counts check points; stays raised.
    Tick,
    /// Another thread wants to be let in for a short turn.
    Visit,
    /// A signal or another call is pending for this thread.
    Signal,
    /// This thread should end what it does.
    Cancel,
    /// Biased counts wait to be merged by their owner.
    Merge,
    /// Somebody wants to watch this thread step by step.
    Trace,
}

impl Reason {
    const fn bit(self) -> u32 {
        1 << self as u32
    }
}

/// A set of [`Reason`]s.
#[derive(Clone, Copy, Default, PartialEq, Eq, Hash)]
pub struct Reasons(u32);

impl Reasons {
    /// No reason.
    pub const NONE: Reasons = Reasons(0);

    /// Every reason which the gate leaves to the caller of [`Pass::pause`](crate::Pass::pause).
    pub const CALLERS: Reasons =
        Reasons(Reason::Signal.bit() | Reason::Cancel.bit() | Reason::Merge.bit() | Reason::Trace.bit());

    /// Whether `reason` is in the set.
    #[inline]
    pub const fn contains(self, reason: Reason) -> bool {
        self.0 & reason.bit() != 0
    }

    /// Whether there is no reason.
    #[inline]
    pub const fn is_empty(self) -> bool {
        self.0 == 0
    }

    /// The reasons in both sets.
    #[inline]
    pub const fn and(self, other: Reasons) -> Reasons {
        Reasons(self.0 & other.0)
    }

    /// The reasons in either set.
    #[inline]
    pub const fn or(self, other: Reasons) -> Reasons {
        Reasons(self.0 | other.0)
    }

    /// The reasons one by one, in the order of the bits.
    pub fn iter(self) -> impl Iterator<Item = Reason> {
        Reason::ALL.iter().copied().filter(move |&reason| self.contains(reason))
    }
}

impl From<Reason> for Reasons {
    fn from(reason: Reason) -> Self {
        Reasons(reason.bit())
    }
}

impl fmt::Debug for Reasons {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_set().entries(self.iter()).finish()
    }
}
