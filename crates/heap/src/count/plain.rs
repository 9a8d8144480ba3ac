//! A count moved by a load and a store.

use super::{Count, Fate};
use std::sync::atomic::{AtomicU32, Ordering::Relaxed};

/// A count moved by a load and a store: exact when one thread runs at a time, lossy when not.
///
/// The word is atomic and both accesses are relaxed, so that a race loses updates (which is what the
/// `unsync` model is there to show) without being undefined behaviour. On x86-64 the pair compiles to a
/// single plain `inc` or `dec` of memory.
#[derive(Debug)]
pub struct Plain(AtomicU32);

// SAFETY: exact whenever a gate admits one thread at a time; sharings without such a gate set KEEP_DEAD,
// so that a wrong `Dead` frees nothing.
unsafe impl Count for Plain {
    #[inline]
    fn one() -> Self {
        Self(AtomicU32::new(1))
    }

    #[inline]
    fn inc(&self) {
        self.0.store(self.0.load(Relaxed).wrapping_add(1), Relaxed);
    }

    #[inline]
    fn dec(&self) -> Fate {
        let left = self.0.load(Relaxed).wrapping_sub(1);
        self.0.store(left, Relaxed);
        if left == 0 { Fate::Dead } else { Fate::Alive }
    }

    fn get(&self) -> u32 {
        self.0.load(Relaxed)
    }

    #[inline]
    fn is_unique(&self) -> bool {
        // Relaxed: exact behind a gate, and elsewhere not trusted.
        self.0.load(Relaxed) == 1
    }
}
