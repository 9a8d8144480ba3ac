//! Where a thread's record lives: thread-local memory, reached by one instruction.
//!
//! `thread_local!` takes three: libraries are compiled as if they could become part of a shared object, and the
//! linker can only turn that general access into a longer one than a program needs. Every count asks for the
//! thread's id, so on x86-64 Linux the record is a symbol of our own in the same kind of memory. Only programs
//! can link it, shared objects cannot.

use super::Here;

#[cfg(all(target_arch = "x86_64", target_os = "linux", not(miri)))]
pub(super) use symbol::{id, leases, with};

#[cfg(not(all(target_arch = "x86_64", target_os = "linux", not(miri))))]
pub(super) use local::{id, leases, with};

#[cfg(all(target_arch = "x86_64", target_os = "linux", not(miri)))]
mod symbol {
    use super::Here;
    use std::arch::{asm, global_asm};
    use std::mem::offset_of;

    global_asm!(
        ".pushsection .tbss.taipan_heap_here,\"awT\",@nobits",
        ".balign 64",
        ".hidden taipan_heap_here",
        ".globl taipan_heap_here",
        ".type taipan_heap_here,@object",
        ".size taipan_heap_here,{size}",
        "taipan_heap_here:",
        ".zero {size}",
        ".popsection",
        size = const size_of::<Here>(),
    );

    const _: () = assert!(offset_of!(Here, id) == 0 && offset_of!(Here, leases) == 4 && align_of::<Here>() <= 64);

    #[inline(always)]
    pub(in crate::here) fn id() -> u32 {
        let id: u32;
        // SAFETY: reads the first field of this thread's record.
        unsafe {
            asm!(
                "mov {0:e}, dword ptr fs:[taipan_heap_here@TPOFF]",
                out(reg) id,
                options(pure, readonly, nostack, preserves_flags)
            );
        }
        id
    }

    #[inline(always)]
    pub(in crate::here) fn leases() -> bool {
        let leases: u32;
        // SAFETY: reads the second field of this thread's record, which is 0 or 1.
        unsafe {
            asm!(
                "movzx {0:e}, byte ptr fs:[taipan_heap_here@TPOFF + 4]",
                out(reg) leases,
                options(pure, readonly, nostack, preserves_flags)
            );
        }
        leases != 0
    }

    #[inline(always)]
    pub(in crate::here) fn with<T>(look: impl FnOnce(&Here) -> T) -> T {
        let here: *const Here;
        // SAFETY: the address of this thread's record, which is the same as long as the thread lives: the word at
        // the thread pointer is the pointer itself, as the system's convention for thread-local memory has it.
        unsafe {
            asm!(
                "mov {0}, qword ptr fs:[0]",
                "lea {0}, [{0} + taipan_heap_here@TPOFF]",
                out(reg) here,
                options(pure, nomem, nostack, preserves_flags)
            );
        }
        // SAFETY: the record is all zeros at first, which is a valid one, and only this thread reaches it, through
        // shared references.
        look(unsafe { &*here })
    }
}

#[cfg(not(all(target_arch = "x86_64", target_os = "linux", not(miri))))]
mod local {
    use super::Here;

    thread_local! {
        static HERE: Here = const { Here::new() };
    }

    #[inline(always)]
    pub(in crate::here) fn id() -> u32 {
        with(|here| here.id.get())
    }

    #[inline(always)]
    pub(in crate::here) fn leases() -> bool {
        with(|here| here.leases.get())
    }

    #[inline(always)]
    pub(in crate::here) fn with<T>(look: impl FnOnce(&Here) -> T) -> T {
        HERE.with(look)
    }
}
