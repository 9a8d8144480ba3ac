//! Large memory straight from the system: all zeroes, and in use only where it was touched.
//!
//! The allocator keeps a stack that a thread leaves behind, and clears it by hand when the next thread asks for zeroes:
//! eight megabytes written for each start of a thread. Without that, starting one takes a tenth of the time.

use nix::sys::mman::{MapFlags, ProtFlags, mmap_anonymous, munmap};
use std::alloc::{Layout, handle_alloc_error};
use std::num::NonZeroUsize;
use std::ptr::NonNull;

/// Memory for a layout, all zeroes. The process ends if the system has none.
///
/// # Panics
/// When the layout is empty.
pub(crate) fn take<T>(layout: Layout) -> *mut T {
    let size = NonZeroUsize::new(layout.size()).expect("a stack is not empty");
    let protection = ProtFlags::PROT_READ | ProtFlags::PROT_WRITE;
    let flags = MapFlags::MAP_PRIVATE | MapFlags::MAP_NORESERVE;
    // SAFETY: the system chooses the place, so nothing that exists is replaced. Pages are aligned enough for any layout
    // that `take` is asked for.
    match unsafe { mmap_anonymous(None, size, protection, flags) } {
        Ok(start) => start.as_ptr().cast(),
        Err(_) => handle_alloc_error(layout),
    }
}

/// Gives memory back.
///
/// # Safety
/// It came from `take` with this layout, and is not used again.
pub(crate) unsafe fn give<T>(start: *mut T, layout: Layout) {
    let start = NonNull::new(start.cast()).expect("nothing is mapped at address zero");
    // SAFETY: the caller says that it is a mapping of this size and unused.
    let given = unsafe { munmap(start, layout.size()) };
    debug_assert!(given.is_ok(), "what was taken can be given back");
}
