//! Pushing frames: how arguments become the window of a Python function.

use crate::body::{CodeBody, Dict, Function, Globals, Module};
use crate::error::R;
use crate::frame::{Frame, FrameKind, Slot, blank, release};
use crate::load::Exec;
use crate::make;
use crate::model::{Model, Obj, Value};
use crate::thread::{Args, Thread};
use taipan_heap::Inner;

impl<M: Model> Thread<M> {
    /// Runs code that is no function: a module or class body.
    ///
    /// # Errors
    /// What the code raises.
    pub fn run_code(
        &mut self,
        code: &Obj<M, CodeBody<M>>,
        globals: &Obj<M, Dict<M>>,
        namespace: &Obj<M, Dict<M>>,
    ) -> R<Value<M>> {
        self.run_with(code, Globals::of_dict(globals.clone()), namespace)
    }

    /// Runs the body of a module.
    pub(crate) fn run_module_body(&mut self, code: &Obj<M, CodeBody<M>>, module: &Obj<M, Module<M>>) -> R<Value<M>> {
        self.run_with(code, Globals::of_module(module), &module.namespace)
    }

    fn run_with(
        &mut self,
        code: &Obj<M, CodeBody<M>>,
        globals: Globals<M>,
        namespace: &Obj<M, Dict<M>>,
    ) -> R<Value<M>> {
        let function = Obj::<M, _>::new(Function::<M> {
            code: code.clone(),
            globals,
            defaults: Box::new([]),
            keyword_defaults: Value::<M>::NONE,
            closure: Box::new([]),
            attributes: Inner::new(None),
            facts: Inner::new(None),
        });
        self.run_body(&function, namespace)
    }

    /// Runs a function without arguments, its names in a namespace: a class body.
    pub(crate) fn run_body(&mut self, function: &Obj<M, Function<M>>, namespace: &Obj<M, Dict<M>>) -> R<Value<M>> {
        self.check_stack()?;
        let base = self.stack_top().wrapping_add(FrameKind::Body.below());
        self.fill_window(function, None, Args::positional(&[]), base)?;
        // SAFETY: the window was filled, hence fits; what belongs below it is written here.
        unsafe {
            base.sub(2).write(Some(namespace.as_value().clone()));
            self.push_frame(function, base, FrameKind::Body, 0);
        }
        crate::run::run(self)
    }

    /// Calls a function from Rust, the receiver of a method being its first argument.
    pub(crate) fn call_function(
        &mut self,
        function: &Obj<M, Function<M>>,
        receiver: Option<&Value<M>>,
        args: Args<'_, M>,
    ) -> R<Value<M>> {
        self.check_stack()?;
        match self.push_call(function, receiver, args, FrameKind::Entry, 0)? {
            Some(generator) => Ok(generator),
            None => crate::run::run(self),
        }
    }

    /// Pushes a frame for a call whose arguments are copied; or makes the generator, if that is what a call makes.
    ///
    /// # Errors
    /// TypeError when the arguments do not fit the function, RecursionError when calls are nested too deeply.
    pub(crate) fn push_call(
        &mut self,
        function: &Obj<M, Function<M>>,
        receiver: Option<&Value<M>>,
        args: Args<'_, M>,
        kind: FrameKind,
        result: u16,
    ) -> R<Option<Value<M>>> {
        debug_assert_eq!(kind.below(), 1);
        let base = self.stack_top().wrapping_add(1);
        let generator = self.fill_window(function, receiver, args, base)?;
        // SAFETY: the window was filled, hence fits; there is nothing below it yet.
        unsafe {
            if generator {
                base.sub(1).write(Some(function.as_value().clone()));
                return Ok(Some(self.make_generator(base)));
            }
            self.push_frame(function, base, kind, result);
        }
        Ok(None)
    }

    /// Fills a window on top of the stack with copies of arguments; says whether it is that of a generator.
    fn fill_window(
        &mut self,
        function: &Obj<M, Function<M>>,
        receiver: Option<&Value<M>>,
        args: Args<'_, M>,
        base: *mut Slot<M>,
    ) -> R<bool> {
        let exec = std::ptr::from_ref(function.code.exec(self.interp()));
        // SAFETY: the function keeps its executable form alive.
        let exec = unsafe { &*exec };
        self.check_depth(base, exec.window)?;
        let n = args.values.len() + usize::from(receiver.is_some());
        if n > exec.window as usize {
            return self.fill_window_slow(function, receiver, args, base);
        }
        for (i, value) in receiver.into_iter().chain(args.values).enumerate() {
            // SAFETY: the window fits, and owns nothing.
            unsafe { base.add(i).write(Some(value.clone())) };
        }
        // SAFETY: the values have just been put there.
        unsafe {
            if exec.plain && args.names.is_empty() && covers(function, exec, n) {
                complete(function, exec, base, n);
            } else if !self.bind_row(function, exec, base, n, args.names)? {
                release::<M>(base, base.add(n));
                return self.fill_window_slow(function, receiver, args, base);
            }
        }
        Ok(exec.generator)
    }

    /// The same by way of a vector; this is where calls that are wrong are told so.
    #[cold]
    #[inline(never)]
    fn fill_window_slow(
        &mut self,
        function: &Obj<M, Function<M>>,
        receiver: Option<&Value<M>>,
        args: Args<'_, M>,
        base: *mut Slot<M>,
    ) -> R<bool> {
        let values: Vec<_> = receiver.into_iter().chain(args.values).cloned().collect();
        let bound = self.bind_arguments(function, Args { values: &values, names: args.names, callee: None })?;
        let exec = function.code.exec(self.interp());
        let parameters = bound.len();
        for (i, value) in bound.into_iter().enumerate() {
            // SAFETY: `fill_window` saw that the window fits; parameters are in it.
            unsafe { base.add(i).write(value) };
        }
        // SAFETY: all parameters are there.
        unsafe { finish::<M>(function, exec, base, parameters) };
        Ok(exec.generator)
    }

    /// Pushes a frame for a window that is filled.
    ///
    /// # Safety
    /// `check_depth` allowed the window; what the kind says stands below it, the function apart.
    unsafe fn push_frame(&mut self, function: &Obj<M, Function<M>>, base: *mut Slot<M>, kind: FrameKind, result: u16) {
        let exec = function.code.exec(self.interp());
        let (pc, exec) = (exec.before(0), std::ptr::from_ref(exec));
        // SAFETY: says the caller.
        unsafe {
            base.sub(1).write(Some(function.as_value().lend()));
            self.frames.push(Frame { base, exec, pc, result, kind });
        }
    }
}

/// Whether `n` positional arguments and the defaults are what a plain function takes.
#[inline]
pub(crate) fn covers<M: Model>(function: &Function<M>, exec: &Exec<M>, n: usize) -> bool {
    let wanted = exec.arguments as usize;
    n <= wanted && wanted - n <= function.defaults.len()
}

/// Makes a window whole that begins with `n` arguments of a plain function: defaults, empty locals, cells.
///
/// # Safety
/// The function is plain, and `n` [`covers`] it. The window is the thread's, and owns nothing beyond the arguments.
#[inline]
pub(crate) unsafe fn complete<M: Model>(function: &Function<M>, exec: &Exec<M>, base: *mut Slot<M>, n: usize) {
    let wanted = exec.arguments as usize;
    let defaults = &function.defaults;
    for (i, default) in defaults[defaults.len() - (wanted - n)..].iter().enumerate() {
        // SAFETY: parameters come first in the window.
        unsafe { base.add(n + i).write(Some(default.clone())) };
    }
    // SAFETY: as the caller says.
    unsafe { finish(function, exec, base, wanted) }
}

/// Makes a window whole that begins with all parameters.
///
/// # Safety
/// As for [`complete`].
#[inline]
pub(crate) unsafe fn finish<M: Model>(function: &Function<M>, exec: &Exec<M>, base: *mut Slot<M>, parameters: usize) {
    // SAFETY: locals and cells stand before the temporaries, in the window.
    unsafe { blank::<M>(base.add(parameters), base.add(exec.temps as usize)) };
    if exec.locals != exec.temps {
        // SAFETY: as the caller says.
        unsafe { fill_cells(function, exec, base) };
    }
}

/// Puts the cells into a window.
///
/// # Safety
/// As for [`complete`]; the parameters are there.
#[inline(never)]
pub(crate) unsafe fn fill_cells<M: Model>(function: &Function<M>, exec: &Exec<M>, base: *mut Slot<M>) {
    let first = base.wrapping_add(exec.locals as usize);
    for (i, start) in exec.cells.iter().enumerate() {
        // SAFETY: a parameter is in the window; cells follow the locals.
        unsafe {
            let value = start.and_then(|parameter| (*base.add(parameter as usize)).take());
            first.add(i).write(Some(make::cell::<M>(value)));
        }
    }
    for (i, cell) in function.closure.iter().enumerate() {
        // SAFETY: free variables follow the cells.
        unsafe { first.add(exec.cells.len() + i).write(Some(cell.clone())) };
    }
}
