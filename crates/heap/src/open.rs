//! Parts of bodies that change: they open only under the lock in the object's header.

use crate::{Body, BodyLock, Obj, Sharing, Slot};
use std::cell::UnsafeCell;
use std::marker::PhantomData;
use std::ops::{Deref, DerefMut};

impl<S: Sharing, T: Body<S>> Obj<S, T> {
    /// Opens a part of the body that changes, until the guard goes.
    ///
    /// Nothing that may run code of the language is called while a guard is held, and no value is dropped
    /// under it: move values out, let the guard go, then drop them.
    ///
    /// # Panics
    /// When the part belongs to another object, which this object's lock would not protect.
    #[inline]
    pub fn open<'a, U>(&'a self, part: impl FnOnce(&'a T) -> &'a Inner<U>) -> Guard<'a, S, U> {
        let inner = self.inner(part);
        let header = self.header();
        let token = header.lock.quick(&header.count).unwrap_or_else(|| header.lock_slow());
        // SAFETY: the part lies in this object's body, whose lock is held; it is reached in no other way.
        unsafe { Guard::new(&header.lock, token, inner) }
    }

    /// Opens a part of the body to read it. Other threads may read it at the same time.
    ///
    /// # Panics
    /// As for [`open`](Self::open).
    #[inline]
    pub fn read<'a, U>(&'a self, part: impl FnOnce(&'a T) -> &'a Inner<U>) -> ReadGuard<'a, S, U> {
        let inner = self.inner(part);
        let header = self.header();
        let token = header.lock.quick(&header.count).unwrap_or_else(|| header.read_slow());
        // SAFETY: the part lies in this object's body, which nobody changes before the guard goes; readers at
        // the same time are what the law of `Body` allows.
        unsafe { ReadGuard::new(&header.lock, token, inner) }
    }

    /// The part of this object's body, and not of another's.
    #[inline]
    pub(crate) fn inner<'a, U>(&'a self, part: impl FnOnce(&'a T) -> &'a Inner<U>) -> &'a Inner<U> {
        let body: &'a T = self;
        let inner = part(body);
        // For a field of the body both sides are constants, and nothing is left of this at run time.
        let offset = (inner.0.get() as usize).wrapping_sub(std::ptr::from_ref(body) as usize);
        assert!(offset <= size_of::<T>() - size_of::<Inner<U>>(), "a part of another object");
        inner
    }

    /// Opens a part of the body and the tail together, until the guard goes.
    ///
    /// # Panics
    /// As [`Obj::open`].
    #[inline]
    pub fn open_tail<'a, U>(&'a self, part: impl FnOnce(&'a T) -> &'a Inner<U>) -> TailGuard<'a, S, U> {
        let part = self.open(part);
        // SAFETY: the lock of the object is held as long as the guard of the part, and the tail is reached in no
        // other way (a body whose tail is read without a lock is never opened like this).
        let tail = unsafe { self.tail_mut() };
        TailGuard { part, tail }
    }

    /// The same to read. Other threads may read at the same time.
    ///
    /// # Panics
    /// As [`Obj::open`].
    #[inline]
    pub fn read_tail<'a, U>(&'a self, part: impl FnOnce(&'a T) -> &'a Inner<U>) -> ReadTail<'a, S, U> {
        let part = self.read(part);
        // SAFETY: nobody changes the tail before the guard of the part goes.
        let tail = unsafe { self.tail() };
        ReadTail { part, tail }
    }
}

/// A part of a body that changes, reached by [`Obj::open`] alone.
pub struct Inner<U>(UnsafeCell<U>);

impl<U> Inner<U> {
    /// Closes a part into a body that is being made.
    pub const fn new(part: U) -> Self {
        Self(UnsafeCell::new(part))
    }

    /// The part, for whoever owns the whole body.
    pub fn get_mut(&mut self) -> &mut U {
        self.0.get_mut()
    }

    /// The part as the collector sees it: nothing else runs then.
    ///
    /// # Safety
    /// No guard of the object is held by anybody, nor will be while the reference lives: true inside
    /// [`Body::trace`], which runs only while the world stands still.
    pub unsafe fn peek(&self) -> &U {
        // SAFETY: nobody can change the part meanwhile, says the caller.
        unsafe { &*self.0.get() }
    }
}

/// An open part of a body; closes when dropped.
///
/// It cannot outlive the reference that it was opened through:
///
/// ```compile_fail,E0505
/// use taipan_heap::*;
/// struct Free;
/// impl Sharing for Free {
///     type Count = Atomic;
///     type Lock = Own;
/// }
/// struct Counter(Inner<u64>);
/// // SAFETY: no other body here has kind 1.
/// unsafe impl Body<Free> for Counter {
///     const KIND: u8 = 1;
///     const NAME: &'static str = "counter";
///     fn trace(&self, _visit: &mut Visit<'_, Free>) {}
/// }
/// let heap = Heap::<Free>::new();
/// let here = heap.attach();
/// let counter = Obj::new(Counter(Inner::new(0)));
/// let mut open = counter.open(|c| &c.0);
/// drop(counter);
/// *open += 1;
/// ```
pub struct Guard<'a, S: Sharing, U> {
    lock: &'a S::Lock,
    token: <S::Lock as BodyLock>::Token,
    part: &'a mut U,
    here: PhantomData<*mut S>,
}

impl<'a, S: Sharing, U> Guard<'a, S, U> {
    /// # Safety
    /// The lock was taken with this token and protects the part, which is reached in no other way.
    #[inline]
    pub(crate) unsafe fn new(lock: &'a S::Lock, token: <S::Lock as BodyLock>::Token, inner: &'a Inner<U>) -> Self {
        // SAFETY: says the caller.
        Self { lock, token, part: unsafe { &mut *inner.0.get() }, here: PhantomData }
    }
}

impl<S: Sharing, U> Deref for Guard<'_, S, U> {
    type Target = U;

    #[inline]
    fn deref(&self) -> &U {
        self.part
    }
}

impl<S: Sharing, U> DerefMut for Guard<'_, S, U> {
    #[inline]
    fn deref_mut(&mut self) -> &mut U {
        self.part
    }
}

impl<S: Sharing, U> Drop for Guard<'_, S, U> {
    #[inline]
    fn drop(&mut self) {
        // SAFETY: a guard is made only with the lock held.
        unsafe { self.lock.unlock(self.token) }
    }
}

/// A part of a body open to be read; closes when dropped.
pub struct ReadGuard<'a, S: Sharing, U> {
    lock: &'a S::Lock,
    token: <S::Lock as BodyLock>::Token,
    part: &'a U,
    here: PhantomData<*mut S>,
}

impl<'a, S: Sharing, U> ReadGuard<'a, S, U> {
    /// # Safety
    /// The lock was taken with this token, to read at least, and protects the part.
    #[inline]
    pub(crate) unsafe fn new(lock: &'a S::Lock, token: <S::Lock as BodyLock>::Token, inner: &'a Inner<U>) -> Self {
        // SAFETY: says the caller.
        Self { lock, token, part: unsafe { &*inner.0.get() }, here: PhantomData }
    }
}

impl<S: Sharing, U> Deref for ReadGuard<'_, S, U> {
    type Target = U;

    #[inline]
    fn deref(&self) -> &U {
        self.part
    }
}

impl<S: Sharing, U> Drop for ReadGuard<'_, S, U> {
    #[inline]
    fn drop(&mut self) {
        // SAFETY: a guard is made only by reading.
        unsafe { self.lock.unread(self.token) }
    }
}

/// An open part of a body together with the slots after the body; closes when dropped.
pub struct TailGuard<'a, S: Sharing, U> {
    pub(crate) part: Guard<'a, S, U>,
    pub(crate) tail: &'a mut [Slot<S>],
}

impl<S: Sharing, U> TailGuard<'_, S, U> {
    /// The part and the slots.
    #[inline]
    pub fn split(&mut self) -> (&mut U, &mut [Slot<S>]) {
        (&mut self.part, self.tail)
    }
}

/// A part of a body and the slots after the body, open to be read; closes when dropped.
pub struct ReadTail<'a, S: Sharing, U> {
    part: ReadGuard<'a, S, U>,
    tail: &'a [Slot<S>],
}

impl<S: Sharing, U> ReadTail<'_, S, U> {
    /// The part and the slots.
    #[inline]
    pub fn split(&self) -> (&U, &[Slot<S>]) {
        (&self.part, self.tail)
    }
}
