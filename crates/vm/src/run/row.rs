//! Calls whose callable and arguments stand in a row of slots.

use super::Called;
use crate::body::*;
use crate::error::{Exc, R};
use crate::frame::{Frame, FrameKind, Slot, release};
use crate::load::Exec;
use crate::model::{Model, Obj, Value};
use crate::ops::construct::method_of;
use crate::ops::push::{complete, covers, finish};
use crate::thread::{Args, Thread};
use crate::types::Names;
use taipan_heap::Lent;

/// Where the arguments of a native function stand.
struct Row<M: Model> {
    /// The first slot to be emptied afterwards.
    first: *mut Slot<M>,
    /// The first argument.
    values: *mut Slot<M>,
    /// How many arguments there are.
    n: usize,
    /// The slot of the frame on top that takes the result.
    result: u16,
}

/// An exception with the `n` arguments that stand at `values`.
///
/// # Safety
/// They stand there, in slots of the calling thread.
unsafe fn exception_of_row<M: Model>(class: &Obj<M, Class<M>>, values: *const Slot<M>, n: usize) -> Value<M> {
    // SAFETY: as the caller says; a filled slot is a value.
    let args = unsafe { std::slice::from_raw_parts(values.cast::<Value<M>>(), n) };
    crate::ops::exception::new::<M>(class, args.to_vec())
}

/// What stands first in a row, which may be lent.
///
/// # Safety
/// The row is filled, and in slots of the calling thread.
#[inline(always)]
unsafe fn callee_of<'a, M: Model>(first: *const Slot<M>) -> Lent<'a, M::Sharing> {
    // SAFETY: says the caller; the collector sees rows.
    unsafe { (*first).as_ref().unwrap_unchecked().lent() }
}

/// Makes the row own what stands first in it, so that it can be passed on.
///
/// # Safety
/// As for [`callee_of`].
unsafe fn own_callee<M: Model>(first: *mut Slot<M>) {
    // SAFETY: as above. The old word is moved out, and no slot is left with it.
    unsafe { first.write((*first).take().map(|callee| callee.into_owned())) }
}

impl<M: Model> Thread<M> {
    /// Calls the first of a row with the `n` that follow; the row is empty afterwards.
    ///
    /// The loop itself calls simple functions.
    #[inline(never)]
    pub(super) fn call_row(&mut self, first: *mut Slot<M>, n: usize, result: u16) -> Called<M> {
        self.call_named_row(first, n, &[], result)
    }

    /// The same with the last arguments named by the tuple behind them.
    #[inline(never)]
    pub(super) fn call_row_names(&mut self, first: *mut Slot<M>, n: usize, result: u16) -> Called<M> {
        // SAFETY: the row is filled by the translator's construction.
        let names = unsafe { (*first.add(n + 1)).take().unwrap_unchecked() };
        let names = names.downcast::<Tuple<M>>().expect("the compiler made a tuple");
        self.call_named_row(first, n, names.items(), result)
    }

    #[inline(always)]
    fn call_named_row(&mut self, first: *mut Slot<M>, n: usize, names: &[Value<M>], result: u16) -> Called<M> {
        // SAFETY: the row is filled by the translator's construction, and this thread's own.
        let callee = unsafe { callee_of::<M>(first) };
        match callee.kind() {
            kind::NATIVE => {
                // The row keeps the function until the call is over.
                let native = callee.body::<Native<M>>().expect("kind");
                let row = Row { first, values: first.wrapping_add(1), n, result };
                self.call_row_native(native, row, names)
            }
            kind::FUNCTION => self.call_row_function(first, n, names, FrameKind::Call, result),
            kind::BOUND_METHOD => self.call_row_bound(first, n, names, result),
            kind::CLASS => self.call_row_class(first, n, names, result),
            kind::INSTANCE => self.call_row_instance(first, n, names, result),
            _ => self.call_row_slow(first, n, names, result),
        }
    }

    /// The head of a row above the window, for a call of the method that the class of an instance has for an operator;
    /// the method is in it. None unless it is a function that simply takes the operands, and there is room.
    #[inline(never)]
    pub(super) fn operator_row(
        &mut self,
        receiver: &Value<M>,
        name: fn(&Names<M>) -> &Obj<M, Str<M>>,
        operands: u32,
    ) -> Option<*mut Slot<M>> {
        let method = self.special_as(receiver, name, Value::<M>::lend)?;
        self.row_above(method, operands)
    }

    /// The head of a row above the window, with a function in it that simply takes so many operands, if there is room.
    /// The function may be lent.
    #[inline]
    pub(super) fn row_above(&mut self, method: Value<M>, operands: u32) -> Option<*mut Slot<M>> {
        // SAFETY: it was lent just now.
        let exec = unsafe { method.lent() }.body::<Function<M>>()?.code.exec.get()?;
        let first = self.stack_top();
        let room = !self.frames.full() && self.stack.fits(first, exec.window);
        if exec.simple_args != operands || !room {
            return None;
        }
        // SAFETY: some slots above the window are free and own nothing.
        unsafe { first.write(Some(method)) };
        Some(first)
    }

    /// Calls the function at the head of a row: its window starts at the first argument.
    fn call_row_function(
        &mut self,
        first: *mut Slot<M>,
        n: usize,
        names: &[Value<M>],
        kind: FrameKind,
        result: u16,
    ) -> Called<M> {
        // SAFETY: the row is filled.
        let callee = unsafe { callee_of::<M>(first) };
        let function = callee.downcast::<Function<M>>().expect("kind");
        let exec = std::ptr::from_ref(function.code.exec(self.interp()));
        // SAFETY: the row keeps the function, and that its executable form.
        let exec = unsafe { &*exec };
        let base = first.wrapping_add(1);
        self.check_depth(base, exec.window)?;
        // SAFETY: what stands above the row owns nothing (the translator sees to it), and the window fits.
        unsafe {
            if exec.plain && names.is_empty() && covers(function, exec, n) {
                complete::<M>(function, exec, base, n);
            } else if !self.bind_row(function, exec, base, n, names)? {
                self.bind_row_slow(function, exec, base, n, names)?;
            }
            if exec.generator {
                return Ok(Some(self.make_generator(base)));
            }
            self.frames.push(Frame { base, exec, pc: exec.before(0), result, kind });
        }
        Ok(None)
    }

    /// Binds arguments by way of a vector; this is where calls that are wrong are told so.
    ///
    /// # Safety
    /// As for [`bind_row`](Self::bind_row).
    #[cold]
    #[inline(never)]
    unsafe fn bind_row_slow(
        &mut self,
        function: &Obj<M, Function<M>>,
        exec: &Exec<M>,
        base: *mut Slot<M>,
        n: usize,
        names: &[Value<M>],
    ) -> R<()> {
        // SAFETY: the values are there, says the caller.
        let values: Vec<_> = (0..n).map(|i| unsafe { (*base.add(i)).take().unwrap_unchecked() }).collect();
        let bound = self.bind_arguments(function, Args { values: &values, names, callee: None })?;
        let parameters = bound.len();
        for (i, value) in bound.into_iter().enumerate() {
            // SAFETY: parameters are in the window, whose slots were just emptied.
            unsafe { base.add(i).write(value) };
        }
        // SAFETY: all parameters are there.
        unsafe { finish::<M>(function, exec, base, parameters) };
        Ok(())
    }

    /// Calls a bound method: its function gets the receiver as first argument in the row.
    fn call_row_bound(&mut self, first: *mut Slot<M>, n: usize, names: &[Value<M>], result: u16) -> Called<M> {
        // SAFETY: the row is filled.
        let callee = unsafe { callee_of::<M>(first) };
        let method = callee.downcast::<BoundMethod<M>>().expect("kind");
        let kind = method.function.kind();
        if !matches!(kind, kind::NATIVE | kind::FUNCTION) {
            return self.call_row_slow(first, n, names, result);
        }
        let (function, receiver) = (method.function.lend(), method.receiver.clone());
        // SAFETY: the translator keeps one slot free behind a row.
        let method = unsafe {
            std::ptr::copy(first.add(1), first.add(2), n);
            first.add(1).write(Some(receiver));
            (*first).replace(function)
        };
        drop(method);
        if kind == kind::FUNCTION {
            return self.call_row_function(first, n + 1, names, FrameKind::Call, result);
        }
        // SAFETY: the row is filled, and keeps the function until the call is over.
        let native = unsafe { callee_of::<M>(first) };
        let row = Row { first, values: first.wrapping_add(1), n: n + 1, result };
        self.call_row_native(native.body::<Native<M>>().expect("kind"), row, names)
    }

    /// Calls an instance: its `__call__` takes its place, and it becomes the first argument.
    fn call_row_instance(&mut self, first: *mut Slot<M>, n: usize, names: &[Value<M>], result: u16) -> Called<M> {
        // SAFETY: the row is filled. The callee becomes an argument.
        let callee = unsafe {
            own_callee::<M>(first);
            (*first).as_ref().unwrap_unchecked()
        };
        let Some(call) = self.special(callee, |n| &n.call) else {
            return self.call_row_slow(first, n, names, result);
        };
        if let Some(native) = call.downcast::<Native<M>>() {
            return self.call_row_native(native, Row { first, values: first, n: n + 1, result }, names);
        }
        if call.kind() != kind::FUNCTION {
            return self.call_row_slow(first, n, names, result);
        }
        // SAFETY: as in `call_row_bound`.
        unsafe {
            std::ptr::copy(first, first.add(1), n + 1);
            first.write(Some(call));
        }
        self.call_row_function(first, n + 1, names, FrameKind::Call, result)
    }

    /// Calls a class: an ordinary one makes an instance, and `__init__` gets a frame.
    fn call_row_class(&mut self, first: *mut Slot<M>, n: usize, names: &[Value<M>], result: u16) -> Called<M> {
        // SAFETY: the row is filled.
        let callee = unsafe { callee_of::<M>(first) };
        let class = callee.downcast::<Class<M>>().expect("kind");
        match self.construct(class) {
            Construct::Init(member) => {
                let init = method_of(class, member).lend();
                if !self.takes_row(&init, first.wrapping_add(2)) {
                    return self.call_row_slow(first, n, names, result);
                }
                let instance = if class.flags.has(ClassFlags::EXCEPTION) {
                    // SAFETY: the row is filled.
                    unsafe { exception_of_row(class, first.wrapping_add(1), n - names.len()) }
                } else {
                    crate::ops::class::instance::<M>(class, Value::<M>::NONE)
                };
                // SAFETY: as in `call_row_bound`, with two slots more.
                let class = unsafe {
                    std::ptr::copy(first.add(1), first.add(3), n);
                    first.add(1).write(Some(init));
                    first.add(2).write(Some(instance.clone()));
                    (*first).replace(instance)
                };
                drop(class);
                let called = self.call_row_function(first.wrapping_add(1), n + 1, names, FrameKind::Init, result);
                if called.is_err() {
                    // SAFETY: the row, which is longer than it was and may reach beyond the caller's window.
                    unsafe { release::<M>(first, first.add(n + 3)) };
                }
                called
            }
            Construct::New(member) => {
                // SAFETY: as above. The class becomes an argument.
                unsafe { own_callee::<M>(first) };
                let new = method_of(class, member).clone();
                let inner = new.downcast::<StaticMethod<M>>().map_or(&new, |method| &method.0);
                let native = inner.downcast::<Native<M>>().expect("remembered as a native");
                self.call_row_native(native, Row { first, values: first, n: n + 1, result }, names)
            }
            Construct::Exception if names.is_empty() => {
                // SAFETY: the row is filled.
                let exception = unsafe { exception_of_row(class, first.wrapping_add(1), n) };
                // SAFETY: as above.
                unsafe { release::<M>(first, first.add(1 + n)) };
                Ok(Some(exception))
            }
            Construct::Plain if n == 0 => {
                let instance = crate::ops::class::instance::<M>(class, Value::<M>::NONE);
                // SAFETY: as above.
                unsafe { release::<M>(first, first.add(1)) };
                Ok(Some(instance))
            }
            Construct::Plain | Construct::Exception | Construct::Other => self.call_row_slow(first, n, names, result),
        }
    }

    /// Calls a native function, the first of a row, with the `n` values that follow; the row is empty afterwards.
    ///
    /// # Safety
    /// The row stands there, in slots of this thread.
    #[inline(never)]
    pub(super) unsafe fn call_native(&mut self, native: &Native<M>, first: *mut Slot<M>, n: usize) -> R<Value<M>> {
        // SAFETY: says the caller. A filled slot is a value; natives do not touch the row.
        let values = unsafe { std::slice::from_raw_parts(first.add(1).cast::<Value<M>>(), n) };
        let outcome = (native.call)(self, Args { values, names: &[], callee: Some(native) })?;
        // SAFETY: as above; the function is not needed any more.
        unsafe { release::<M>(first, first.add(n + 1)) };
        Ok(outcome)
    }

    /// The same for functions that may resume a generator, and for arguments with names.
    fn call_row_native(&mut self, native: &Native<M>, row: Row<M>, names: &[Value<M>]) -> Called<M> {
        // SAFETY: a filled slot is a value; natives do not touch the row.
        let values = unsafe { std::slice::from_raw_parts(row.values.cast::<Value<M>>(), row.n) };
        if native.resumes != Resumes::Nothing
            && names.is_empty()
            && let Some((generator, sent)) = self.resumed(native.resumes, values)?
        {
            // SAFETY: as below; the function is not needed any more.
            unsafe { release::<M>(row.first, row.values.add(row.n)) };
            return match self.push_generator(generator, sent, FrameKind::Send, row.result)? {
                true => Ok(None),
                false => Err(self.stop_iteration(Value::<M>::NONE)),
            };
        }
        let outcome = (native.call)(self, Args { values, names, callee: Some(native) })?;
        // SAFETY: as above.
        unsafe { release::<M>(row.first, row.values.add(row.n)) };
        Ok(Some(outcome))
    }

    /// The generator that a call resumes, and what it sends; None if the function itself knows better.
    fn resumed(&mut self, resumes: Resumes, args: &[Value<M>]) -> R<Option<(Obj<M, Generator<M>>, Value<M>)>> {
        let (receiver, sent) = match (resumes, args) {
            (Resumes::Next, [receiver]) => (receiver, Value::<M>::NONE),
            (Resumes::Send, [receiver, sent]) => (receiver, sent.clone()),
            _ => return Ok(None),
        };
        if let Some(generator) = receiver.downcast::<Generator<M>>() {
            return Ok(Some((generator.clone(), sent)));
        }
        let coroutine = receiver.downcast::<Coroutine<M>>().filter(|_| resumes == Resumes::Send);
        coroutine.map(|coroutine| Ok((self.usable(coroutine)?, sent))).transpose()
    }

    /// Whether a row at `base` can become the window of this function, which must be no generator's.
    fn takes_row(&self, function: &Value<M>, base: *mut Slot<M>) -> bool {
        // SAFETY: if it is lent, it was just now.
        let Some(function) = unsafe { function.lent() }.body::<Function<M>>() else { return false };
        let exec = function.code.exec(self.interp());
        !exec.generator && !self.frames.full() && self.stack.fits(base, exec.window)
    }

    #[inline(never)]
    fn call_row_slow(&mut self, first: *mut Slot<M>, n: usize, names: &[Value<M>], result: u16) -> Called<M> {
        // SAFETY: the row is filled.
        unsafe { own_callee::<M>(first) };
        // SAFETY: as above.
        let row: Vec<Value<M>> = (0..=n).map(|i| unsafe { (*first.add(i)).take().unwrap_unchecked() }).collect();
        self.call_into(&row[0], Args { values: &row[1..], names, callee: None }, result)
    }

    /// `function(*list, **mapping)`.
    pub(super) fn call_spread(
        &mut self,
        function: Value<M>,
        list: Value<M>,
        mapping: Option<Value<M>>,
        result: u16,
    ) -> Called<M> {
        let mut values = Vec::new();
        let items = match list.downcast::<Tuple<M>>() {
            Some(tuple) => tuple.items(),
            None => {
                values = self.spread(&function, &list)?;
                &values
            }
        };
        let Some(mapping) = mapping else { return self.call_into(&function, Args::positional(items), result) };
        let mapping = mapping.downcast::<Dict<M>>().expect("the compiler makes a dict for the call");
        let mut values = if list.kind() == kind::TUPLE { items.to_vec() } else { values };
        let mut names = Vec::new();
        let entries = mapping.open(|d| &d.table).take();
        for entry in entries.into_entries() {
            if entry.key.kind() != kind::STR {
                return Err(self.type_error("keywords must be strings"));
            }
            names.push(entry.key);
            values.push(entry.value);
        }
        let first = self.stack_top();
        let fits = u16::try_from(values.len() + 1).is_ok_and(|n| self.stack.fits(first, n));
        if fits && function.kind() == kind::FUNCTION {
            return self.call_above(first, function, values, &names, result);
        }
        self.call_into(&function, Args { values: &values, names: &names, callee: None }, result)
    }

    /// Calls a function with values that are moved into a row above the window, where there is room for them.
    fn call_above(
        &mut self,
        first: *mut Slot<M>,
        function: Value<M>,
        values: Vec<Value<M>>,
        names: &[Value<M>],
        result: u16,
    ) -> Called<M> {
        let n = values.len();
        for (i, value) in std::iter::once(function).chain(values).enumerate() {
            // SAFETY: the slots are this thread's; above the window they own nothing.
            unsafe { first.add(i).write(Some(value)) };
        }
        let called = self.call_row_function(first, n, names, FrameKind::Call, result);
        if called.is_err() {
            // SAFETY: the row, which no window covers.
            unsafe { release::<M>(first, first.add(n + 1)) };
        }
        called
    }

    /// The items of what stands behind `*` in a call.
    fn spread(&mut self, function: &Value<M>, list: &Value<M>) -> R<Vec<Value<M>>> {
        self.collect_vec(list).map_err(|raised| {
            if self.error_is(Exc::Type) && self.special(list, |n| &n.iter).is_none() {
                self.error = None;
                let (f, t) = (self.callable_path(function), self.type_name(list));
                return self.type_error(format!("{f} argument after * must be an iterable, not {t}"));
            }
            raised
        })
    }

    /// Calls; what is written in Python gets a frame whose result goes to a slot of the frame on top.
    fn call_into(&mut self, callee: &Value<M>, args: Args<'_, M>, result: u16) -> Called<M> {
        match callee.kind() {
            kind::FUNCTION => {
                let function = callee.downcast::<Function<M>>().expect("kind");
                self.push_call(&function.clone(), None, args, FrameKind::Call, result)
            }
            kind::BOUND_METHOD => {
                let method = callee.downcast::<BoundMethod<M>>().expect("kind");
                match method.function.downcast::<Function<M>>() {
                    Some(function) => {
                        let (function, receiver) = (function.clone(), method.receiver.clone());
                        self.push_call(&function, Some(&receiver), args, FrameKind::Call, result)
                    }
                    None => self.call_with(callee, args).map(Some),
                }
            }
            _ => self.call_with(callee, args).map(Some),
        }
    }

    /// How an error of `**` calls a callable: with its module.
    pub(crate) fn callable_path(&mut self, callee: &Value<M>) -> String {
        let module = callee
            .downcast::<Function<M>>()
            .and_then(|function| crate::ops::dict::get_name::<M>(&function.globals, &self.interp().types().names.name));
        match module.as_ref().and_then(|m| m.downcast::<Str<M>>()) {
            Some(module) => format!("{}.{}", module.as_str(), self.callable_name(callee)),
            None => self.callable_name(callee),
        }
    }

    /// How an error calls a callable.
    pub(crate) fn callable_name(&mut self, callee: &Value<M>) -> String {
        match callee.downcast::<Function<M>>() {
            Some(function) => format!("{}()", self.function_name(&function.clone(), true)),
            None => match callee.downcast::<Class<M>>() {
                Some(class) => format!("{}()", class.name),
                None => format!("{} object", self.type_name(callee)),
            },
        }
    }

    /// Takes a row of values out of its slots.
    pub(super) fn row_values(&mut self, base: *mut Slot<M>, first: u16, n: u16) -> Vec<Value<M>> {
        // SAFETY: the row is filled by the translator's construction, and this thread's own.
        (first..first + n).map(|i| unsafe { (*base.add(i as usize)).take().unwrap_unchecked() }).collect()
    }

    /// Puts values into a row of slots, the last one first.
    pub(super) fn put_row(&mut self, base: *mut Slot<M>, first: u16, items: Vec<Value<M>>) {
        for (i, item) in items.into_iter().rev().enumerate() {
            // SAFETY: the row is inside the window by the translator's construction.
            let old = unsafe { (*base.add(first as usize + i)).replace(item) };
            drop(old);
        }
    }

    /// Extends a list for a star expression.
    pub(super) fn list_extend_star(&mut self, list: &taipan_heap::Obj<M::Sharing, List<M>>, items: &Value<M>) -> R<()> {
        self.list_extend(list, items).map_err(|raised| {
            if self.error_is(Exc::Type) && self.special(items, |n| &n.iter).is_none() && items.kind() != kind::LIST {
                self.error = None;
                let name = self.type_name(items);
                return self.type_error(format!("Value after * must be an iterable, not {name}"));
            }
            raised
        })
    }
}
