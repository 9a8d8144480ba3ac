//! Bodies opened for one step at the places of a program that are passed most often.
//!
//! A guard has to remember how the lock was taken, and to ask itself that when it goes. Where what is done meanwhile is
//! given as a closure, there can be two copies of it: one for the usual way, in which nothing is remembered or asked, and a
//! second, out of the way, for all others.

use crate::{Body, Guard, Inner, Obj, ReadGuard};
use crate::{BodyLock, Sharing};

impl<S: Sharing, T: Body<S>> Obj<S, T> {
    /// What `look` makes of a part of the body. As [`read`](Self::read), and by the same rules.
    ///
    /// # Panics
    /// As [`Obj::open`].
    #[inline(always)]
    pub fn look<U, R>(&self, part: fn(&T) -> &Inner<U>, look: impl FnOnce(&U) -> R) -> R {
        match self.read_quick(part) {
            Some(open) => look(&open),
            None => self.look_slow(part, look),
        }
    }

    #[cold]
    #[inline(never)]
    fn look_slow<U, R>(&self, part: fn(&T) -> &Inner<U>, look: impl FnOnce(&U) -> R) -> R {
        look(&self.read(part))
    }

    /// As [`look`](Self::look), but None if the lock cannot be taken in the way in which most are: for who has another way
    /// to go on, which need not come back to this one.
    ///
    /// # Panics
    /// As [`Obj::open`].
    #[inline(always)]
    pub fn glance<U, R>(&self, part: fn(&T) -> &Inner<U>, look: impl FnOnce(&U) -> R) -> Option<R> {
        self.read_quick(part).map(|open| look(&open))
    }

    /// What `change` makes of a part of the body, which it may change. As [`open`](Self::open).
    ///
    /// # Panics
    /// As [`Obj::open`].
    #[inline(always)]
    pub fn change<U, R>(&self, part: fn(&T) -> &Inner<U>, change: impl FnOnce(&mut U) -> R) -> R {
        match self.open_quick(part) {
            Some(mut open) => change(&mut open),
            None => self.change_slow(part, change),
        }
    }

    #[cold]
    #[inline(never)]
    fn change_slow<U, R>(&self, part: fn(&T) -> &Inner<U>, change: impl FnOnce(&mut U) -> R) -> R {
        change(&mut self.open(part))
    }

    /// As [`open`](Self::open), or None as for [`glance`](Self::glance).
    ///
    /// # Panics
    /// As [`Obj::open`].
    #[inline(always)]
    pub fn try_open<U>(&self, part: fn(&T) -> &Inner<U>) -> Option<Guard<'_, S, U>> {
        self.open_quick(part)
    }

    /// The part, open to be read, if its lock could be taken in the usual way.
    #[inline(always)]
    fn read_quick<U>(&self, part: fn(&T) -> &Inner<U>) -> Option<ReadGuard<'_, S, U>> {
        let inner = self.inner(part);
        let header = self.header();
        let token = header.lock.quick(&header.count)?;
        // SAFETY: the lock is taken; the rest is as in `read`.
        Some(unsafe { ReadGuard::new(&header.lock, token, inner) })
    }

    /// The part, open, if its lock could be taken in the usual way.
    #[inline(always)]
    fn open_quick<U>(&self, part: fn(&T) -> &Inner<U>) -> Option<Guard<'_, S, U>> {
        let inner = self.inner(part);
        let header = self.header();
        let token = header.lock.quick(&header.count)?;
        // SAFETY: the lock is taken; the rest is as in `open`.
        Some(unsafe { Guard::new(&header.lock, token, inner) })
    }
}
