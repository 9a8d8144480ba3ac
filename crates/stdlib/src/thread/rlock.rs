//! `_thread.RLock`: a lock that the thread holding it may take again.

use super::lock::{self, Lock, Patience};
use crate::{shape, take};
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering::Relaxed};
use taipan_vm::body::{Class, Items, Module, Tuple};
use taipan_vm::{Args, Exc, Model, Obj, R, Thread, Value, make};

/// Who holds the lock and how often. Only the holder writes either, so its own id is never seen by mistake; the lock
/// itself orders one holder's writes before the next one's.
#[derive(Default)]
struct RLock {
    lock: Arc<Lock>,
    owner: AtomicU64,
    depth: AtomicU64,
}

impl RLock {
    fn is_owned_by<M: Model>(&self, thread: &Thread<M>) -> bool {
        self.owner.load(Relaxed) == thread.id
    }

    fn acquire<M: Model>(&self, thread: &mut Thread<M>, patience: Patience, depth: u64) -> R<bool> {
        if self.is_owned_by(thread) {
            self.depth.store(self.depth.load(Relaxed) + depth, Relaxed);
            return Ok(true);
        }
        let acquired = lock::acquire(thread, &self.lock, patience)?;
        if acquired {
            self.owner.store(thread.id, Relaxed);
            self.depth.store(depth, Relaxed);
        }
        Ok(acquired)
    }

    /// Undoes `depth` acquires of the holder.
    fn release(&self, depth: u64) {
        let left = self.depth.load(Relaxed) - depth;
        self.depth.store(left, Relaxed);
        if left == 0 {
            self.owner.store(0, Relaxed);
            self.lock.release();
        }
    }
}

/// Adds the class and the function that makes an instance.
pub(super) fn fill<M: Model>(thread: &Thread<M>, module: &Obj<M, Module<M>>) {
    let methods: shape::Natives<'_, M> = &[
        ("acquire", acquire),
        ("__enter__", acquire),
        ("release", release),
        ("__exit__", release),
        ("_is_owned", is_owned),
        ("_release_save", release_save),
        ("_acquire_restore", acquire_restore),
        ("__repr__", repr),
    ];
    let class = shape::class(thread, "_thread", "RLock", methods, &[]);
    shape::closures(thread, module, class.as_value(), &[("RLock", new)]);
}

fn new<M: Model>(thread: &mut Thread<M>, args: Args<'_, M>) -> R<Value<M>> {
    let [] = args.exactly(thread, "RLock")?;
    let class = args.bound().downcast::<Class<M>>().expect("bound to the class of locks");
    Ok(make::handle::<M>(class, RLock::default()))
}

fn lock_of<'a, M: Model>(thread: &mut Thread<M>, args: Args<'a, M>) -> R<&'a RLock> {
    take::receiver(thread, args.values, "_thread.RLock")
}

fn acquire<M: Model>(thread: &mut Thread<M>, args: Args<'_, M>) -> R<Value<M>> {
    let lock = lock_of(thread, args)?;
    let patience = Patience::from_args(thread, args)?;
    lock.acquire(thread, patience, 1).map(Value::<M>::bool)
}

fn release<M: Model>(thread: &mut Thread<M>, args: Args<'_, M>) -> R<Value<M>> {
    let lock = lock_of(thread, args)?;
    require_owned(thread, lock)?;
    lock.release(1);
    Ok(Value::<M>::NONE)
}

fn require_owned<M: Model>(thread: &mut Thread<M>, lock: &RLock) -> R<()> {
    if lock.is_owned_by(thread) {
        return Ok(());
    }
    Err(thread.raise(Exc::Runtime, "cannot release un-acquired lock"))
}

fn is_owned<M: Model>(thread: &mut Thread<M>, args: Args<'_, M>) -> R<Value<M>> {
    let lock = lock_of(thread, args)?;
    Ok(Value::<M>::bool(lock.is_owned_by(thread)))
}

/// Gives the lock up whatever its depth; what `_acquire_restore` needs to get it back.
fn release_save<M: Model>(thread: &mut Thread<M>, args: Args<'_, M>) -> R<Value<M>> {
    let lock = lock_of(thread, args)?;
    require_owned(thread, lock)?;
    let depth = lock.depth.load(Relaxed);
    lock.release(depth);
    Ok(make::tuple::<M>([make::int::<M>(depth as i64), make::int::<M>(thread.id as i64)]))
}

fn acquire_restore<M: Model>(thread: &mut Thread<M>, args: Args<'_, M>) -> R<Value<M>> {
    let lock = lock_of(thread, args)?;
    let [_, saved] = args.exactly(thread, "_acquire_restore")?;
    let depth = match saved.downcast::<Tuple<M>>().and_then(|it| it.items().first()) {
        Some(depth) => thread.index(depth)?,
        None => return Err(thread.type_error("a tuple of depth and owner is required")),
    };
    lock.acquire(thread, Patience::Endless, depth.max(1) as u64)?;
    Ok(Value::<M>::NONE)
}

fn repr<M: Model>(thread: &mut Thread<M>, args: Args<'_, M>) -> R<Value<M>> {
    let lock = lock_of(thread, args)?;
    let state = if lock.lock.is_taken() { "locked" } else { "unlocked" };
    let (owner, depth) = (lock.owner.load(Relaxed), lock.depth.load(Relaxed));
    let address = args.values[0].bits();
    Ok(make::str::<M>(format!("<{state} _thread.RLock object owner={owner} count={depth} at {address:#x}>")))
}
