//! Calls whose callable and arguments stand in a row of slots.

use super::Called;
use crate::body::*;
use crate::error::R;
use crate::frame::{Frame, FrameKind, Slot, release};
use crate::make;
use crate::model::{Model, Obj, Value};
use crate::ops::push::{complete, covers};
use crate::thread::{Args, Thread};
use crate::types::Names;
use std::sync::atomic::Ordering::Relaxed;

/// The method that a class or its ancestor has there.
fn method_of<M: Model>(class: &Obj<M, Class<M>>, member: Member) -> Value<M> {
    let owner = if member.ancestor == 0 { class } else { &class.ancestors[member.ancestor - 1] };
    owner.names().entry(member.entry).expect("remembered in this epoch").value.clone()
}

impl<M: Model> Thread<M> {
    /// Calls the first of a row with the `n` that follow; the row is empty afterwards.
    ///
    /// The loop itself calls simple functions.
    #[inline(never)]
    pub(super) fn call_row(&mut self, first: *mut Slot<M>, n: usize, result: u16) -> Called<M> {
        // SAFETY: the row is filled by the translator's construction, and this thread's own.
        let callee = unsafe { (*first).as_ref().unwrap_unchecked() };
        match callee.kind() {
            kind::NATIVE => {
                let native = std::ptr::from_ref::<Native<M>>(callee.downcast::<Native<M>>().expect("kind"));
                // SAFETY: the row owns the function until the call is over.
                self.call_row_native(unsafe { &*native }, first, first.wrapping_add(1), n)
            }
            kind::FUNCTION => self.call_row_function(first, n, FrameKind::Call, result),
            kind::BOUND_METHOD => self.call_row_bound(first, n, result),
            kind::CLASS => self.call_row_class(first, n, result),
            _ => self.call_row_slow(first, n, &[], result),
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
        let method = self.special(receiver, name)?;
        let exec = method.downcast::<Function<M>>()?.code.exec.get()?;
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
    fn call_row_function(&mut self, first: *mut Slot<M>, n: usize, kind: FrameKind, result: u16) -> Called<M> {
        // SAFETY: the row is filled.
        let function = unsafe { (*first).as_ref().unwrap_unchecked() }.downcast::<Function<M>>().expect("kind");
        let exec = std::ptr::from_ref(function.code.exec(self.interp()));
        // SAFETY: the function keeps its executable form alive.
        let (window, generator, fits) =
            unsafe { ((*exec).window, (*exec).generator, (*exec).plain && covers(function, &*exec, n)) };
        if !fits {
            return self.call_row_slow(first, n, &[], result);
        }
        let base = first.wrapping_add(1);
        let function = std::ptr::from_ref(function);
        self.check_depth(base, window)?;
        // SAFETY: what stands above the row owns nothing (the translator sees to it), and the window fits.
        unsafe {
            complete::<M>(&*function, &*exec, base, n);
            if generator {
                return Ok(Some(self.make_generator(base)));
            }
            let pc = (*exec).before(0);
            self.frames.push(Frame { base, exec, pc, result, kind });
        }
        Ok(None)
    }

    /// Calls a bound method: its function gets the receiver as first argument in the row.
    fn call_row_bound(&mut self, first: *mut Slot<M>, n: usize, result: u16) -> Called<M> {
        // SAFETY: the row is filled.
        let callee = unsafe { (*first).as_ref().unwrap_unchecked() };
        let method = callee.downcast::<BoundMethod<M>>().expect("kind");
        if !matches!(method.function.kind(), kind::NATIVE | kind::FUNCTION) {
            return self.call_row_slow(first, n, &[], result);
        }
        let (function, receiver) = (method.function.clone(), method.receiver.clone());
        // SAFETY: the translator keeps one slot free behind a row.
        let method = unsafe {
            std::ptr::copy(first.add(1), first.add(2), n);
            first.add(1).write(Some(receiver));
            (*first).replace(function)
        };
        drop(method);
        self.call_row(first, n + 1, result)
    }

    /// Calls a class: an ordinary one makes an instance, and `__init__` gets a frame.
    fn call_row_class(&mut self, first: *mut Slot<M>, n: usize, result: u16) -> Called<M> {
        // SAFETY: the row is filled.
        let callee = unsafe { (*first).as_ref().unwrap_unchecked() };
        let class = callee.downcast::<Class<M>>().expect("kind");
        match self.construct(class) {
            Construct::Init(member) => {
                let init = method_of(class, member);
                if !self.takes_row(&init, first.wrapping_add(2), n + 1) {
                    return self.call_row_slow(first, n, &[], result);
                }
                let instance = crate::ops::class::instance::<M>(class, Value::<M>::NONE);
                // SAFETY: as in `call_row_bound`, with two slots more.
                let class = unsafe {
                    std::ptr::copy(first.add(1), first.add(3), n);
                    first.add(1).write(Some(init));
                    first.add(2).write(Some(instance.clone()));
                    (*first).replace(instance)
                };
                drop(class);
                self.call_row_function(first.wrapping_add(1), n + 1, FrameKind::Init, result)
            }
            Construct::New(member) => {
                let new = method_of(class, member);
                let inner = new.downcast::<StaticMethod<M>>().map_or(&new, |method| &method.0);
                let native = inner.downcast::<Native<M>>().expect("remembered as a native");
                self.call_row_native(native, first, first, n + 1)
            }
            Construct::Plain if n == 0 => {
                let instance = crate::ops::class::instance::<M>(class, Value::<M>::NONE);
                // SAFETY: as above.
                unsafe { release::<M>(first, first.add(1)) };
                Ok(Some(instance))
            }
            Construct::Plain | Construct::Other => self.call_row_slow(first, n, &[], result),
        }
    }

    /// Calls a native function with `n` arguments that stand in the row from `values` on, and empties the row.
    fn call_row_native(
        &mut self,
        native: &Native<M>,
        first: *mut Slot<M>,
        values: *mut Slot<M>,
        n: usize,
    ) -> Called<M> {
        // SAFETY: a filled slot is a value; natives do not touch the row.
        let args = unsafe { std::slice::from_raw_parts(values.cast::<Value<M>>(), n) };
        let outcome = (native.call)(self, Args { values: args, names: &[], callee: Some(native) })?;
        // SAFETY: as above.
        unsafe { release::<M>(first, values.add(n)) };
        Ok(Some(outcome))
    }

    /// Whether `n` arguments at `base` can become the window of this function, which must be no generator's.
    fn takes_row(&self, function: &Value<M>, base: *mut Slot<M>, n: usize) -> bool {
        let Some(function) = function.downcast::<Function<M>>() else { return false };
        let exec = function.code.exec(self.interp());
        let room = !self.frames.full() && self.stack.fits(base, exec.window);
        room && exec.plain && !exec.generator && covers(function, exec, n)
    }

    /// The same with the last arguments named by the tuple behind them.
    #[inline(never)]
    pub(super) fn call_row_names(&mut self, first: *mut Slot<M>, n: usize, result: u16) -> Called<M> {
        // SAFETY: the row is filled by the translator's construction.
        let names = unsafe { (*first.add(n + 1)).take().unwrap_unchecked() };
        let names = names.downcast::<Tuple<M>>().expect("the compiler made a tuple");
        if self.sort_row(first, n, names.items()) {
            return self.call_row_function(first, n, FrameKind::Call, result);
        }
        self.call_row_slow(first, n, names.items(), result)
    }

    /// Puts named arguments in the order of the parameters, if they are just the parameters that follow the others.
    fn sort_row(&mut self, first: *mut Slot<M>, n: usize, names: &[Value<M>]) -> bool {
        const MOST: usize = 8;
        // SAFETY: the row is filled.
        let callee = unsafe { (*first).as_ref().unwrap_unchecked() };
        let Some(function) = callee.downcast::<Function<M>>() else { return false };
        let exec = function.code.exec(self.interp());
        let positional = n - names.len();
        let only = function.code.code.pos_only_count as usize;
        if names.len() > MOST || !exec.plain || n > exec.arguments as usize || positional < only {
            return false;
        }
        let mut order = [MOST; MOST];
        for (i, name) in names.iter().enumerate() {
            let text = name.downcast::<Str<M>>();
            let wanted = &exec.parameters[positional..n];
            let place =
                wanted.iter().position(|p| p.as_value().is(name) || text.is_some_and(|t| t.as_str() == p.as_str()));
            match place {
                Some(place) if order[place] == MOST => order[place] = i,
                _ => return false,
            }
        }
        let mut values: [Slot<M>; MOST] = [const { None }; MOST];
        let row = first.wrapping_add(1 + positional);
        for (i, value) in values.iter_mut().enumerate().take(names.len()) {
            // SAFETY: the row is filled.
            *value = unsafe { (*row.add(i)).take() };
        }
        for (place, i) in order.into_iter().enumerate().take(names.len()) {
            // SAFETY: these slots were just emptied.
            unsafe { row.add(place).write(values[i].take()) };
        }
        true
    }

    #[inline(never)]
    fn call_row_slow(&mut self, first: *mut Slot<M>, n: usize, names: &[Value<M>], result: u16) -> Called<M> {
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
        let mut values = match self.collect_vec(&list) {
            Ok(values) => values,
            Err(_) if self.error_is(crate::error::Exc::Type) && self.special(&list, |n| &n.iter).is_none() => {
                self.error = None;
                let (f, t) = (self.callable_path(&function), self.type_name(&list));
                return Err(self.type_error(format!("{f} argument after * must be an iterable, not {t}")));
            }
            Err(raised) => return Err(raised),
        };
        let mut names = Vec::new();
        if let Some(mapping) = mapping {
            let dict = match mapping.downcast::<Dict<M>>() {
                Some(dict) => dict.clone(),
                None => {
                    let dict = make::dict::<M>();
                    self.dict_merge(&dict, &mapping, &function)?;
                    dict
                }
            };
            for entry in self.dict_copy(&dict).into_entries() {
                if entry.key.kind() != kind::STR {
                    return Err(self.type_error("keywords must be strings"));
                }
                names.push(entry.key);
                values.push(entry.value);
            }
        }
        self.call_into(&function, Args { values: &values, names: &names, callee: None }, result)
    }

    /// Calls; what is written in Python gets a frame whose result goes to a slot of the frame on top.
    fn call_into(&mut self, callee: &Value<M>, args: Args<'_, M>, result: u16) -> Called<M> {
        match callee.kind() {
            kind::FUNCTION => {
                let function = callee.downcast::<Function<M>>().expect("kind");
                self.push_call(function, args, FrameKind::Call, result)
            }
            kind::BOUND_METHOD => {
                let method = callee.downcast::<BoundMethod<M>>().expect("kind");
                let values: Vec<_> = std::iter::once(&method.receiver).chain(args.values).cloned().collect();
                self.call_into(&method.function, Args { values: &values, names: args.names, callee: None }, result)
            }
            _ => self.call_with(callee, args).map(Some),
        }
    }

    /// What a call of a class does.
    #[inline]
    fn construct(&self, class: &Obj<M, Class<M>>) -> Construct {
        let epoch = self.interp().epoch.load(Relaxed);
        class.construct.get(epoch).unwrap_or_else(|| self.learn_construct(class, epoch))
    }

    #[cold]
    fn learn_construct(&self, class: &Obj<M, Class<M>>, epoch: u32) -> Construct {
        let construct = self.find_construct(class);
        class.construct.set(epoch, construct);
        construct
    }

    fn find_construct(&self, class: &Obj<M, Class<M>>) -> Construct {
        let names = &self.interp().types().names;
        if class.metaclass.is_some() || class.flags.has(ClassFlags::EXCEPTION) {
            return Construct::Other;
        }
        if let Some(member) = self.find_member(class, &names.new) {
            let new = method_of(class, member);
            let inner = new.downcast::<StaticMethod<M>>().map_or(&new, |method| &method.0);
            let native = class.flags.has(ClassFlags::BUILT_IN) && inner.kind() == kind::NATIVE;
            return if native { Construct::New(member) } else { Construct::Other };
        }
        let init = self.find_member(class, &names.init);
        let ordinary = class.layout == 0 && !class.flags.has(ClassFlags::BUILT_IN);
        if !ordinary || class.lookup(&names.abstract_methods).is_some() {
            return Construct::Other;
        }
        init.map_or(Construct::Plain, Construct::Init)
    }

    /// Where some class before `object` defines a method.
    fn find_member(&self, class: &Obj<M, Class<M>>, name: &Obj<M, Str<M>>) -> Option<Member> {
        let object = &self.interp().types().object;
        let chain = std::iter::once(class).chain(class.ancestors.iter()).enumerate().filter(|(_, c)| !c.is(object));
        let mut found = chain.filter_map(|(ancestor, c)| Some(Member { ancestor, entry: c.names().find_name(name)? }));
        found.next()
    }

    /// A method that some class before `object` defines.
    pub(crate) fn user_method(
        &self,
        class: &taipan_heap::Obj<M::Sharing, Class<M>>,
        name: &taipan_heap::Obj<M::Sharing, Str<M>>,
    ) -> Option<Value<M>> {
        let object = &self.interp().types().object;
        let mut chain = std::iter::once(class).chain(class.ancestors.iter());
        chain.find_map(|c| if c.is(object) { None } else { c.own(name) })
    }

    /// The same with the module, as errors of `**` have it.
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
            if self.error_is(crate::error::Exc::Type)
                && self.special(items, |n| &n.iter).is_none()
                && items.kind() != kind::LIST
            {
                self.error = None;
                let name = self.type_name(items);
                return self.type_error(format!("Value after * must be an iterable, not {name}"));
            }
            raised
        })
    }
}
