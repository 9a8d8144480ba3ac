//! `groupby` and the iterators over its groups, which take turns with one iterator.

use super::with;
use crate::body::*;
use crate::error::R;
use crate::make;
use crate::model::{Model, Obj, Value};
use crate::thread::Thread;

impl<M: Model> Thread<M> {
    /// The next pair of a `groupby`: a key, and an iterator over the items that have it.
    pub(super) fn next_group(&mut self, iter: &Obj<M, Iter<M>>) -> R<Option<Value<M>>> {
        loop {
            let keys = with_groups(iter, |groups| (groups.key.clone(), groups.target.clone()));
            match keys {
                Some((Some(_), None)) => break,
                Some((Some(key), Some(target))) if !self.equal(&target, &key)? => break,
                Some(_) => {}
                None => return Ok(None),
            }
            if !self.advance_groups(iter)? {
                return Ok(None);
            }
        }
        let given = with_groups(iter, |groups| {
            groups.number += 1;
            let key = groups.key.clone()?;
            Some((key.clone(), groups.number, groups.target.replace(key)))
        });
        Ok(given.flatten().map(|(key, number, old)| {
            drop(old);
            let group = Tool::Group { parent: iter.clone(), key: key.clone(), number };
            make::tuple::<M>([key, make::iter::<M>(IterState::Tool(Box::new(group)))])
        }))
    }

    /// Takes an item from the iterator behind a `groupby`; false at its end.
    fn advance_groups(&mut self, iter: &Obj<M, Iter<M>>) -> R<bool> {
        let parts = with_groups(iter, |groups| (groups.inner.clone(), groups.function.clone()));
        let Some((inner, function)) = parts else { return Ok(false) };
        let Some(item) = self.next(&inner)? else { return Ok(false) };
        let key = if function.is_none() { item.clone() } else { self.call(&function, std::slice::from_ref(&item))? };
        let old = with_groups(iter, |groups| (groups.item.replace(item), groups.key.replace(key)));
        drop(old);
        Ok(true)
    }

    pub(super) fn next_of_group(
        &mut self,
        parent: &Obj<M, Iter<M>>,
        key: &Value<M>,
        number: u64,
    ) -> R<Option<Value<M>>> {
        let waiting = with_groups(parent, |groups| (groups.number == number).then(|| groups.item.is_some()));
        match waiting.flatten() {
            None => return Ok(None),
            Some(false) if !self.advance_groups(parent)? => return Ok(None),
            Some(_) => {}
        }
        let now = with_groups(parent, |groups| groups.key.clone()).flatten();
        match now {
            Some(now) if self.equal(key, &now)? => Ok(with_groups(parent, |groups| groups.item.take()).flatten()),
            _ => Ok(None),
        }
    }
}

fn with_groups<M: Model, T>(iter: &Obj<M, Iter<M>>, f: impl FnOnce(&mut Groups<M>) -> T) -> Option<T> {
    with(iter, |tool| match tool {
        Tool::GroupBy(groups) => Some(f(groups)),
        _ => None,
    })?
}
