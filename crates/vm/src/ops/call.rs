//! Calls: from Rust to anything, and how arguments become the window of a Python function.

use crate::body::*;
use crate::error::{Exc, R};
use crate::frame::{Frame, FrameKind, Rare, Slot};
use crate::make;
use crate::model::{Model, Obj, Value};
use crate::thread::{Args, Thread};
use std::sync::atomic::Ordering::Relaxed;
use taipan_code::Flags;

impl<M: Model> Thread<M> {
    /// Calls anything with positional arguments.
    ///
    /// # Errors
    /// TypeError if it cannot be called so, and what it raises.
    pub fn call(&mut self, callee: &Value<M>, values: &[Value<M>]) -> R<Value<M>> {
        self.call_with(callee, Args::positional(values))
    }

    /// Calls the method `name` of a value.
    ///
    /// # Errors
    /// As [`call`](Self::call), and AttributeError.
    pub fn call_method(&mut self, value: &Value<M>, name: &str, values: &[Value<M>]) -> R<Value<M>> {
        let method = self.get_attr_str(value, name)?;
        self.call(&method, values)
    }

    /// Calls anything.
    ///
    /// # Errors
    /// As [`call`](Self::call).
    pub fn call_with(&mut self, callee: &Value<M>, args: Args<'_, M>) -> R<Value<M>> {
        match callee.kind() {
            kind::FUNCTION => {
                self.check_stack()?;
                let function = callee.downcast::<Function<M>>().expect("kind").clone();
                self.push_function(function, args, FrameKind::Entry, 0)?;
                if self.top_is_generator() {
                    return Ok(self.make_generator());
                }
                crate::run::run(self)
            }
            kind::NATIVE => {
                let native = callee.downcast::<Native<M>>().expect("kind");
                (native.call)(self, Args { callee: Some(native), ..args })
            }
            kind::BOUND_METHOD => {
                let method = callee.downcast::<BoundMethod<M>>().expect("kind");
                let values: Vec<_> = std::iter::once(&method.receiver).chain(args.values).cloned().collect();
                self.call_with(&method.function, Args { values: &values, names: args.names, callee: None })
            }
            kind::CLASS => {
                let class = callee.downcast::<Class<M>>().expect("kind").clone();
                self.call_class(&class, args)
            }
            kind::STATIC_METHOD => {
                let function = callee.downcast::<StaticMethod<M>>().expect("kind").0.clone();
                self.call_with(&function, args)
            }
            _ => {
                let Some(method) = self.special(callee, |n| &n.call) else {
                    let name = self.type_name(callee);
                    return Err(self.type_error(format!("'{name}' object is not callable")));
                };
                self.check_stack()?;
                let values: Vec<_> = std::iter::once(callee).chain(args.values).cloned().collect();
                self.call_with(&method, Args { values: &values, names: args.names, callee: None })
            }
        }
    }

    /// Calls a class: metaclass `__call__`, `__new__`, `__init__`.
    fn call_class(&mut self, class: &Obj<M, Class<M>>, args: Args<'_, M>) -> R<Value<M>> {
        if class.metaclass.is_some()
            && let Some(call) = self.special(class.as_value(), |n| &n.call)
            && call.kind() != kind::NATIVE
        {
            let values: Vec<_> = std::iter::once(class.as_value()).chain(args.values).cloned().collect();
            return self.call_with(&call, Args { values: &values, names: args.names, callee: None });
        }
        self.instantiate(class, args)
    }

    /// `type.__call__`: `__new__`, then `__init__`.
    pub(crate) fn instantiate(&mut self, class: &Obj<M, Class<M>>, args: Args<'_, M>) -> R<Value<M>> {
        let new = self.user_method(class, &self.interp().types().names.new);
        let init = self.user_method(class, &self.interp().types().names.init);
        let init = init.filter(|_| !(class.flags.has(ClassFlags::BUILT_IN) && new.is_some()));
        let instance = match &new {
            Some(new) => {
                let new = match new.downcast::<StaticMethod<M>>() {
                    Some(inner) => inner.0.clone(),
                    None => new.clone(),
                };
                let values: Vec<_> = std::iter::once(class.as_value()).chain(args.values).cloned().collect();
                self.call_with(&new, Args { values: &values, names: args.names, callee: None })?
            }
            None => self.new_instance(class, args, init.is_some())?,
        };
        let Some(init) = init else { return Ok(instance) };
        use crate::ops::attr::Subclass;
        if !self.class_of(&instance).is_subclass(class) {
            return Ok(instance);
        }
        let values: Vec<_> = std::iter::once(&instance).chain(args.values).cloned().collect();
        let result = self.call_with(&init, Args { values: &values, names: args.names, callee: None })?;
        if !result.is_none() {
            let name = self.type_name(&result);
            return Err(self.type_error(format!("__init__() should return None, not '{name}'")));
        }
        Ok(instance)
    }

    /// What `object.__new__` makes: an instance without attributes, or an exception with its arguments.
    pub(crate) fn new_instance(&mut self, class: &Obj<M, Class<M>>, args: Args<'_, M>, has_init: bool) -> R<Value<M>> {
        if class.flags.has(ClassFlags::EXCEPTION) {
            let class = &self.os_error_class(class, args.list());
            let exception = super::exception::new::<M>(class, args.list().to_vec());
            for (name, value) in args.pairs() {
                if !has_init {
                    let name = self.interp().intern(name);
                    self.set_attr(&exception, &name, Some(value.clone()))?;
                }
            }
            return Ok(exception);
        }
        if !has_init && !args.values.is_empty() {
            return Err(self.type_error(format!("{}() takes no arguments", class.name)));
        }
        if let Some(abstracts) = class.lookup(&self.interp().types().names.abstract_methods)
            && self.truth(&abstracts)?
        {
            return Err(self.abstract_class(class, &abstracts));
        }
        Ok(super::class::instance::<M>(class, Value::<M>::NONE))
    }

    fn abstract_class(&mut self, class: &Obj<M, Class<M>>, abstracts: &Value<M>) -> crate::error::Raised {
        let mut names: Vec<String> = Vec::new();
        for name in self.collect_vec(abstracts).unwrap_or_default() {
            names.extend(self.str(&name));
        }
        names.sort();
        let plural = if names.len() == 1 { "" } else { "s" };
        let names = names.join(", ");
        self.type_error(format!("Can't instantiate abstract class {} with abstract method{plural} {names}", class.name))
    }

    /// Whether the frame on top belongs to a generator that has not started.
    pub(crate) fn top_is_generator(&self) -> bool {
        self.frames.last().is_some_and(|f| f.exec().generator)
    }

    /// Pushes a frame for a call; the arguments are copied into its window.
    ///
    /// # Errors
    /// TypeError when they do not fit the function, RecursionError when calls are nested too deeply.
    pub(crate) fn push_function(
        &mut self,
        function: Obj<M, Function<M>>,
        args: Args<'_, M>,
        kind: FrameKind,
        result: u16,
    ) -> R<()> {
        let code = std::ptr::from_ref::<CodeBody<M>>(&function.code);
        let exec = function.code.exec(self.interp());
        let (window, simple) = (exec.window, exec.simple_args);
        let exec = std::ptr::from_ref(exec);
        self.check_depth(window)?;
        let base = self.stack.top;
        if simple as usize == args.values.len() && args.names.is_empty() {
            for (i, value) in args.values.iter().enumerate() {
                // SAFETY: the window fits, and its slots are empty.
                unsafe { base.add(i).write(Some(value.clone())) };
            }
        } else {
            let bound = self.bind_arguments(&function, args)?;
            // SAFETY: as above.
            unsafe { self.fill_window(&function, base, bound) };
        }
        // SAFETY: the window fits.
        self.stack.top = unsafe { base.add(window as usize) };
        let globals = std::ptr::from_ref(&function.globals);
        let function = function.into_value();
        // SAFETY: part of the code, which the frame keeps alive.
        let pc = unsafe { (*exec).instrs.as_ptr() };
        self.frames.push(Frame { function, code, exec, globals, base, pc, result, kind, rare: None });
        Ok(())
    }

    #[inline]
    pub(crate) fn check_depth(&mut self, window: u16) -> R<()> {
        let limit = self.interp().recursion_limit.load(Relaxed) as usize;
        if self.frames.len() >= limit || !self.stack.fits(window as usize + 8) {
            return Err(self.recursion_error());
        }
        Ok(())
    }

    #[cold]
    fn recursion_error(&mut self) -> crate::error::Raised {
        self.too_deep()
    }

    /// Puts bound arguments and the cells into a window.
    ///
    /// # Safety
    /// The window from `base` on is this thread's, fits the function, and is empty.
    pub(crate) unsafe fn fill_window(
        &mut self,
        function: &Obj<M, Function<M>>,
        base: *mut Slot<M>,
        bound: Vec<Option<Value<M>>>,
    ) {
        let exec = function.code.exec(self.interp());
        for (i, value) in bound.into_iter().enumerate() {
            // SAFETY: parameters come first in the window.
            unsafe { base.add(i).write(value) };
        }
        for (i, start) in exec.cells.iter().enumerate() {
            // SAFETY: a parameter is in the window.
            let value = start.and_then(|arg| unsafe { (*base.add(arg as usize)).take() });
            // SAFETY: cells follow the locals in the window.
            unsafe { base.add(exec.locals as usize + i).write(Some(make::cell::<M>(value))) };
        }
        for (i, cell) in function.closure.iter().enumerate() {
            let slot = exec.locals as usize + exec.cells.len() + i;
            // SAFETY: free variables follow the cells in the window.
            unsafe { base.add(slot).write(Some(cell.clone())) };
        }
    }

    /// Sorts arguments into parameters.
    pub(crate) fn bind_arguments(
        &mut self,
        function: &Obj<M, Function<M>>,
        args: Args<'_, M>,
    ) -> R<Vec<Option<Value<M>>>> {
        let code = function.code.code.clone();
        let positional = code.arg_count as usize;
        let named = positional + code.kw_only_count as usize;
        let mut bound: Vec<Option<Value<M>>> = vec![None; code.parameter_count()];
        let list = args.list();
        let direct = list.len().min(positional);
        for (slot, value) in bound.iter_mut().zip(&list[..direct]) {
            *slot = Some(value.clone());
        }
        let mut next = named;
        if code.flags.contains(Flags::VARARGS) {
            bound[next] = Some(make::tuple::<M>(list[direct..].to_vec()));
            next += 1;
        }
        let extra = code.flags.contains(Flags::VARKEYWORDS).then(make::dict::<M>);
        for (key, value) in args.names.iter().zip(&args.values[list.len()..]) {
            self.bind_keyword(function, &mut bound, extra.as_ref(), key, value)?;
        }
        if let Some(extra) = extra {
            bound[next] = Some(extra.into_value());
        }
        if list.len() > positional && !code.flags.contains(Flags::VARARGS) {
            return Err(self.too_many(function, list.len(), &bound));
        }
        self.fill_defaults(function, &mut bound, positional, named)?;
        Ok(bound)
    }

    fn bind_keyword(
        &mut self,
        function: &Obj<M, Function<M>>,
        bound: &mut [Option<Value<M>>],
        extra: Option<&Obj<M, Dict<M>>>,
        key: &Value<M>,
        value: &Value<M>,
    ) -> R<()> {
        let code = &function.code.code;
        let named = (code.arg_count + code.kw_only_count) as usize;
        let Some(text) = key.downcast::<Str<M>>() else {
            return Err(self.type_error("keywords must be strings"));
        };
        let found = code.var_names[..named].iter().position(|n| n == text.as_str());
        let positional_only = found.is_some_and(|i| i < code.pos_only_count as usize);
        match (found, extra) {
            (Some(i), _) if !positional_only => {
                if bound[i].replace(value.clone()).is_some() {
                    let name = &code.qualname;
                    let message = format!("{name}() got multiple values for argument '{}'", text.as_str());
                    return Err(self.type_error(message));
                }
                Ok(())
            }
            (_, Some(extra)) => self.dict_set(extra, key.clone(), value.clone()),
            (Some(_), None) => {
                let message = format!(
                    "{}() got some positional-only arguments passed as keyword arguments: '{}'",
                    code.qualname,
                    text.as_str()
                );
                Err(self.type_error(message))
            }
            (None, None) => {
                let message = format!("{}() got an unexpected keyword argument '{}'", code.qualname, text.as_str());
                Err(self.type_error(message))
            }
        }
    }

    fn fill_defaults(
        &mut self,
        function: &Obj<M, Function<M>>,
        bound: &mut [Option<Value<M>>],
        positional: usize,
        named: usize,
    ) -> R<()> {
        let first = positional - function.defaults.len().min(positional);
        for (slot, default) in bound[first..positional].iter_mut().zip(&function.defaults) {
            slot.get_or_insert_with(|| default.clone());
        }
        let missing: Vec<usize> = (0..positional).filter(|&i| bound[i].is_none()).collect();
        if !missing.is_empty() {
            return Err(self.missing(function, &missing, "positional"));
        }
        let defaults = function.keyword_defaults.downcast::<Dict<M>>();
        let names = &function.code.code.var_names;
        for (slot, name) in bound[positional..named].iter_mut().zip(&names[positional..named]) {
            if slot.is_none() {
                *slot = defaults.and_then(|d| super::dict::get_str::<M>(d, name));
            }
        }
        let missing: Vec<usize> = (positional..named).filter(|&i| bound[i].is_none()).collect();
        if !missing.is_empty() {
            return Err(self.missing(function, &missing, "keyword-only"));
        }
        Ok(())
    }

    #[cold]
    fn missing(&mut self, function: &Obj<M, Function<M>>, missing: &[usize], what: &str) -> crate::error::Raised {
        let code = &function.code.code;
        let names: Vec<String> = missing.iter().map(|&i| format!("'{}'", code.var_names[i])).collect();
        let list = match names.as_slice() {
            [one] => one.clone(),
            [a, b] => format!("{a} and {b}"),
            [first @ .., last] => format!("{}, and {last}", first.join(", ")),
            [] => String::new(),
        };
        let plural = if names.len() == 1 { "" } else { "s" };
        let message = format!("{}() missing {} required {what} argument{plural}: {list}", code.qualname, names.len());
        self.type_error(message)
    }

    #[cold]
    fn too_many(
        &mut self,
        function: &Obj<M, Function<M>>,
        given: usize,
        bound: &[Option<Value<M>>],
    ) -> crate::error::Raised {
        let code = &function.code.code;
        let most = code.arg_count as usize;
        let least = most - function.defaults.len();
        let takes = if least == most { most.to_string() } else { format!("from {least} to {most}") };
        let plural = if most == 1 && least == most { "" } else { "s" };
        let keyword = bound[most..].iter().take(code.kw_only_count as usize).filter(|b| b.is_some()).count();
        let given_text = if keyword > 0 {
            let (p, k) = (if given == 1 { "" } else { "s" }, if keyword == 1 { "" } else { "s" });
            format!("{given} positional argument{p} (and {keyword} keyword-only argument{k}) were given")
        } else {
            format!("{given} {} given", if given == 1 { "was" } else { "were" })
        };
        let message = format!("{}() takes {takes} positional argument{plural} but {given_text}", code.qualname);
        self.type_error(message)
    }

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
        self.check_stack()?;
        let function = Obj::<M, _>::new(Function::<M> {
            code: code.clone(),
            globals: globals.clone(),
            defaults: Box::new([]),
            keyword_defaults: Value::<M>::NONE,
            closure: Box::new([]),
            attributes: taipan_heap::Inner::new(None),
            facts: taipan_heap::Inner::new(None),
        });
        self.run_body(function, namespace)
    }

    /// Runs a function without arguments, its names in a namespace: a class body.
    pub(crate) fn run_body(&mut self, function: Obj<M, Function<M>>, namespace: &Obj<M, Dict<M>>) -> R<Value<M>> {
        self.push_function(function, Args::positional(&[]), FrameKind::Entry, 0)?;
        let rare = Box::new(Rare::Namespace(namespace.clone()));
        self.frames.last_mut().expect("just pushed").rare = Some(rare);
        crate::run::run(self)
    }

    /// Leaves the frame on top, whose call makes a generator, and makes it.
    pub(crate) fn make_generator(&mut self) -> Value<M> {
        let frame = self.frames.pop().expect("a frame was pushed for the call");
        let window = frame.exec().window as usize;
        // SAFETY: the window is on top of this thread's stack.
        let slots = (0..window).map(|i| unsafe { (*frame.base.add(i)).take() }).collect();
        self.stack.top = frame.base;
        let function = frame.function.downcast::<Function<M>>().expect("generators are functions").clone();
        let is_coroutine = function.code.code.flags.contains(Flags::COROUTINE);
        let state = GeneratorState::Waiting { pc: 0, resume: None, slots, handled: Value::<M>::NONE };
        let generator = Obj::<M, _>::new(Generator::<M> { function, state: taipan_heap::Inner::new(state) });
        if is_coroutine { Obj::<M, _>::new(Coroutine::<M> { generator }).into_value() } else { generator.into_value() }
    }

    /// Resumes a generator: sends a value, or raises the waiting exception in it.
    ///
    /// # Errors
    /// What the generator raises.
    pub fn resume(&mut self, generator: &Obj<M, Generator<M>>, sent: R<Value<M>>) -> R<Resumed<M>> {
        self.check_stack()?;
        let state = std::mem::replace(&mut *generator.open(|g| &g.state), GeneratorState::Running);
        let (pc, resume, mut slots, handled) = match state {
            GeneratorState::Waiting { pc, resume, slots, handled } => (pc, resume, slots, handled),
            GeneratorState::Running => {
                return Err(self.value_error("generator already executing"));
            }
            GeneratorState::Done => {
                *generator.open(|g| &g.state) = GeneratorState::Done;
                sent?;
                return Ok(Resumed::Returned(Value::<M>::NONE));
            }
        };
        let value = match (&sent, resume) {
            (Ok(value), None) if !value.is_none() => {
                *generator.open(|g| &g.state) = GeneratorState::Waiting { pc, resume, slots, handled };
                return Err(self.type_error("can't send non-None value to a just-started generator"));
            }
            (Err(_), None) => {
                *generator.open(|g| &g.state) = GeneratorState::Done;
                sent?;
                return Ok(Resumed::Returned(Value::<M>::NONE));
            }
            _ => sent,
        };
        if let Err(raised) = self.check_depth(0) {
            *generator.open(|g| &g.state) = GeneratorState::Waiting { pc, resume, slots, handled };
            return Err(raised);
        }
        let base = slots.as_mut_ptr();
        if let (Ok(value), Some(slot)) = (&value, resume) {
            slots[slot as usize] = Some(value.clone());
        }
        let function = generator.function.clone();
        let code = std::ptr::from_ref::<CodeBody<M>>(&function.code);
        let exec = std::ptr::from_ref(function.code.exec(self.interp()));
        let globals = std::ptr::from_ref(&function.globals);
        // A generator that handles nothing sees what its caller handles.
        let outer = self.handled.clone();
        if !handled.is_none() {
            self.handled = handled;
        }
        let (function, rare) = (function.into_value(), Some(Box::new(Rare::Window(slots))));
        let kind = FrameKind::Generator;
        // SAFETY: part of the code, which the frame keeps alive; the position was saved from it.
        let pc = unsafe { (*exec).instrs.as_ptr().add(pc as usize) };
        self.frames.push(Frame { function, code, exec, globals, base, pc, result: 0, kind, rare });
        let depth = self.frames.len();
        let result = match value {
            Ok(_) => crate::run::run(self),
            Err(_) => crate::run::run_raising(self),
        };
        let inner = std::mem::replace(&mut self.handled, outer);
        let handled = if inner.is(&self.handled) { Value::<M>::NONE } else { inner };
        if self.frames.len() == depth {
            // It yielded: its frame is still there.
            let frame = self.frames.pop().expect("just counted");
            let pc = frame.position();
            let Some(Rare::Window(slots)) = frame.rare.map(|rare| *rare) else {
                unreachable!("the frame of a generator")
            };
            let resume = Some(self.resume_slot);
            *generator.open(|g| &g.state) = GeneratorState::Waiting { pc, resume, slots, handled };
            return result.map(Resumed::Yielded);
        }
        *generator.open(|g| &g.state) = GeneratorState::Done;
        match result {
            Ok(value) => Ok(Resumed::Returned(value)),
            Err(_) if self.error_is(Exc::StopIteration) => {
                let cause = self.take_error();
                let is_coroutine = generator.function.code.code.flags.contains(Flags::COROUTINE);
                let what = if is_coroutine { "coroutine" } else { "generator" };
                let error = self.raise(Exc::Runtime, format!("{what} raised StopIteration"));
                super::exception::set_cause::<M>(self.error.as_ref().expect("just raised"), cause);
                Err(error)
            }
            Err(raised) => Err(raised),
        }
    }
}

/// What resuming a generator led to.
pub enum Resumed<M: Model> {
    /// It yielded a value.
    Yielded(Value<M>),
    /// It ended with a value.
    Returned(Value<M>),
}
