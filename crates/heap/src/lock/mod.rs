//! How an object's body is reached: by the gate alone, or by a lock of its own.

mod by_gate;
mod leased;
pub(crate) mod membarrier;
#[cfg(all(test, loom))]
mod models;
mod own;
pub(crate) mod readers;

use crate::Count;

pub use by_gate::ByGate;
pub use leased::Leased;
pub use own::Own;

/// The lock in an object's header that opens its [`Inner`](crate::Inner) parts, to one thread or to readers.
///
/// # Safety
/// Between `lock` (or `quick` that took it) and `unlock` no other thread passes `lock`, `quick` or `read`, and between `read` and `unread` none
/// passes `lock` or `quick`, as long as the promise of the sharing that names it holds (see each implementor).
pub unsafe trait BodyLock: Send + Sync {
    /// What the thread that passed has to remember until it gives the lock back.
    type Token: Copy;

    /// A lock that nobody holds, of an object that the running thread makes.
    fn open() -> Self;

    /// Waits until the lock is ours alone. `count` is the same object's, and says to whom that belongs.
    fn lock<C: Count>(&self, count: &C) -> Self::Token;

    /// Whether somebody has it now, as far as a look can tell.
    fn is_taken(&self) -> bool;

    /// Takes the lock, to read or to write, if that can be done in the way in which most are taken; does not wait.
    fn quick<C: Count>(&self, count: &C) -> Option<Self::Token>;

    /// Gives the lock back.
    ///
    /// # Safety
    /// The calling thread passed `lock` or `quick` and was given `token`.
    unsafe fn unlock(&self, token: Self::Token);

    /// Waits until nobody changes the body.
    #[inline]
    fn read<C: Count>(&self, count: &C) -> Self::Token {
        self.lock(count)
    }

    /// Ends reading.
    ///
    /// # Safety
    /// The calling thread passed `read` or `quick` and was given `token`.
    #[inline]
    unsafe fn unread(&self, token: Self::Token) {
        // SAFETY: reading is locking, unless an implementor says otherwise of both.
        unsafe { self.unlock(token) }
    }

    /// The object's count belongs to no thread from now on. Nobody holds the lock.
    #[inline]
    fn share(&self) {}
}
