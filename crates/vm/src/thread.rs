//! A thread of an interpreter: its stack, its frames, its pass through the gate.

use crate::body::{Generator, Native};
use crate::error::{Exc, R, Raised};
use crate::frame::{Frames, Slot, Stack};
use crate::interp::Interp;
use crate::load::Counts;
use crate::make;
use crate::model::{Model, Pass, Value};
use crate::ops::attr::Subclass;
use crate::stacks::Extent;
use crate::waiting::Waiting;
use std::rc::Rc;
use std::sync::Arc;
use std::sync::atomic::Ordering::Relaxed;
use taipan_gil::{Breaker, Gate, Pass as _, Reason, Reasons};
use taipan_heap::{Attached, Count, Sharing};

/// A thread that may run: `&mut Thread` is the permission to touch objects.
pub struct Thread<M: Model> {
    pub(crate) frames: Frames<M>,
    pub(crate) stack: Stack<M>,
    extent: Arc<Extent<M>>,
    /// Where attributes were found.
    pub(crate) cache: crate::ops::cache::Cache<M>,
    /// What was executed, if that is counted.
    pub(crate) counts: Option<Box<Counts>>,
    /// The exception that was raised and not yet caught.
    pub(crate) error: Option<Value<M>>,
    /// The exception that is being handled, or None.
    pub(crate) handled: Value<M>,
    /// Set by an instruction that raises an exception again: its place is already in the traceback.
    pub(crate) reraising: bool,
    /// Set when modules are being emptied: what finalisers raise then is nobody's business.
    pub(crate) finishing: bool,
    /// Whether finalisers are being served.
    serving: bool,
    /// A number that no other thread of the process has.
    pub id: u64,
    /// Lowest address that Rust code may use on this thread's stack.
    floor: usize,
    pub(crate) breaker: Arc<Breaker>,
    // The order of the last four matters: leave the heap, where objects may still die and wait, then the gate, then let
    // go of the interpreter.
    _heap: Attached,
    waiting: Rc<Waiting<M>>,
    pub(crate) pass: Pass<M>,
    interp: Arc<Interp<M>>,
}

/// How much of the Rust stack stays free for what an instruction may need.
const RESERVE: usize = 256 << 10;

impl<M: Model> Thread<M> {
    /// Enters the gate and attaches to the heap. `stack` is the size in bytes of this thread's Rust stack.
    pub fn attach(interp: Arc<Interp<M>>, stack: usize) -> Self {
        let pass = interp.gate.enter();
        let breaker = pass.breaker_handle();
        let bell = breaker.clone();
        let heap = interp.heap.attach_with_bell(move || bell.raise(Reason::Merge));
        interp.heap.stay_alone();
        let waiting = Waiting::new(breaker.clone(), interp.orphans.clone());
        interp.bootstrap(breaker.clone());
        let here = std::ptr::from_ref(&stack).addr();
        let slots = Stack::new();
        Self {
            frames: Frames::new(interp.recursion_limit.load(Relaxed) as usize),
            extent: interp.stacks.add(slots.start),
            stack: slots,
            cache: crate::ops::cache::Cache::new(),
            counts: Counts::wanted(&interp.config),
            error: None,
            handled: Value::<M>::NONE,
            reraising: false,
            finishing: false,
            serving: false,
            id: next_id(),
            floor: here.saturating_sub(stack.saturating_sub(RESERVE)),
            breaker,
            _heap: heap,
            waiting,
            pass,
            interp,
        }
    }

    /// The interpreter.
    #[inline]
    pub fn interp(&self) -> &Interp<M> {
        &self.interp
    }

    /// The interpreter, to start other threads with.
    pub fn interp_handle(&self) -> Arc<Interp<M>> {
        self.interp.clone()
    }

    /// First slot of the stack that no window uses.
    #[inline]
    pub(crate) fn stack_top(&self) -> *mut Slot<M> {
        match self.frames.last() {
            Some(frame) => frame.base.wrapping_add(frame.exec().window as usize),
            None => self.stack.start,
        }
    }

    /// Comes before this thread lets others run: they may collect.
    #[inline]
    fn let_others_see(&self) {
        if <M::Sharing as Sharing>::Count::LENDS {
            self.extent.note(self.stack_top());
        }
    }

    /// How deeply calls may be nested.
    pub fn recursion_limit(&self) -> u32 {
        self.interp.recursion_limit.load(Relaxed)
    }

    /// Sets how deeply calls may be nested. Threads that already run notice when they reach their old limit.
    pub fn set_recursion_limit(&mut self, limit: u32) {
        self.interp.recursion_limit.store(limit, Relaxed);
        self.frames.set_limit(limit as usize);
    }

    /// Fails with RecursionError when a window of so many slots at `base` would be one too many.
    #[inline(always)]
    pub(crate) fn check_depth(&mut self, base: *mut Slot<M>, window: u16) -> R<()> {
        if self.frames.full() || !self.stack.fits(base, window) {
            return self.check_depth_slow(base, window);
        }
        Ok(())
    }

    #[cold]
    #[inline(never)]
    fn check_depth_slow(&mut self, base: *mut Slot<M>, window: u16) -> R<()> {
        // Another thread may have set another limit.
        self.frames.set_limit(self.interp.recursion_limit.load(Relaxed) as usize);
        if self.frames.full() || !self.stack.fits(base, window) {
            return Err(self.too_deep());
        }
        Ok(())
    }

    /// Runs `region` without the pass, so that other threads may run; values cannot go in.
    pub fn blocking<T>(&mut self, region: impl FnOnce() -> T + Send) -> T {
        self.let_others_see();
        // SAFETY: no body is open where the language may wait, and the region, which is `Send`, reaches no value.
        let _away = unsafe { self.interp.heap.away() };
        self.pass.blocking(region)
    }

    /// Serves whatever raised the breaker.
    ///
    /// # Errors
    /// A signal handler may raise, and a daemon thread is ended by `SystemExit` once the program is over.
    #[cold]
    #[inline(never)]
    pub fn pause(&mut self) -> R<()> {
        self.let_others_see();
        let reasons: Reasons = self.pass.pause();
        if reasons.contains(Reason::Merge) {
            let began = self.pass.moment();
            self.interp.heap.merge();
            self.serve_finalizers();
            if self.interp.heap.wants_spreading() {
                let interp = self.interp.clone();
                // SAFETY: as in `collect`.
                self.exclusive(|| unsafe { interp.heap.spread() });
            }
            self.pass.span("housekeeping", began);
            if self.interp.heap.wants_collection() && self.interp.collects() {
                self.collect();
            }
        }
        if reasons.contains(Reason::Signal) && self.interp.signals.swap(0, Relaxed) != 0 {
            return Err(self.raise_class(Exc::KeyboardInterrupt, vec![]));
        }
        if reasons.contains(Reason::Cancel) {
            return Err(self.raise_class(Exc::SystemExit, vec![]));
        }
        Ok(())
    }

    /// A check point.
    #[inline]
    pub fn check(&mut self) -> R<()> {
        if self.breaker.raised() { self.pause() } else { Ok(()) }
    }

    /// Runs the collector while every other thread stands still; returns how many objects it found.
    pub fn collect(&mut self) -> usize {
        let interp = self.interp.clone();
        let began = self.pass.moment();
        self.let_others_see();
        // SAFETY: the world stands still; every thread noted where its stack ends before it let others run, as this one
        // did just now; and no body is open at a check point or in `gc.collect`.
        let found = self.pass.exclusive(|| unsafe { interp.heap.collect_beside(&interp.stacks.lent()) });
        self.pass.span("collection", began);
        self.serve_finalizers();
        found
    }

    /// Runs `task` while every other thread stands still at a check point or waits outside.
    pub fn exclusive<T>(&mut self, task: impl FnOnce() -> T) -> T {
        self.let_others_see();
        self.pass.exclusive(task)
    }

    /// Runs the `__del__` methods that wait. What they raise is reported and forgotten, as in CPython.
    pub fn serve_finalizers(&mut self) {
        // What dies in a `__del__` waits for the outermost call, so that a long chain does not recurse.
        if std::mem::replace(&mut self.serving, true) {
            return;
        }
        self.serve_all();
        self.serving = false;
    }

    fn serve_all(&mut self) {
        loop {
            let Some(object) = self.waiting.next() else { return };
            let error = self.error.take();
            if let Some(generator) = object.downcast::<Generator<M>>() {
                let generator = generator.clone();
                self.close_abandoned(&generator);
                self.error = error;
                continue;
            }
            let name = self.interp.intern("__del__");
            if let Some(method) = self.class_of(&object).lookup(&name)
                && self.call(&method, std::slice::from_ref(&object)).is_err()
            {
                let raised = self.take_error();
                if self.finishing {
                    self.error = error;
                    continue;
                }
                let report = crate::report::report(self, &raised);
                let what = self.repr(&method).unwrap_or_else(|_| "__del__".into());
                eprintln!("Exception ignored in: {what}\n{}", report.trim_end());
            }
            self.error = error;
        }
    }

    /// Closes a generator that nobody can resume any more. What it raises is forgotten.
    fn close_abandoned(&mut self, generator: &crate::model::Obj<M, Generator<M>>) {
        let exit = self.raise_class(Exc::GeneratorExit, vec![]);
        if self.resume(generator, Err(exit)).is_err() {
            self.error = None;
        }
    }

    /// Fails with RecursionError when Rust's stack runs out.
    #[inline]
    pub fn check_stack(&mut self) -> R<()> {
        let here = 0u8;
        if std::ptr::from_ref(&here).addr() < self.floor {
            return Err(self.raise(Exc::Recursion, "maximum recursion depth exceeded"));
        }
        Ok(())
    }

    /// The exception that was raised.
    ///
    /// # Panics
    /// When none was.
    pub fn take_error(&mut self) -> Value<M> {
        self.error.take().expect("Raised says that an exception waits")
    }

    /// Raises an exception object.
    #[cold]
    pub fn raise_value(&mut self, exception: Value<M>) -> Raised {
        crate::ops::exception::set_context::<M>(&exception, &self.handled);
        self.error = Some(exception);
        Raised
    }

    /// Raises a built-in exception with a message.
    #[cold]
    pub fn raise(&mut self, class: Exc, message: impl Into<String>) -> Raised {
        let message = make::str::<M>(message.into());
        self.raise_class(class, vec![message])
    }

    /// Raises a built-in exception with these arguments.
    #[cold]
    pub fn raise_class(&mut self, class: Exc, args: Vec<Value<M>>) -> Raised {
        let class = self.interp.types().exception(class).clone();
        let exception = crate::ops::exception::new::<M>(&class, args);
        self.raise_value(exception)
    }

    /// Whether the waiting exception is an instance of a built-in class.
    pub fn error_is(&self, class: Exc) -> bool {
        self.error.as_ref().is_some_and(|e| self.is_exception(e, class))
    }

    /// Whether an exception is an instance of a built-in class.
    pub fn is_exception(&self, exception: &Value<M>, class: Exc) -> bool {
        self.class_of(exception).is_subclass(self.interp.types().exception(class))
    }

    /// Raised by native code that the interpreter reaches too deep in.
    #[cold]
    pub(crate) fn too_deep(&mut self) -> Raised {
        self.raise(Exc::Recursion, "maximum recursion depth exceeded")
    }
}

impl<M: Model> Drop for Thread<M> {
    fn drop(&mut self) {
        self.interp.heap.merge();
        self.serve_finalizers();
        if let (Some(counts), Some(tally)) = (&self.counts, &self.interp.config.tally) {
            tally.add(counts);
        }
        self.error = None;
        self.handled = Value::<M>::NONE;
        self.serve_finalizers();
        self.waiting.leave();
        self.interp.stacks.remove(&self.extent);
        // The main thread, at the end of everything: let go of what the interpreter holds.
        if let Some(interp) = Arc::get_mut(&mut self.interp) {
            self.waiting.give_up();
            interp.tear_down();
            // SAFETY: no other thread has the interpreter, and this one has let go of all objects.
            unsafe { interp.heap.finish() };
        }
    }
}

fn next_id() -> u64 {
    use std::sync::atomic::AtomicU64;
    static NEXT: AtomicU64 = AtomicU64::new(1);
    NEXT.fetch_add(1, Relaxed)
}

/// The arguments of a native function: positional ones, then those with a name.
pub struct Args<'a, M: Model> {
    /// All values; the last `names.len()` have names.
    pub values: &'a [Value<M>],
    /// Names, each a `str`.
    pub names: &'a [Value<M>],
    /// The function that was called, for its environment.
    pub callee: Option<&'a Native<M>>,
}

impl<M: Model> Clone for Args<'_, M> {
    fn clone(&self) -> Self {
        *self
    }
}

impl<M: Model> Copy for Args<'_, M> {}

impl<'a, M: Model> Args<'a, M> {
    /// Positional arguments only.
    pub fn positional(values: &'a [Value<M>]) -> Self {
        Self { values, names: &[], callee: None }
    }

    /// The positional ones.
    #[inline]
    pub fn list(&self) -> &'a [Value<M>] {
        &self.values[..self.values.len() - self.names.len()]
    }

    /// The environment of a closure.
    pub fn bound(&self) -> &'a Value<M> {
        &self.callee.expect("only closures ask").bound
    }

    /// Names and values of the keyword arguments.
    pub fn pairs(&self) -> impl Iterator<Item = (&'a str, &'a Value<M>)> {
        let values = &self.values[self.values.len() - self.names.len()..];
        self.names.iter().map(|n| n.downcast::<crate::body::Str<M>>().map_or("", |s| s.as_str())).zip(values)
    }

    /// Exactly `N` positional arguments and no others. `name` is what an error calls the function.
    ///
    /// # Errors
    /// TypeError.
    #[inline]
    pub fn exactly<const N: usize>(&self, thread: &mut Thread<M>, name: &str) -> R<&'a [Value<M>; N]> {
        match <&[Value<M>; N]>::try_from(self.values) {
            Ok(values) if self.names.is_empty() => Ok(values),
            _ => Err(self.wrong(thread, name, N, N)),
        }
    }

    /// Between `min` and `max` positional arguments and no others.
    ///
    /// # Errors
    /// TypeError.
    pub fn between(&self, thread: &mut Thread<M>, name: &str, min: usize, max: usize) -> R<&'a [Value<M>]> {
        if self.names.is_empty() && (min..=max).contains(&self.values.len()) {
            return Ok(self.values);
        }
        Err(self.wrong(thread, name, min, max))
    }

    /// Arguments by position or name, in the order of `names`; the first `required` must be there.
    /// A name that starts with `*` is keyword-only.
    ///
    /// # Errors
    /// TypeError.
    pub fn named<const N: usize>(
        &self,
        thread: &mut Thread<M>,
        name: &str,
        names: [&str; N],
        required: usize,
    ) -> R<[Option<&'a Value<M>>; N]> {
        let positional = names.iter().take_while(|n| !n.starts_with('*')).count();
        let list = self.list();
        if list.len() > positional {
            return Err(thread.type_error(format!(
                "{name}() takes at most {positional} argument{} ({} given)",
                if positional == 1 { "" } else { "s" },
                list.len()
            )));
        }
        let mut found = [None; N];
        for (slot, value) in found.iter_mut().zip(list) {
            *slot = Some(value);
        }
        for (key, value) in self.pairs() {
            let Some(i) = names.iter().position(|n| n.trim_start_matches('*') == key) else {
                return Err(thread.type_error(format!("{name}() got an unexpected keyword argument '{key}'")));
            };
            if found[i].replace(value).is_some() {
                return Err(thread.type_error(format!("{name}() got multiple values for argument '{key}'")));
            }
        }
        if let Some(missing) = (0..required).find(|&i| found[i].is_none()) {
            let what = names[missing];
            return Err(thread.type_error(format!("{name}() missing required argument '{what}' (pos {})", missing + 1)));
        }
        Ok(found)
    }

    #[cold]
    fn wrong(&self, thread: &mut Thread<M>, name: &str, min: usize, max: usize) -> Raised {
        if !self.names.is_empty() {
            return thread.type_error(format!("{name}() takes no keyword arguments"));
        }
        let given = self.values.len();
        let plural = |n: usize| if n == 1 { "" } else { "s" };
        thread.type_error(match (min, max) {
            (0, 0) => format!("{name}() takes no arguments ({given} given)"),
            (1, 1) => format!("{name}() takes exactly one argument ({given} given)"),
            _ if min == max => format!("{name} expected {min} argument{}, got {given}", plural(min)),
            _ if given < min => format!("{name} expected at least {min} argument{}, got {given}", plural(min)),
            _ => format!("{name} expected at most {max} argument{}, got {given}", plural(max)),
        })
    }
}

/// Values on their way to another thread of the same interpreter.
pub struct Parcel<M: Model> {
    values: Vec<Value<M>>,
    interp: *const Interp<M>,
}

// SAFETY: the values in a parcel can be reached only through `open`, which asks for a thread of the same
// interpreter: one that holds a pass through the gate that the values' sharing relies on.
unsafe impl<M: Model> Send for Parcel<M> {}

impl<M: Model> Parcel<M> {
    /// Packs values.
    pub fn pack(thread: &Thread<M>, values: Vec<Value<M>>) -> Self {
        Self { values, interp: Arc::as_ptr(&thread.interp) }
    }

    /// Unpacks them.
    ///
    /// # Panics
    /// When the thread belongs to another interpreter.
    pub fn open(mut self, thread: &Thread<M>) -> Vec<Value<M>> {
        assert!(std::ptr::eq(self.interp, Arc::as_ptr(&thread.interp)), "a parcel is opened where it was packed");
        std::mem::take(&mut self.values)
    }
}

impl<M: Model> Drop for Parcel<M> {
    fn drop(&mut self) {
        // A parcel that is never opened is dropped by who knows which thread: its values are left alone, and
        // the audit reports them.
        std::mem::forget(std::mem::take(&mut self.values));
    }
}
