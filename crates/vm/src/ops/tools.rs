//! Steps of the iterators of `itertools`: one look under the lock where no code of the language is needed, and the rest
//! with the lock open.

mod choices;
mod groups;

use super::iter::Step;
use super::pairs::item;
use crate::body::*;
use crate::error::R;
use crate::interp::Interp;
use crate::make;
use crate::model::{Model, Obj, Value};
use crate::ops::arith::Binary;
use crate::thread::Thread;

/// A step that needs no code of the language, or nothing at all.
pub(super) fn step<M: Model>(interp: &Interp<M>, tool: &mut Tool<M>) -> Step<M> {
    let found = match tool {
        Tool::Count { next, step } => next.add_ints(step).map(|following| std::mem::replace(next, following)),
        Tool::Repeat { item, left } => match left {
            Some(0) => return Step::End,
            Some(left) => {
                *left -= 1;
                Some(item.clone())
            }
            None => Some(item.clone()),
        },
        Tool::Cycle { inner: None, saved, next } => match saved.get(*next) {
            Some(item) => {
                *next = (*next + 1) % saved.len();
                Some(item.clone())
            }
            None => return Step::End,
        },
        Tool::Cycle { inner: Some(inner), saved, .. } => item(interp, inner).inspect(|item| saved.push(item.clone())),
        Tool::Chain { current, .. } => current.as_ref().and_then(|current| item(interp, current)),
        Tool::Slice { inner, at, next, stop, step } if at == next => match stop {
            Some(stop) if *at >= *stop => return Step::End,
            stop => item(interp, inner).inspect(|_| pass(at, next, *stop, *step)),
        },
        Tool::Accumulate { inner, function, total: Some(total), pending: pending @ None, initial: false }
            if function.is_none() =>
        {
            *pending = item(interp, inner);
            let sum = pending.as_ref().and_then(|item| total.add_ints(item));
            sum.inspect(|sum| {
                // Both are ints, which nothing has to be done for when they go.
                *pending = None;
                *total = sum.clone();
            })
        }
        Tool::Pairwise { inner, before: Some(before) } => item(interp, inner).map(|item| {
            let first = std::mem::replace(before, item.clone());
            make::tuple::<M>([first, item])
        }),
        Tool::Product { pools, places, begun } => return choices::product(pools, places, begun),
        Tool::Combinations { pool, places, again, begun } => return choices::combinations(pool, places, *again, begun),
        Tool::Permutations { pool, places, turns, begun } => return choices::permutations(pool, places, turns, begun),
        _ => None,
    };
    found.map_or(Step::Later, Step::Item)
}

/// Notes that a slice gave an item.
fn pass(at: &mut u64, next: &mut u64, stop: Option<u64>, step: u64) {
    *at += 1;
    *next = next.saturating_add(step);
    if let Some(stop) = stop {
        *next = (*next).min(stop);
    }
}

/// What a step that runs code of the language works with: copies, because the lock is open meanwhile.
enum Work<M: Model> {
    Count(Value<M>, Value<M>),
    Cycle(Value<M>),
    Chain(Option<Value<M>>, Value<M>),
    Slice(Value<M>, u64),
    Accumulate { inner: Value<M>, function: Value<M>, total: Option<Value<M>>, initial: bool },
    TakeWhile(Value<M>, Value<M>),
    DropWhile(Value<M>, Value<M>, bool),
    FilterFalse(Value<M>, Value<M>),
    StarMap(Value<M>, Value<M>),
    Compress(Value<M>, Value<M>),
    Pairwise(Value<M>, bool),
    ZipLongest(Vec<Option<Value<M>>>, Value<M>),
    GroupBy,
    Group(Obj<M, Iter<M>>, Value<M>, u64),
    Nothing,
}

impl<M: Model> Work<M> {
    fn of(tool: &Tool<M>) -> Self {
        match tool {
            Tool::Count { next, step } => Self::Count(next.clone(), step.clone()),
            Tool::Cycle { inner: Some(inner), .. } => Self::Cycle(inner.clone()),
            Tool::Chain { current, rest } => Self::Chain(current.clone(), rest.clone()),
            Tool::Slice { inner, at, next, .. } => Self::Slice(inner.clone(), next - at),
            Tool::Accumulate { inner, function, total, initial, .. } => {
                let (inner, function, total) = (inner.clone(), function.clone(), total.clone());
                Self::Accumulate { inner, function, total, initial: *initial }
            }
            Tool::TakeWhile { test, inner } => Self::TakeWhile(test.clone(), inner.clone()),
            Tool::DropWhile { test, inner, dropping } => Self::DropWhile(test.clone(), inner.clone(), *dropping),
            Tool::FilterFalse { test, inner } => Self::FilterFalse(test.clone(), inner.clone()),
            Tool::StarMap { function, inner } => Self::StarMap(function.clone(), inner.clone()),
            Tool::Compress { data, selectors } => Self::Compress(data.clone(), selectors.clone()),
            Tool::Pairwise { inner, before } => Self::Pairwise(inner.clone(), before.is_some()),
            Tool::ZipLongest { inner, fill } => Self::ZipLongest(inner.clone(), fill.clone()),
            Tool::GroupBy(_) => Self::GroupBy,
            Tool::Group { parent, key, number } => Self::Group(parent.clone(), key.clone(), *number),
            _ => Self::Nothing,
        }
    }
}

/// Does something with an iterator's tool, its lock held. What `f` returns is let go once it is not.
fn with<M: Model, T>(iter: &Obj<M, Iter<M>>, f: impl FnOnce(&mut Tool<M>) -> T) -> Option<T> {
    match &mut *iter.open(|i| &i.state) {
        IterState::Tool(tool) => Some(f(tool)),
        _ => None,
    }
}

impl<M: Model> Thread<M> {
    /// A step that may run code of the language.
    pub(super) fn next_tool(&mut self, iter: &Obj<M, Iter<M>>) -> R<Option<Value<M>>> {
        match with(iter, |tool| Work::of(tool)).unwrap_or(Work::Nothing) {
            Work::Count(next, step) => {
                let following = self.binary(Binary::Add, false, &next, &step)?;
                let old = with(iter, |tool| match tool {
                    Tool::Count { next, .. } => Some(std::mem::replace(next, following)),
                    _ => None,
                });
                Ok(old.flatten())
            }
            Work::Cycle(inner) => self.next_of_cycle(iter, &inner),
            Work::Chain(current, rest) => self.next_of_chain(iter, current, &rest),
            Work::Slice(inner, skip) => self.next_of_slice(iter, &inner, skip),
            Work::Accumulate { inner, function, total, initial } => {
                self.next_total(iter, &inner, &function, total, initial)
            }
            Work::TakeWhile(test, inner) => match self.next(&inner)? {
                Some(item) => Ok(self.passes(&test, &item)?.then_some(item)),
                None => Ok(None),
            },
            Work::DropWhile(test, inner, dropping) => {
                while let Some(item) = self.next(&inner)? {
                    if !dropping || !self.passes(&test, &item)? {
                        with(iter, |tool| {
                            if let Tool::DropWhile { dropping, .. } = tool {
                                *dropping = false;
                            }
                        });
                        return Ok(Some(item));
                    }
                }
                Ok(None)
            }
            Work::FilterFalse(test, inner) => {
                while let Some(item) = self.next(&inner)? {
                    if !self.passes(&test, &item)? {
                        return Ok(Some(item));
                    }
                }
                Ok(None)
            }
            Work::StarMap(function, inner) => match self.next(&inner)? {
                Some(args) => {
                    let args = self.collect_vec(&args)?;
                    self.call(&function, &args).map(Some)
                }
                None => Ok(None),
            },
            Work::Compress(data, selectors) => {
                while let Some(item) = self.next(&data)?
                    && let Some(selector) = self.next(&selectors)?
                {
                    if self.truth(&selector)? {
                        return Ok(Some(item));
                    }
                }
                Ok(None)
            }
            Work::Pairwise(inner, begun) => self.next_of_pairs(iter, &inner, begun),
            Work::ZipLongest(inner, fill) => self.next_of_longest(iter, &inner, &fill),
            Work::GroupBy => self.next_group(iter),
            Work::Group(parent, key, number) => self.next_of_group(&parent, &key, number),
            Work::Nothing => Ok(None),
        }
    }

    /// What a test says of an item; None tests the item itself.
    fn passes(&mut self, test: &Value<M>, item: &Value<M>) -> R<bool> {
        if test.is_none() {
            return self.truth(item);
        }
        let answer = self.call(test, std::slice::from_ref(item))?;
        self.truth(&answer)
    }

    fn next_of_cycle(&mut self, iter: &Obj<M, Iter<M>>, inner: &Value<M>) -> R<Option<Value<M>>> {
        if let Some(item) = self.next(inner)? {
            with(iter, |tool| {
                if let Tool::Cycle { saved, .. } = tool {
                    saved.push(item.clone());
                }
            });
            return Ok(Some(item));
        }
        let old = with(iter, |tool| match tool {
            Tool::Cycle { inner, saved, next } => {
                let first = saved.first().cloned();
                *next = usize::from(saved.len() > 1);
                (inner.take(), first)
            }
            _ => (None, None),
        });
        Ok(old.and_then(|(_, first)| first))
    }

    fn next_of_chain(
        &mut self,
        iter: &Obj<M, Iter<M>>,
        mut current: Option<Value<M>>,
        rest: &Value<M>,
    ) -> R<Option<Value<M>>> {
        loop {
            if let Some(current) = &current
                && let Some(item) = self.next(current)?
            {
                return Ok(Some(item));
            }
            let Some(iterable) = self.next(rest)? else { return Ok(None) };
            let next = self.iter(&iterable)?;
            let old = with(iter, |tool| match tool {
                Tool::Chain { current, .. } => current.replace(next.clone()),
                _ => None,
            });
            drop(old);
            current = Some(next);
        }
    }

    fn next_of_slice(&mut self, iter: &Obj<M, Iter<M>>, inner: &Value<M>, skip: u64) -> R<Option<Value<M>>> {
        for _ in 0..skip {
            if self.next(inner)?.is_none() {
                return Ok(None);
            }
            with(iter, |tool| {
                if let Tool::Slice { at, .. } = tool {
                    *at += 1;
                }
            });
        }
        let over = with(iter, |tool| matches!(tool, Tool::Slice { at, stop: Some(stop), .. } if *at >= *stop));
        if over != Some(false) {
            return Ok(None);
        }
        let item = self.next(inner)?;
        with(iter, |tool| {
            if let Tool::Slice { at, next, stop, step, .. } = tool {
                pass(at, next, *stop, *step);
            }
        });
        Ok(item)
    }

    fn next_total(
        &mut self,
        iter: &Obj<M, Iter<M>>,
        inner: &Value<M>,
        function: &Value<M>,
        total: Option<Value<M>>,
        initial: bool,
    ) -> R<Option<Value<M>>> {
        let pending = with(iter, |tool| match tool {
            Tool::Accumulate { pending, initial, .. } => {
                *initial = false;
                pending.take()
            }
            _ => None,
        });
        if initial {
            return Ok(total);
        }
        let item = match pending.flatten() {
            Some(item) => item,
            None => match self.next(inner)? {
                Some(item) => item,
                None => return Ok(None),
            },
        };
        let sum = match total {
            None => item,
            Some(total) if function.is_none() => self.binary(Binary::Add, false, &total, &item)?,
            Some(total) => self.call(function, &[total, item])?,
        };
        let old = with(iter, |tool| match tool {
            Tool::Accumulate { total, .. } => total.replace(sum.clone()),
            _ => None,
        });
        drop(old);
        Ok(Some(sum))
    }

    fn next_of_pairs(&mut self, iter: &Obj<M, Iter<M>>, inner: &Value<M>, begun: bool) -> R<Option<Value<M>>> {
        if !begun {
            let Some(first) = self.next(inner)? else { return Ok(None) };
            set_before(iter, first);
        }
        let Some(item) = self.next(inner)? else { return Ok(None) };
        Ok(set_before(iter, item.clone()).map(|first| make::tuple::<M>([first, item])))
    }

    fn next_of_longest(
        &mut self,
        iter: &Obj<M, Iter<M>>,
        inner: &[Option<Value<M>>],
        fill: &Value<M>,
    ) -> R<Option<Value<M>>> {
        let mut left = inner.iter().flatten().count();
        let mut row = Vec::with_capacity(inner.len());
        for (i, iterator) in inner.iter().enumerate() {
            let item = match iterator {
                Some(iterator) => self.next(iterator)?,
                None => None,
            };
            if item.is_none() && iterator.is_some() {
                left -= 1;
                let old = with(iter, |tool| match tool {
                    Tool::ZipLongest { inner, .. } => inner[i].take(),
                    _ => None,
                });
                drop(old);
            }
            if left == 0 {
                return Ok(None);
            }
            row.push(item.unwrap_or_else(|| fill.clone()));
        }
        Ok((left > 0).then(|| make::tuple::<M>(row)))
    }
}

/// Notes the first item of the next pair; returns the one before.
fn set_before<M: Model>(iter: &Obj<M, Iter<M>>, item: Value<M>) -> Option<Value<M>> {
    with(iter, |tool| match tool {
        Tool::Pairwise { before, .. } => before.replace(item),
        _ => None,
    })?
}
