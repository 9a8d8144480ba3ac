//! Asks the system to make all other threads of the process pass a memory barrier.
//!
//! That is the expensive half of an asymmetric barrier: about a microsecond for who calls it, so that a thread
//! which takes the cheap half often pays nothing.

use std::sync::OnceLock;

/// Commands of `membarrier(2)`, from the system's `linux/membarrier.h`.
#[cfg(not(loom))]
const PRIVATE_EXPEDITED: libc::c_long = 1 << 3;
const REGISTER_PRIVATE_EXPEDITED: libc::c_long = 1 << 4;

/// Whether the system can do it. Prepares the process when first asked.
pub(crate) fn available() -> bool {
    static AVAILABLE: OnceLock<bool> = OnceLock::new();
    *AVAILABLE.get_or_init(|| call(REGISTER_PRIVATE_EXPEDITED) == 0)
}

/// Returns after every other running thread of the process has passed a full memory barrier.
///
/// # Panics
/// When the system, having said that it can, does not: going on would break mutual exclusion.
#[cfg(not(loom))]
pub(crate) fn heavy_barrier() {
    assert!(available() && call(PRIVATE_EXPEDITED) == 0, "the system's membarrier failed");
}

fn call(command: libc::c_long) -> libc::c_long {
    let (flags, cpu): (libc::c_long, libc::c_long) = (0, 0);
    // SAFETY: the call takes numbers and touches no memory of ours.
    unsafe { libc::syscall(libc::SYS_membarrier, command, flags, cpu) }
}
