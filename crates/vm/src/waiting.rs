//! Objects that died and whose `__del__` waits until code of the language may run.
//!
//! Whoever lets go of a last reference may be in the middle of anything, so what dies with a `__del__` is put aside, and
//! the thread runs it at its next check point. A thread on its way out of the heap has no next check point, yet objects
//! still die in its hands: it merges counts that others leave to it until its inbox is closed. Those are *orphans*, and
//! go to the interpreter's next thread that serves; the main thread is asked to.

use crate::model::{Model, Value};
use parking_lot::Mutex;
use std::cell::{Cell, RefCell};
use std::collections::VecDeque;
use std::rc::Rc;
use std::sync::atomic::{AtomicBool, Ordering::Relaxed};
use std::sync::{Arc, OnceLock};
use taipan_gil::{Breaker, Reason};

/// What waits for the running thread.
pub(crate) struct Waiting<M: Model> {
    objects: RefCell<VecDeque<Value<M>>>,
    breaker: Arc<Breaker>,
    orphans: Arc<Orphans<M>>,
    /// The thread serves no more.
    leaving: Cell<bool>,
}

/// What threads that left had no time for.
pub(crate) struct Orphans<M: Model> {
    objects: Mutex<VecDeque<Value<M>>>,
    /// A hint, so that nobody takes the lock in vain: there are some.
    any: AtomicBool,
    main: OnceLock<Arc<Breaker>>,
}

// SAFETY: values are put in and taken out by threads that are attached to the interpreter, so that they hold a pass
// through the gate that the values' sharing relies on; the lock admits one at a time. The rest is shared safely.
unsafe impl<M: Model> Sync for Orphans<M> {}
// SAFETY: as above.
unsafe impl<M: Model> Send for Orphans<M> {}

thread_local! {
    /// The running thread's `Waiting`, its type forgotten.
    static WAITING: Cell<*const ()> = const { Cell::new(std::ptr::null()) };
}

/// Puts an object that died aside until its `__del__` can run, or its frame be closed; called by the heap.
pub(crate) fn set_aside<M: Model>(object: &Value<M>) {
    let waiting = WAITING.get().cast::<Waiting<M>>();
    if waiting.is_null() {
        return;
    }
    // SAFETY: set by `Waiting::new` for the thread that runs now, whose heap called; cleared when it goes.
    let waiting = unsafe { &*waiting };
    if waiting.leaving.get() {
        waiting.orphans.leave(object.clone());
    } else {
        waiting.objects.borrow_mut().push_back(object.clone());
        waiting.breaker.raise(Reason::Merge);
    }
}

impl<M: Model> Waiting<M> {
    /// The running thread's, empty.
    pub(crate) fn new(breaker: Arc<Breaker>, orphans: Arc<Orphans<M>>) -> Rc<Self> {
        let waiting = Rc::new(Self { objects: RefCell::default(), breaker, orphans, leaving: Cell::new(false) });
        WAITING.set(Rc::as_ptr(&waiting).cast());
        waiting
    }

    /// The next object whose `__del__` should run.
    pub(crate) fn next(&self) -> Option<Value<M>> {
        let own = self.objects.borrow_mut().pop_front();
        own.or_else(|| self.orphans.next())
    }

    /// What dies in this thread from now on is an orphan.
    pub(crate) fn leave(&self) {
        self.leaving.set(true);
        let rest = std::mem::take(&mut *self.objects.borrow_mut());
        rest.into_iter().for_each(|object| self.orphans.leave(object));
    }

    /// What dies in this thread from now on goes without `__del__`, and so do the orphans: the program is over.
    pub(crate) fn give_up(&self) {
        WAITING.set(std::ptr::null());
        let objects = std::mem::take(&mut *self.objects.borrow_mut());
        let orphans = std::mem::take(&mut *self.orphans.objects.lock());
        drop((objects, orphans));
    }
}

impl<M: Model> Drop for Waiting<M> {
    fn drop(&mut self) {
        WAITING.set(std::ptr::null());
    }
}

impl<M: Model> Orphans<M> {
    pub(crate) fn new() -> Arc<Self> {
        Arc::new(Self { objects: Mutex::default(), any: AtomicBool::new(false), main: OnceLock::new() })
    }

    /// Whom to ask to serve them.
    pub(crate) fn set_main(&self, main: Arc<Breaker>) {
        let _ = self.main.set(main);
    }

    fn next(&self) -> Option<Value<M>> {
        // Relaxed, here and below: a hint. Who comes because its breaker was raised sees it, and the others may miss it.
        if !self.any.load(Relaxed) {
            return None;
        }
        let mut objects = self.objects.lock();
        let next = objects.pop_front();
        self.any.store(!objects.is_empty(), Relaxed);
        next
    }

    fn leave(&self, object: Value<M>) {
        let mut objects = self.objects.lock();
        objects.push_back(object);
        self.any.store(true, Relaxed);
        drop(objects);
        if let Some(main) = self.main.get() {
            main.raise(Reason::Merge);
        }
    }
}
