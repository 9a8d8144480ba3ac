//! Calls whose callable and arguments stand in a row of slots.

use super::Called;
use crate::body::*;
use crate::error::R;
use crate::frame::{FrameKind, Rare, Slot};
use crate::make;
use crate::model::{Model, Value};
use crate::thread::{Args, Thread};

impl<M: Model> Thread<M> {
    /// Calls the first of a row with the `n` that follow; the row is empty afterwards.
    #[inline(always)]
    pub(super) fn call_row(&mut self, first: *mut Slot<M>, n: usize, result: u16) -> Called<M> {
        // SAFETY: the row is filled by the translator's construction, and this thread's own.
        let callee = unsafe { (*first).as_ref().unwrap_unchecked() };
        if let Some(function) = callee.downcast::<Function<M>>()
            && function.code.exec(self.interp()).simple_args as usize == n
        {
            // SAFETY: as above.
            return unsafe {
                let function = (*first).take().unwrap_unchecked();
                self.push_row(function, first.add(1), n, result).map(|()| None)
            };
        }
        if let Some(native) = callee.downcast::<Native<M>>() {
            // SAFETY: a filled slot is a value; natives do not touch the row.
            let values = unsafe { std::slice::from_raw_parts(first.add(1).cast::<Value<M>>(), n) };
            let outcome = (native.call)(self, Args { values, names: &[], callee: Some(native) });
            // SAFETY: as above.
            unsafe { crate::frame::clear::<M>(first, 0, n as u16 + 1) };
            return outcome.map(Some);
        }
        self.call_row_slow(first, n, &[], result)
    }

    /// The same with the last arguments named by the tuple behind them.
    pub(super) fn call_row_names(&mut self, first: *mut Slot<M>, n: usize, result: u16) -> Called<M> {
        // SAFETY: the row is filled by the translator's construction.
        let names = unsafe { (*first.add(n + 1)).take().unwrap_unchecked() };
        let names = names.downcast::<Tuple<M>>().expect("the compiler made a tuple").clone();
        self.call_row_slow(first, n, &names.items, result)
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
                let function = callee.downcast::<Function<M>>().expect("kind").clone();
                self.push_function(function, args, FrameKind::Call, result)?;
                Ok(self.top_is_generator().then(|| self.make_generator()))
            }
            kind::BOUND_METHOD => {
                let method = callee.downcast::<BoundMethod<M>>().expect("kind");
                let values: Vec<_> = std::iter::once(&method.receiver).chain(args.values).cloned().collect();
                self.call_into(&method.function, Args { values: &values, names: args.names, callee: None }, result)
            }
            kind::CLASS => self.instantiate_into(callee, args, result),
            _ => self.call_with(callee, args).map(Some),
        }
    }

    /// Calls a class; `__init__` written in Python gets a frame.
    fn instantiate_into(&mut self, callee: &Value<M>, args: Args<'_, M>, result: u16) -> Called<M> {
        let class = callee.downcast::<Class<M>>().expect("kind");
        let ordinary = class.metaclass.is_none() && !class.flags.has(ClassFlags::BUILT_IN);
        let names = &self.interp().types().names;
        if ordinary
            && self.user_method(class, &names.new).is_none()
            && let Some(init) = self.user_method(class, &names.init)
            && let Some(function) = init.downcast::<Function<M>>()
            && !function.code.exec(self.interp()).generator
        {
            let instance = self.new_instance(class, args, true)?;
            let values: Vec<_> = std::iter::once(&instance).chain(args.values).cloned().collect();
            let args = Args { values: &values, names: args.names, callee: None };
            self.push_function(function.clone(), args, FrameKind::Init, result)?;
            self.frames.last_mut().expect("just pushed").rare = Some(Box::new(Rare::Instance(instance.clone())));
            return Ok(None);
        }
        self.call_with(callee, args).map(Some)
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
