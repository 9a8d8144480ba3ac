//! The steps of biased counts and leased locks that nearly every instruction takes, each in as few machine
//! instructions as it needs.
//!
//! A step compares the count's owner with the running thread's id, and acts if they are the same. The compiler makes
//! eight instructions of what takes four or five, because it merges no atomic access with the arithmetic around it; so on
//! x86-64 Linux they are written by hand. Measured over the classic programs: see ARCHITECTURE.md. The steps
//! themselves, as the models check them, are the portable ones.

pub(crate) use place::{dec_mine, enter_mine, inc_mine, is_mine, tally};

/// What became of a count that may be the running thread's.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) enum Mine {
    /// It is, and there are others left.
    Left,
    /// It is, and its own number is 0 now.
    Last,
    /// It is not, and nothing was done.
    Not,
}

#[cfg(all(target_arch = "x86_64", target_os = "linux", not(miri), not(loom)))]
mod place {
    use super::Mine;
    use crate::Biased;
    use crate::lock::Leased;
    use std::arch::asm;
    use std::mem::offset_of;

    /// Where count and lock are in the header of an object. What the steps are told is the address of the header, which
    /// is at hand, and not that of its part, which would have to be computed first. (For a count or a lock elsewhere the
    /// address is merely one that nobody reads.)
    const COUNT: usize = 8;
    const LOCK: usize = COUNT + size_of::<Biased>();

    #[inline(always)]
    fn base<T>(part: &T, offset: usize) -> *const u8 {
        std::ptr::from_ref(part).cast::<u8>().wrapping_sub(offset)
    }

    #[inline(always)]
    pub(crate) fn is_mine(count: &Biased) -> bool {
        // SAFETY: reads the count's owner and the first field of this thread's record.
        unsafe {
            asm!(
                "mov {me:e}, dword ptr fs:[taipan_heap_here@TPOFF]",
                "cmp dword ptr [{header} + {owner}], {me:e}",
                "jne {not}",
                header = in(reg) base(count, COUNT),
                owner = const COUNT + offset_of!(Biased, owner),
                me = out(reg) _,
                not = label { return false },
                options(nostack, readonly),
            );
        }
        true
    }

    #[inline(always)]
    pub(crate) fn inc_mine(count: &Biased) -> bool {
        // SAFETY: as in `is_mine`; then it writes the number that the running thread alone moves.
        unsafe {
            asm!(
                "mov {me:e}, dword ptr fs:[taipan_heap_here@TPOFF]",
                "cmp dword ptr [{header} + {owner}], {me:e}",
                "jne {not}",
                "inc dword ptr [{header} + {local}]",
                header = in(reg) base(count, COUNT),
                owner = const COUNT + offset_of!(Biased, owner),
                local = const COUNT + offset_of!(Biased, local),
                me = out(reg) _,
                not = label { return false },
                options(nostack),
            );
        }
        true
    }

    #[inline(always)]
    pub(crate) fn dec_mine(count: &Biased) -> Mine {
        // SAFETY: as in `inc_mine`.
        unsafe {
            asm!(
                "mov {me:e}, dword ptr fs:[taipan_heap_here@TPOFF]",
                "cmp dword ptr [{header} + {owner}], {me:e}",
                "jne {not}",
                "dec dword ptr [{header} + {local}]",
                "jz {last}",
                header = in(reg) base(count, COUNT),
                owner = const COUNT + offset_of!(Biased, owner),
                local = const COUNT + offset_of!(Biased, local),
                me = out(reg) _,
                not = label { return Mine::Not },
                last = label { return Mine::Last },
                options(nostack),
            );
        }
        Mine::Left
    }

    /// Moves the running thread's tally if the count is deferred and the thread has one; nothing is to be done if it is
    /// immortal. Says whether that was all.
    #[inline(always)]
    pub(crate) fn tally<const CHANGE: i32>(count: &Biased) -> bool {
        // SAFETY: reads the count, and the number and place of this thread's tallies in its record; the number of a
        // tally is below that number, and the member keeps the tallies until `leave`. Only this thread moves them, except
        // while the world stands still.
        unsafe {
            asm!(
                "cmp dword ptr [{header} + {owner}], {deferred}",
                "jne {other}",
                "mov {number:e}, dword ptr [{header} + {local}]",
                "cmp {number:e}, dword ptr fs:[taipan_heap_here@TPOFF + {tallied}]",
                "jae {none}",
                "mov {tallies}, qword ptr fs:[taipan_heap_here@TPOFF + {all}]",
                "add dword ptr [{tallies} + 4 * {number}], {change}",
                header = in(reg) base(count, COUNT),
                owner = const COUNT + offset_of!(Biased, owner),
                local = const COUNT + offset_of!(Biased, local),
                deferred = const Biased::DEFERRED.cast_signed(),
                tallied = const crate::here::TALLIED,
                all = const crate::here::TALLIES,
                change = const CHANGE,
                number = out(reg) _,
                tallies = out(reg) _,
                other = label { return count.is_immortal() },
                none = label { return false },
                options(nostack),
            );
        }
        true
    }

    /// Enters by the lease of a lock that belongs to the same object as the count, if that is this thread's; any body if the
    /// thread is alone.
    #[inline(always)]
    pub(crate) fn enter_mine(count: &Biased, lock: &Leased) -> bool {
        // SAFETY: as in `is_mine`; then it writes the byte that the owner alone writes while the lease lasts. The block is a
        // barrier for the compiler, as the protocol needs one between the store and the second look.
        unsafe {
            asm!(
                "cmp byte ptr fs:[taipan_heap_here@TPOFF + {alone}], 0",
                "jne {in}",
                "mov {me:e}, dword ptr fs:[taipan_heap_here@TPOFF]",
                "cmp dword ptr [{header} + {owner}], {me:e}",
                "jne {not}",
                "test byte ptr [{lock} + {word}], {shared}",
                "jnz {not}",
                "mov byte ptr [{lock} + {held}], 1",
                "test byte ptr [{lock} + {word}], {shared}",
                "jnz {over}",
                header = in(reg) base(count, COUNT),
                lock = in(reg) base(lock, LOCK),
                owner = const COUNT + offset_of!(Biased, owner),
                held = const LOCK + Leased::HELD,
                word = const LOCK + Leased::WORD,
                shared = const Leased::SHARED,
                alone = const crate::here::ALONE,
                me = out(reg) _,
                in = label { return true },
                not = label { return false },
                over = label { lock.leave_lease(); return false },
                options(nostack),
            );
        }
        true
    }
}

#[cfg(not(all(target_arch = "x86_64", target_os = "linux", not(miri), not(loom))))]
mod place {
    use super::Mine;
    use crate::count::biased::Standing;
    use crate::lock::Leased;
    use crate::{Biased, here};

    pub(crate) fn is_mine(count: &Biased) -> bool {
        count.belongs_to(here::id())
    }

    pub(crate) fn inc_mine(count: &Biased) -> bool {
        let mine = is_mine(count);
        if mine {
            count.inc_local();
        }
        mine
    }

    pub(crate) fn dec_mine(count: &Biased) -> Mine {
        match is_mine(count) {
            false => Mine::Not,
            true if count.take_local() == 0 => Mine::Last,
            true => Mine::Left,
        }
    }

    pub(crate) fn tally<const CHANGE: i32>(count: &Biased) -> bool {
        match count.standing() {
            Standing::Counted => false,
            Standing::Deferred(number) => here::tally(number, CHANGE),
            Standing::Immortal => true,
        }
    }

    pub(crate) fn enter_mine(count: &Biased, lock: &Leased) -> bool {
        here::alone() || is_mine(count) && lock.enter_by_lease()
    }
}
