//! Calls whose callable and arguments stand in a row of slots.

use super::Called;
use crate::body::*;
use crate::error::R;
use crate::frame::{Frame, FrameKind, Slot, release};
use crate::make;
use crate::model::{Model, Obj, Value};
use crate::ops::push::{complete, covers};
use crate::thread::{Args, Thread};
use std::sync::atomic::Ordering::Relaxed;

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
                let native = callee.downcast::<Native<M>>().expect("kind");
                // SAFETY: a filled slot is a value; natives do not touch the row.
                let values = unsafe { std::slice::from_raw_parts(first.add(1).cast::<Value<M>>(), n) };
                let outcome = (native.call)(self, Args { values, names: &[], callee: Some(native) })?;
                // SAFETY: as above.
                unsafe { release::<M>(first, first.add(n + 1)) };
                Ok(Some(outcome))
            }
            kind::FUNCTION => self.call_row_function(first, n, FrameKind::Call, result),
            kind::BOUND_METHOD => self.call_row_bound(first, n, result),
            kind::CLASS => self.call_row_class(first, n, result),
            _ => self.call_row_slow(first, n, &[], result),
        }
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

    /// Calls a bound method: a function gets its receiver as first argument in the row.
    fn call_row_bound(&mut self, first: *mut Slot<M>, n: usize, result: u16) -> Called<M> {
        // SAFETY: the row is filled.
        let callee = unsafe { (*first).as_ref().unwrap_unchecked() };
        let method = callee.downcast::<BoundMethod<M>>().expect("kind");
        if !self.takes_row(&method.function, first.wrapping_add(1), n + 1) {
            return self.call_row_slow(first, n, &[], result);
        }
        let (function, receiver) = (method.function.clone(), method.receiver.clone());
        // SAFETY: as in `call_row_function`; one slot more is inside the margin of the stack.
        let method = unsafe {
            std::ptr::copy(first.add(1), first.add(2), n);
            first.add(1).write(Some(receiver));
            (*first).replace(function)
        };
        drop(method);
        self.call_row_function(first, n + 1, FrameKind::Call, result)
    }

    /// Calls a class: an ordinary one makes an instance, and `__init__` gets a frame.
    fn call_row_class(&mut self, first: *mut Slot<M>, n: usize, result: u16) -> Called<M> {
        // SAFETY: the row is filled.
        let callee = unsafe { (*first).as_ref().unwrap_unchecked() };
        let class = callee.downcast::<Class<M>>().expect("kind");
        let Some(init) = self.ordinary_init(class) else {
            return self.call_row_slow(first, n, &[], result);
        };
        let Some(init) = init else {
            if n > 0 {
                return self.call_row_slow(first, n, &[], result);
            }
            let instance = crate::ops::class::instance::<M>(class, Value::<M>::NONE);
            // SAFETY: as above.
            unsafe { release::<M>(first, first.add(1)) };
            return Ok(Some(instance));
        };
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

    /// Whether `n` arguments at `base` can become the window of this function, which must be no generator's.
    fn takes_row(&self, function: &Value<M>, base: *mut Slot<M>, n: usize) -> bool {
        let Some(function) = function.downcast::<Function<M>>() else { return false };
        let exec = function.code.exec(self.interp());
        let room = !self.frames.full() && self.stack.fits(base, exec.window);
        room && exec.plain && !exec.generator && covers(function, exec, n)
    }

    /// The same with the last arguments named by the tuple behind them.
    pub(super) fn call_row_names(&mut self, first: *mut Slot<M>, n: usize, result: u16) -> Called<M> {
        // SAFETY: the row is filled by the translator's construction.
        let names = unsafe { (*first.add(n + 1)).take().unwrap_unchecked() };
        let names = names.downcast::<Tuple<M>>().expect("the compiler made a tuple").clone();
        self.call_row_slow(first, n, names.items(), result)
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

    /// What a call of an ordinary class calls: Some(None) for nothing. None for a class whose call does more than make
    /// an instance and call `__init__`.
    fn ordinary_init(&self, class: &Obj<M, Class<M>>) -> Option<Option<Value<M>>> {
        let epoch = self.interp().epoch.load(Relaxed);
        match class.construct.get(epoch) {
            Some(Construct::Init { ancestor, entry }) => {
                let owner = if ancestor == 0 { class } else { &class.ancestors[ancestor - 1] };
                Some(owner.names().entry(entry).map(|e| e.value.clone()))
            }
            Some(Construct::Plain) => Some(None),
            Some(Construct::Other) => None,
            None => self.ordinary_init_slow(class, epoch),
        }
    }

    #[cold]
    fn ordinary_init_slow(&self, class: &Obj<M, Class<M>>, epoch: u32) -> Option<Option<Value<M>>> {
        let names = &self.interp().types().names;
        let ordinary = class.metaclass.is_none()
            && class.layout == 0
            && class.flags.bits() & (ClassFlags::BUILT_IN | ClassFlags::EXCEPTION) == 0
            && self.user_method(class, &names.new).is_none()
            && class.lookup(&names.abstract_methods).is_none();
        if !ordinary {
            class.construct.set(epoch, Construct::Other);
            return None;
        }
        let object = &self.interp().types().object;
        let chain = std::iter::once(class).chain(class.ancestors.iter()).take_while(|c| !c.is(object));
        let found = chain.enumerate().find_map(|(i, c)| Some((i, c.names().find_name(&names.init)?)));
        let construct = found.map_or(Construct::Plain, |(ancestor, entry)| Construct::Init { ancestor, entry });
        class.construct.set(epoch, construct);
        Some(self.user_method(class, &names.init))
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
