//! Iteration.

use super::resume::Resumed;
use crate::body::*;
use crate::error::{Exc, R, Raised};
use crate::interp::Interp;
use crate::make;
use crate::model::{Model, Obj, Value};
use crate::thread::Thread;

/// What one look at an iterator's state led to.
pub(super) enum Step<M: Model> {
    Item(Value<M>),
    End,
    /// The rest needs code of the language, which must not run while the state is open.
    Later,
}

impl<M: Model> Thread<M> {
    /// `iter(value)`.
    ///
    /// # Errors
    /// TypeError for what cannot be iterated, and what `__iter__` raises.
    pub fn iter(&mut self, value: &Value<M>) -> R<Value<M>> {
        let state = match value.kind() {
            kind::LIST => IterState::List { list: value.downcast::<List<M>>().expect("kind").clone(), next: 0 },
            kind::TUPLE => IterState::Tuple { tuple: value.downcast::<Tuple<M>>().expect("kind").clone(), next: 0 },
            kind::RANGE => {
                let range = value.downcast::<Range<M>>().expect("kind");
                IterState::Range { next: range.start, stop: range.stop, step: range.step }
            }
            kind::STR => IterState::Str { text: value.downcast::<Str<M>>().expect("kind").clone(), next: 0 },
            kind::BYTES | kind::BYTE_ARRAY => IterState::Bytes { bytes: value.clone(), next: 0 },
            kind::DICT => dict_iter::<M>(value.downcast::<Dict<M>>().expect("kind"), ViewOf::Keys),
            kind::DICT_VIEW => {
                let view = value.downcast::<DictView<M>>().expect("kind");
                dict_iter::<M>(&view.dict, view.of)
            }
            kind::SET => {
                let set = value.downcast::<Set<M>>().expect("kind");
                let version = set.read(|s| &s.table).version();
                IterState::Set { set: set.clone(), next: 0, version }
            }
            kind::FROZEN_SET => {
                IterState::FrozenSet { set: value.downcast::<FrozenSet<M>>().expect("kind").clone(), next: 0 }
            }
            kind::DEQUE => {
                let deque = value.downcast::<Deque<M>>().expect("kind");
                let version = deque.read(|d| &d.state).version;
                IterState::Deque { deque: deque.clone(), next: 0, version }
            }
            kind::ITER | kind::GENERATOR => return Ok(value.clone()),
            _ => return self.iter_slow(value),
        };
        Ok(make::iter::<M>(state))
    }

    fn iter_slow(&mut self, value: &Value<M>) -> R<Value<M>> {
        if let Some(method) =
            self.special(value, |n| &n.iter).filter(|m| m.kind() != kind::NATIVE || kind::by_methods(value.kind()))
        {
            if method.is_none() {
                return Err(self.not_iterable(value));
            }
            let iterator = self.call(&method, std::slice::from_ref(value))?;
            if !self.is_iterator(&iterator) {
                let name = self.type_name(&iterator);
                return Err(self.type_error(format!("iter() returned non-iterator of type '{name}'")));
            }
            return Ok(iterator);
        }
        if let Some(held) = super::compare::held::<M>(value).filter(|h| !h.is(value)) {
            return self.iter(&held);
        }
        if self.special(value, |n| &n.get_item).is_some() {
            return Ok(make::iter::<M>(IterState::Items { sequence: value.clone(), next: 0 }));
        }
        Err(self.not_iterable(value))
    }

    fn not_iterable(&mut self, value: &Value<M>) -> Raised {
        let name = self.type_name(value);
        self.type_error(format!("'{name}' object is not iterable"))
    }

    /// Whether a value is an iterator.
    pub fn is_iterator(&self, value: &Value<M>) -> bool {
        matches!(value.kind(), kind::ITER | kind::GENERATOR) || self.special(value, |n| &n.next).is_some()
    }

    /// The next item, or None at the end.
    ///
    /// # Errors
    /// What the iterator raises, StopIteration apart.
    #[inline]
    pub fn next(&mut self, iterator: &Value<M>) -> R<Option<Value<M>>> {
        if let Some(iter) = iterator.downcast::<Iter<M>>() {
            return match iter.change(|i| &i.state, |state| step::<M>(self.interp(), state)) {
                Step::Item(item) => Ok(Some(item)),
                Step::Later => self.next_slow(&iter.clone()),
                Step::End => {
                    let old = std::mem::replace(&mut *iter.open(|i| &i.state), IterState::Done);
                    drop(old);
                    Ok(None)
                }
            };
        }
        if let Some(generator) = iterator.downcast::<Generator<M>>() {
            return match self.resume(&generator.clone(), Ok(Value::<M>::NONE))? {
                Resumed::Yielded(value) => Ok(Some(value)),
                Resumed::Returned(_) => Ok(None),
            };
        }
        self.next_by_method(iterator)
    }

    fn next_by_method(&mut self, iterator: &Value<M>) -> R<Option<Value<M>>> {
        let Some(method) = self.special(iterator, |n| &n.next) else {
            let name = self.type_name(iterator);
            return Err(self.type_error(format!("'{name}' object is not an iterator")));
        };
        match self.call(&method, std::slice::from_ref(iterator)) {
            Ok(item) => Ok(Some(item)),
            Err(Raised) if self.error_is(Exc::StopIteration) => {
                self.error = None;
                Ok(None)
            }
            Err(raised) => Err(raised),
        }
    }

    /// Iterators whose step runs code of the language.
    fn next_slow(&mut self, iter: &Obj<M, Iter<M>>) -> R<Option<Value<M>>> {
        enum Work<M: Model> {
            Items(Value<M>, i64),
            Reversed(Value<M>, i64),
            Enumerate(Value<M>, Value<M>),
            Zip(Obj<M, Tuple<M>>, bool),
            Map(Value<M>, Obj<M, Tuple<M>>),
            Filter(Value<M>, Value<M>),
            Calls(Value<M>, Value<M>),
            Tool,
            Changed(&'static str),
        }
        self.check_stack()?;
        let work: Work<M> = match &mut *iter.open(|i| &i.state) {
            IterState::Items { sequence, next } => {
                *next += 1;
                Work::Items(sequence.clone(), *next - 1)
            }
            IterState::Reversed { sequence, left } => {
                *left -= 1;
                Work::Reversed(sequence.clone(), *left)
            }
            IterState::Enumerate { inner, count } => Work::Enumerate(inner.clone(), count.clone()),
            IterState::Zip { inner, strict } => Work::Zip(inner.clone(), *strict),
            IterState::Map { function, inner } => Work::Map(function.clone(), inner.clone()),
            IterState::Filter { function, inner } => Work::Filter(function.clone(), inner.clone()),
            IterState::Calls { function, sentinel } => Work::Calls(function.clone(), sentinel.clone()),
            IterState::Tool(_) => Work::Tool,
            IterState::Deque { .. } => Work::Changed("deque mutated during iteration"),
            IterState::Dict { .. } => Work::Changed("dictionary changed size during iteration"),
            _ => Work::Changed("Set changed size during iteration"),
        };
        let found = match work {
            Work::Items(sequence, i) => match self.get_item(&sequence, &make::int::<M>(i)) {
                Ok(item) => Some(item),
                Err(Raised) if self.error_is(Exc::Index) || self.error_is(Exc::StopIteration) => {
                    self.error = None;
                    None
                }
                Err(raised) => return Err(raised),
            },
            Work::Reversed(_, left) if left < 0 => None,
            Work::Reversed(sequence, left) => Some(self.get_item(&sequence, &make::int::<M>(left))?),
            Work::Enumerate(inner, count) => match self.next(&inner)? {
                Some(item) => {
                    let one = Value::<M>::small(1);
                    let following = match count.add_ints(&one) {
                        Some(following) => following,
                        None => self.binary(super::arith::Binary::Add, false, &count, &one)?,
                    };
                    if let IterState::Enumerate { count, .. } = &mut *iter.open(|i| &i.state) {
                        *count = following;
                    }
                    Some(make::tuple::<M>([count, item]))
                }
                None => None,
            },
            Work::Zip(inner, strict) => match inner.items() {
                [a, b] if !strict => match self.next(a)? {
                    Some(a) => self.next(b)?.map(|b| make::tuple::<M>([a, b])),
                    None => None,
                },
                inner => self.next_zip(inner, strict)?.map(make::tuple::<M>),
            },
            Work::Map(function, inner) => match inner.items() {
                [one] => match self.next(one)? {
                    Some(item) => Some(self.call(&function, &[item])?),
                    None => None,
                },
                inner => match self.next_zip(inner, false)? {
                    Some(items) => Some(self.call(&function, &items)?),
                    None => None,
                },
            },
            Work::Filter(function, inner) => loop {
                let Some(item) = self.next(&inner)? else { break None };
                let keep =
                    if function.is_none() { item.clone() } else { self.call(&function, std::slice::from_ref(&item))? };
                if self.truth(&keep)? {
                    break Some(item);
                }
            },
            Work::Calls(function, sentinel) => {
                let item = self.call(&function, &[])?;
                if self.equal(&item, &sentinel)? { None } else { Some(item) }
            }
            Work::Tool => self.next_tool(iter)?,
            Work::Changed(message) => return Err(self.raise(Exc::Runtime, message)),
        };
        if found.is_none() {
            let old = std::mem::replace(&mut *iter.open(|i| &i.state), IterState::Done);
            drop(old);
        }
        Ok(found)
    }

    fn next_zip(&mut self, inner: &[Value<M>], strict: bool) -> R<Option<Vec<Value<M>>>> {
        let mut items = Vec::with_capacity(inner.len());
        for (i, iterator) in inner.iter().enumerate() {
            match self.next(iterator)? {
                Some(item) => items.push(item),
                None if !strict => return Ok(None),
                None if i > 0 => {
                    let plural = if i == 1 { " " } else { "s 1-" };
                    let message = format!("zip() argument {} is shorter than argument{plural}{i}", i + 1);
                    return Err(self.value_error(message));
                }
                None => {
                    for (j, other) in inner.iter().enumerate().skip(1) {
                        if self.next(other)?.is_some() {
                            let plural = if j == 1 { " " } else { "s 1-" };
                            let message = format!("zip() argument {} is longer than argument{plural}{j}", j + 1);
                            return Err(self.value_error(message));
                        }
                    }
                    return Ok(None);
                }
            }
        }
        if inner.is_empty() {
            return Ok(None);
        }
        Ok(Some(items))
    }

    /// Calls `f` with each item.
    ///
    /// # Errors
    /// What iterating or `f` raises.
    pub fn for_each(&mut self, iterable: &Value<M>, mut f: impl FnMut(&mut Self, Value<M>) -> R<()>) -> R<()> {
        let iterator = self.iter(iterable)?;
        while let Some(item) = self.next(&iterator)? {
            f(self, item)?;
            self.check()?;
        }
        Ok(())
    }
}

fn dict_iter<M: Model>(dict: &Obj<M, Dict<M>>, of: ViewOf) -> IterState<M> {
    let version = dict.read(|d| &d.table).version();
    IterState::Dict { dict: dict.clone(), of, next: 0, version }
}

/// What a view shows of an entry.
pub fn show_entry<M: Model>(entry: &Entry<M, Value<M>>, of: ViewOf) -> (Value<M>, Option<Value<M>>) {
    match of {
        ViewOf::Keys => (entry.key.clone(), None),
        ViewOf::Values => (entry.value.clone(), None),
        ViewOf::Items => (entry.key.clone(), Some(entry.value.clone())),
    }
}

/// One value of a shown entry.
pub fn join_entry<M: Model>((first, second): (Value<M>, Option<Value<M>>)) -> Value<M> {
    match second {
        Some(second) => make::tuple::<M>([first, second]),
        None => first,
    }
}

#[inline]
pub(super) fn step<M: Model>(interp: &Interp<M>, state: &mut IterState<M>) -> Step<M> {
    match state {
        IterState::List { list, next } => match list.look(|l| &l.items, |items| items.get(*next).cloned()) {
            Some(item) => {
                *next += 1;
                Step::Item(item)
            }
            None => Step::End,
        },
        IterState::Range { next, stop, step } => {
            if (*step > 0 && *next >= *stop) || (*step < 0 && *next <= *stop) {
                return Step::End;
            }
            let item = make::int::<M>(*next);
            *next += *step;
            Step::Item(item)
        }
        IterState::Tuple { tuple, next } => match tuple.items().get(*next) {
            Some(item) => {
                *next += 1;
                Step::Item(item.clone())
            }
            None => Step::End,
        },
        _ => step_rare(interp, state),
    }
}

fn step_rare<M: Model>(interp: &Interp<M>, state: &mut IterState<M>) -> Step<M> {
    match state {
        IterState::Str { text, next } => match text.as_str()[*next..].chars().next() {
            Some(c) => {
                *next += c.len_utf8();
                Step::Item(interp.types().char(c))
            }
            None => Step::End,
        },
        IterState::Bytes { bytes, next } => {
            let byte = super::compare::with_bytes::<M, _>(bytes, |bytes| bytes.get(*next).copied()).flatten();
            *next += 1;
            byte.map_or(Step::End, |b| Step::Item(Value::<M>::small(b.into())))
        }
        IterState::Dict { dict, of, next, version } => {
            let table = dict.read(|d| &d.table);
            if table.version() != *version {
                return Step::Later;
            }
            let found = (*next..table.bound()).find_map(|i| Some((i, show_entry::<M>(table.entry(i)?, *of))));
            drop(table);
            found.map_or(Step::End, |(i, shown)| {
                *next = i + 1;
                Step::Item(join_entry::<M>(shown))
            })
        }
        IterState::DictReversed { dict, of, left } => {
            let table = dict.read(|d| &d.table);
            let found =
                (0..(*left).min(table.bound())).rev().find_map(|i| Some((i, show_entry::<M>(table.entry(i)?, *of))));
            drop(table);
            found.map_or(Step::End, |(i, shown)| {
                *left = i;
                Step::Item(join_entry::<M>(shown))
            })
        }
        IterState::Set { set, next, version } => {
            let table = set.read(|s| &s.table);
            if table.version() != *version {
                return Step::Later;
            }
            let found = (*next..table.bound()).find_map(|i| Some((i, table.entry(i)?.key.clone())));
            found.map_or(Step::End, |(i, item)| {
                *next = i + 1;
                Step::Item(item)
            })
        }
        IterState::FrozenSet { set, next } => {
            let found = (*next..set.table.bound()).find_map(|i| Some((i, set.table.entry(i)?.key.clone())));
            found.map_or(Step::End, |(i, item)| {
                *next = i + 1;
                Step::Item(item)
            })
        }
        IterState::Deque { deque, next, version } => {
            let state = deque.read(|d| &d.state);
            if state.version != *version {
                return Step::Later;
            }
            let item = state.items.get(*next).cloned();
            *next += 1;
            item.map_or(Step::End, Step::Item)
        }
        IterState::Tool(tool) => super::tools::step(interp, tool),
        IterState::Done => Step::End,
        IterState::Enumerate { .. } | IterState::Reversed { .. } => super::pairs::step_inside(interp, state),
        _ => Step::Later,
    }
}
