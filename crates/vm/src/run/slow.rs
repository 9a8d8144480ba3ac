//! The rarer instructions, and the int halves of arithmetic.

use crate::body::*;
use crate::error::{Exc, R, Raised};
use crate::frame::{Slot, release};
use crate::make;
use crate::model::{Model, Obj, Value};
use crate::ops::arith::Binary;
use crate::ops::compare::{Compare, often};
use crate::ops::dict::{get_name, set_name};
use crate::ops::resume::Resumed;
use crate::thread::{Args, Thread};
use taipan_code::Flags;
use taipan_heap::Inner;

#[inline]
pub(super) fn multiply<M: Model>(x: &Value<M>, y: &Value<M>) -> Option<Value<M>> {
    let (x, y) = x.both_ints(y)?;
    Value::<M>::int(x.checked_mul(y)?)
}

/// Two numbers of which one at least is a float, as floats. Ints of 50 bits are exact as floats.
#[inline]
pub(super) fn floats<M: Model>(x: &Value<M>, y: &Value<M>) -> Option<(f64, f64)> {
    match (x.as_float(), y.as_float()) {
        (Some(x), Some(y)) => Some((x, y)),
        (Some(x), None) => Some((x, y.as_int()? as f64)),
        (None, Some(y)) => Some((x.as_int()? as f64, y)),
        (None, None) => None,
    }
}

#[inline]
pub(super) fn divide<M: Model>(x: &Value<M>, y: &Value<M>) -> Option<Value<M>> {
    if let Some((x, y)) = floats::<M>(x, y) {
        return (y != 0.0).then(|| Value::<M>::float(x / y));
    }
    // Ints of 50 bits are exact as floats, so one rounding is all there is.
    let (x, y) = x.both_ints(y)?;
    (y != 0).then(|| Value::<M>::float(x as f64 / y as f64))
}

#[inline]
pub(super) fn floor_divide<M: Model>(x: &Value<M>, y: &Value<M>) -> Option<Value<M>> {
    let (x, y) = x.both_ints(y)?;
    if y == 0 {
        return None;
    }
    let (quotient, remainder) = (x / y, x % y);
    Value::<M>::int(if remainder != 0 && (remainder < 0) != (y < 0) { quotient - 1 } else { quotient })
}

#[inline]
pub(super) fn modulo<M: Model>(x: &Value<M>, y: &Value<M>) -> Option<Value<M>> {
    let (x, y) = x.both_ints(y)?;
    if y == 0 {
        return None;
    }
    let remainder = x % y;
    Value::<M>::int(if remainder != 0 && (remainder < 0) != (y < 0) { remainder + y } else { remainder })
}

#[inline]
pub(super) fn bits<M: Model>(x: &Value<M>, y: &Value<M>, f: fn(i64, i64) -> i64) -> Option<Value<M>> {
    let (x, y) = x.both_ints(y)?;
    Value::<M>::int(f(x, y))
}

#[inline]
pub(super) fn shift_left<M: Model>(x: &Value<M>, y: &Value<M>) -> Option<Value<M>> {
    let (x, y) = x.both_ints(y)?;
    if !(0..50).contains(&y) {
        return None;
    }
    let shifted = x << y;
    if shifted >> y == x { Value::<M>::int(shifted) } else { None }
}

#[inline]
pub(super) fn shift_right<M: Model>(x: &Value<M>, y: &Value<M>) -> Option<Value<M>> {
    let (x, y) = x.both_ints(y)?;
    if y < 0 { None } else { Value::<M>::int(x >> y.min(63)) }
}

/// The concatenation of the `n` strings that stand in a row, which is empty afterwards.
///
/// # Safety
/// They stand there, in slots of the calling thread.
pub(super) unsafe fn join_row<M: Model>(first: *mut Slot<M>, n: usize) -> Value<M> {
    const FEW: usize = 8;
    // SAFETY: as the caller says; a filled slot is a value.
    let items = unsafe { std::slice::from_raw_parts(first.cast::<Value<M>>(), n) };
    let text = |item: &Value<M>| -> &str {
        // SAFETY: the row owns the string until all are joined.
        item.downcast::<Str<M>>().map_or("", |s| unsafe { &*std::ptr::from_ref(s.as_str()) })
    };
    let joined = if n <= FEW {
        let mut texts = [""; FEW];
        for (slot, item) in texts.iter_mut().zip(items) {
            *slot = text(item);
        }
        Str::<M>::concat(&texts[..n])
    } else {
        Str::<M>::concat(&items.iter().map(text).collect::<Vec<_>>())
    };
    // SAFETY: as above; nobody looks at the texts any more.
    unsafe { release::<M>(first, first.add(n)) };
    Obj::<M, _>::new(joined).into_value()
}

pub(super) fn slice<M: Model>(parts: Vec<Value<M>>) -> Value<M> {
    let mut parts = parts.into_iter().chain(std::iter::repeat_with(|| Value::<M>::NONE));
    let mut part = || parts.next().expect("the iterator is endless");
    let (start, stop, step) = (part(), part(), part());
    Obj::<M, _>::new(Slice::<M> { start, stop, step }).into_value()
}

impl<M: Model> Thread<M> {
    /// The answer of a comparison of what are not small ints.
    #[inline(never)]
    pub(super) fn compare_truth_slow(&mut self, op: Compare, a: &Value<M>, b: &Value<M>) -> R<bool> {
        match often::<M>(op, a, b) {
            Some(answer) => Ok(answer),
            None => self.compare_truth(op, a, b),
        }
    }

    /// The same, as a value.
    #[inline(never)]
    pub(super) fn compare_slow(&mut self, op: Compare, a: &Value<M>, b: &Value<M>) -> R<Value<M>> {
        match often::<M>(op, a, b) {
            Some(answer) => Ok(Value::<M>::bool(answer)),
            None => self.compare(op, a, b),
        }
    }

    /// A sum or difference of what is no small int, and a small int.
    #[inline(never)]
    pub(super) fn binary_small(&mut self, op: Binary, inplace: bool, x: &Value<M>, y: &Value<M>) -> R<Value<M>> {
        match (floats::<M>(x, y), op) {
            (Some((x, y)), Binary::Add) => Ok(Value::<M>::float(x + y)),
            (Some((x, y)), Binary::Subtract) => Ok(Value::<M>::float(x - y)),
            _ => self.binary(op, inplace, x, y),
        }
    }

    /// The interned name with a number in the running code.
    pub(super) fn name(&self, number: u16) -> Obj<M, Str<M>> {
        self.frames.last().expect("a frame runs").exec().names[number as usize].clone()
    }

    #[cold]
    pub(super) fn unbound_local(&mut self, local: u16) -> Raised {
        let code = self.frames.last().expect("a frame runs").code().code.clone();
        let name = code.local_names().nth(local as usize).expect("the translator numbered the locals");
        let message = format!("cannot access local variable '{name}' where it is not associated with a value");
        self.raise(Exc::UnboundLocal, message)
    }

    #[cold]
    pub(super) fn unbound_cell(&mut self, slot: u16) -> Raised {
        let code = self.frames.last().expect("a frame runs").code().code.clone();
        let number = slot as usize - code.var_names.len();
        match code.cell_vars.get(number) {
            Some(name) => {
                let message = format!("cannot access local variable '{name}' where it is not associated with a value");
                self.raise(Exc::UnboundLocal, message)
            }
            None => {
                let name = &code.free_vars[number - code.cell_vars.len()];
                let message = format!(
                    "cannot access free variable '{name}' where it is not associated with a value in enclosing scope"
                );
                self.raise(Exc::Name, message)
            }
        }
    }

    pub(crate) fn builtin(&mut self, name: &str) -> R<Value<M>> {
        let name = self.interp().intern(name);
        get_name::<M>(self.interp().builtins(), &name).ok_or(()).map_err(|()| self.undefined(&name))
    }

    pub(super) fn build_set(&mut self, items: Vec<Value<M>>) -> R<Value<M>> {
        let set = Obj::<M, _>::new(Set::<M>::new(Table::default()));
        for item in items {
            self.set_add(&set, item)?;
        }
        Ok(set.into_value())
    }

    pub(super) fn build_map(&mut self, items: Vec<Value<M>>) -> R<Value<M>> {
        let dict = make::dict::<M>();
        let mut items = items.into_iter();
        while let (Some(key), Some(value)) = (items.next(), items.next()) {
            self.dict_set(&dict, key, value)?;
        }
        Ok(dict.into_value())
    }

    pub(super) fn dict_update_star(&mut self, dict: &Obj<M, Dict<M>>, items: &Value<M>) -> R<()> {
        if self.payload::<Dict<M>>(items).is_none() && self.special(items, |n| &n.keys).is_none() {
            let name = self.type_name(items);
            return Err(self.type_error(format!("'{name}' object is not a mapping")));
        }
        self.dict_update(dict, items)
    }

    pub(super) fn dict_merge(&mut self, dict: &Obj<M, Dict<M>>, items: &Value<M>, callee: &Value<M>) -> R<()> {
        let entries = match self.payload::<Dict<M>>(items) {
            Some(items) => self.dict_copy(&items),
            None if self.special(items, |n| &n.keys).is_none() => {
                let (f, name) = (self.callable_path(callee), self.type_name(items));
                return Err(self.type_error(format!("{f} argument after ** must be a mapping, not {name}")));
            }
            None => {
                let all = make::dict::<M>();
                self.dict_update(&all, items)?;
                all.open(|d| &d.table).take()
            }
        };
        // Nobody else knows the dict yet.
        if dict.read(|d| &d.table).is_empty() {
            *dict.open(|d| &d.table) = entries;
            return Ok(());
        }
        for entry in entries.into_entries() {
            if self.dict_contains(dict, &entry.key)? {
                let (f, key) = (self.callable_path(callee), self.str(&entry.key)?);
                return Err(self.type_error(format!("{f} got multiple values for keyword argument '{key}'")));
            }
            self.dict_set(dict, entry.key, entry.value)?;
        }
        Ok(())
    }

    pub(super) fn format_value(&mut self, value: &Value<M>, spec: Option<&Value<M>>, conversion: u16) -> R<Value<M>> {
        if let (None, 0, Some(n)) = (spec, conversion, value.as_int()) {
            return Ok(make::decimal::<M>(n));
        }
        let converted = match conversion {
            1 => Some(self.str(value)?),
            2 => Some(self.repr(value)?),
            3 => Some(self.ascii(value)?),
            _ => None,
        };
        // The compiler makes a string of the spec.
        let spec = spec.and_then(|spec| spec.downcast::<Str<M>>()).map_or("", |spec| spec.as_str());
        let text = match converted {
            Some(text) if spec.is_empty() => text,
            Some(text) => self.format(&make::str::<M>(text), spec)?,
            None if value.kind() == kind::STR && spec.is_empty() => return Ok(value.clone()),
            None => self.format(value, spec)?,
        };
        Ok(make::str::<M>(text))
    }

    pub(super) fn make_function(&mut self, parts: Vec<Value<M>>, flags: u16) -> Value<M> {
        let mut parts = parts.into_iter();
        let mut part = |flag: u16| if flags & flag != 0 { parts.next() } else { None };
        let (defaults, keyword_defaults, annotations, closure) = (part(1), part(2), part(4), part(8));
        let code = parts.next().and_then(|c| c.downcast_into::<CodeBody<M>>().ok()).expect("the compiler passes code");
        let items = |tuple: Option<Value<M>>| {
            tuple.as_ref().and_then(|t| t.downcast::<Tuple<M>>()).map_or(Box::default(), |t| t.items().into())
        };
        let facts = annotations.map(|annotations| {
            let dict = make::dict::<M>();
            if let Some(pairs) = annotations.downcast::<Tuple<M>>() {
                for pair in pairs.items().chunks(2) {
                    let name = pair[0].downcast::<Str<M>>().expect("names are strings");
                    set_name::<M>(&dict, &self.interp().intern_str(name), pair[1].clone());
                }
            }
            let attributes = make::dict::<M>();
            set_name::<M>(&attributes, &self.interp().types().names.annotations, dict.into_value());
            attributes
        });
        let globals = self.frames.last().expect("a frame runs").function().globals.clone();
        // A named function of a module, or of a class in one, is there to stay, and all threads call it.
        let lasting = !code.code.flags.contains(Flags::NESTED) && !code.code.name.starts_with('<');
        let function = Function::<M> {
            code,
            globals,
            defaults: items(defaults),
            keyword_defaults: keyword_defaults.unwrap_or(Value::<M>::NONE),
            closure: items(closure),
            attributes: Inner::new(None),
            facts: Inner::new(facts),
        };
        let function = Obj::<M, _>::new(function);
        if lasting {
            function.defer();
        }
        function.into_value()
    }

    pub(super) fn raise_statement(&mut self, exception: Option<Value<M>>, cause: Option<Value<M>>) -> Raised {
        match exception {
            Some(exception) => self.raise_from(exception, cause),
            None if self.handled.is_none() => self.raise(Exc::Runtime, "No active exception to reraise"),
            None => {
                self.error = Some(self.handled.clone());
                self.reraising = true;
                Raised
            }
        }
    }

    pub(super) fn enter_with(&mut self, manager: &Value<M>) -> R<(Value<M>, Value<M>)> {
        let names = &self.interp().types().names;
        let class = self.class_of(manager).clone();
        let (Some(enter), Some(exit)) = (self.lookup(&class, &names.enter), self.lookup(&class, &names.exit)) else {
            let name = &class.name;
            return Err(self.type_error(format!("'{name}' object does not support the context manager protocol")));
        };
        let exit = self.bind(exit, manager, &class)?;
        // A function is called with the manager, no method is made for it.
        let entered = match enter.downcast::<Function<M>>() {
            Some(function) => self.call_function(function, Some(manager), Args::positional(&[]))?,
            None => {
                let enter = self.bind(enter, manager, &class)?;
                self.call(&enter, &[])?
            }
        };
        Ok((exit, entered))
    }

    pub(super) fn exit_with(&mut self, exit: &Value<M>, exception: &Value<M>) -> R<Value<M>> {
        let class = self.class_of(exception).as_value().clone();
        let traceback = self.traceback_of(exception);
        self.call(exit, &[class, exception.clone(), traceback])
    }

    /// One step of `yield from` what is no generator.
    pub(super) fn send_to_delegate(&mut self, iterator: &Value<M>, sent: Value<M>) -> R<Resumed<M>> {
        if sent.is_none() && iterator.kind() == kind::ITER {
            return Ok(match self.next(iterator)? {
                Some(item) => Resumed::Yielded(item),
                None => Resumed::Returned(Value::<M>::NONE),
            });
        }
        let result = if sent.is_none() {
            self.call_method(iterator, "__next__", &[])
        } else {
            self.call_method(iterator, "send", &[sent])
        };
        match result {
            Ok(item) => Ok(Resumed::Yielded(item)),
            Err(Raised) if self.error_is(Exc::StopIteration) => Ok(Resumed::Returned(self.stop_value())),
            Err(raised) => Err(raised),
        }
    }

    /// Raises the waiting exception in the generator that `yield from` is in; None if it is no generator.
    pub(super) fn throw_into_delegate(&mut self, iterator: &Value<M>) -> Option<R<Resumed<M>>> {
        let generator = iterator.downcast::<Generator<M>>()?.clone();
        Some(self.resume(&generator, Err(Raised)))
    }

    pub(super) fn set_up_annotations(&mut self) {
        let namespace = self.namespace();
        let name = &self.interp().types().names.annotations;
        if get_name::<M>(&namespace, name).is_none() {
            set_name::<M>(&namespace, name, make::dict::<M>().into_value());
        }
    }

    pub(super) fn display(&mut self, value: &Value<M>) -> R<()> {
        if value.is_none() {
            return Ok(());
        }
        let text = self.repr(value)?;
        let print = self.builtin("print")?;
        self.call_with(&print, Args::positional(&[make::str::<M>(text)])).map(drop)
    }

    pub(super) fn is_mapping(&self, value: &Value<M>) -> bool {
        value.kind() == kind::DICT
            || self.payload::<Dict<M>>(value).is_some()
            || (value.kind() == kind::INSTANCE && self.special(value, |n| &n.keys).is_some())
    }

    pub(super) fn is_sequence(&self, value: &Value<M>) -> bool {
        matches!(value.kind(), kind::LIST | kind::TUPLE | kind::RANGE)
            || self.payload::<List<M>>(value).is_some()
            || self.payload::<Tuple<M>>(value).is_some()
    }

    pub(super) fn match_keys(&mut self, subject: &Value<M>, keys: &Value<M>) -> R<Value<M>> {
        let mut values = Vec::new();
        for key in self.collect_vec(keys)? {
            if !self.contains(subject, &key)? {
                return Ok(Value::<M>::NONE);
            }
            values.push(self.get_item(subject, &key)?);
        }
        Ok(make::tuple::<M>(values))
    }

    pub(super) fn match_class(&mut self, parts: &[Value<M>], positional: usize) -> R<Value<M>> {
        let [subject, class, names] = parts else { unreachable!("the translator passes three") };
        if class.kind() != kind::CLASS {
            return Err(self.type_error("called match pattern must be a class"));
        }
        if !self.is_instance(subject, class)? {
            return Ok(Value::<M>::NONE);
        }
        let mut values = Vec::new();
        let mut wanted: Vec<Value<M>> = Vec::new();
        if positional > 0 {
            let match_args = self.interp().types().names.match_args.clone();
            match self.get_attr_opt(class, &match_args)? {
                Some(list) => {
                    let list = self.collect_vec(&list)?;
                    if list.len() < positional {
                        let name = class.downcast::<Class<M>>().expect("kind").name.clone();
                        let (most, plural) = (list.len(), if list.len() == 1 { "" } else { "s" });
                        let message =
                            format!("{name}() accepts {most} positional sub-pattern{plural} ({positional} given)");
                        return Err(self.type_error(message));
                    }
                    wanted.extend(list.into_iter().take(positional));
                }
                None => values.push(subject.clone()),
            }
        }
        wanted.extend(self.collect_vec(names)?);
        for name in wanted {
            let Some(name) = name.downcast::<Str<M>>() else { continue };
            let name = self.interp().intern_str(name);
            match self.get_attr_opt(subject, &name)? {
                Some(value) => values.push(value),
                None => return Ok(Value::<M>::NONE),
            }
        }
        Ok(make::tuple::<M>(values))
    }
}
