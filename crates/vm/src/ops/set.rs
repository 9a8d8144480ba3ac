//! Set operations.

use crate::body::{FrozenSet, Set, Table};
use crate::error::R;
use crate::model::{Model, Obj, Value};
use crate::ops::arith::Binary;
use crate::thread::Thread;

impl<M: Model> Thread<M> {
    /// Adds an item; false if it was there.
    ///
    /// # Errors
    /// What `__hash__` and `__eq__` raise.
    pub fn set_add(&mut self, set: &Obj<M, Set<M>>, item: Value<M>) -> R<bool> {
        let hash = self.hash(&item)?;
        self.at_key(
            set,
            |s| &s.table,
            &item,
            hash,
            |table, number| {
                if number.is_none() {
                    table.insert_new(item.clone(), hash, ());
                }
                number.is_none()
            },
        )
    }

    /// Takes an item out; false if it was not there.
    ///
    /// # Errors
    /// What `__hash__` and `__eq__` raise.
    pub fn set_remove(&mut self, set: &Obj<M, Set<M>>, item: &Value<M>) -> R<bool> {
        let hash = self.hash(item)?;
        let entry = self.at_key(set, |s| &s.table, item, hash, |table, number| number.and_then(|n| table.remove(n)))?;
        Ok(entry.is_some())
    }

    /// Whether an item is in a set.
    ///
    /// # Errors
    /// What `__hash__` and `__eq__` raise.
    pub fn set_contains(&mut self, set: &Obj<M, Set<M>>, item: &Value<M>) -> R<bool> {
        let hash = self.hash(item)?;
        self.set_contains_hashed(set, item, hash)
    }

    fn set_contains_hashed(&mut self, set: &Obj<M, Set<M>>, item: &Value<M>, hash: u64) -> R<bool> {
        self.look_up(set, |s| &s.table, item, hash, |_, number| number.is_some())
    }

    /// Whether an item is in a frozen set.
    ///
    /// # Errors
    /// What `__hash__` and `__eq__` raise.
    pub fn frozen_contains(&mut self, set: &Obj<M, FrozenSet<M>>, item: &Value<M>) -> R<bool> {
        let hash = self.hash(item)?;
        Ok(self.find_in(&set.table, item, hash)?.is_some())
    }

    /// The items of two sets, or of a view of a dict and an iterable, combined by `|`, `&`, `-` or `^`.
    pub(crate) fn combine_sets(&mut self, op: Binary, a: &Value<M>, b: &Value<M>) -> R<Table<M, ()>> {
        match op {
            Binary::Or => {
                let (left, right) = (self.set_table(a)?, self.set_table(b)?);
                self.add_absent(left, right)
            }
            Binary::And => {
                let (a, b) = if self.is_larger(a, b) { (b, a) } else { (a, b) };
                self.select_of(a, b, true)
            }
            Binary::Subtract => self.select_of(a, b, false),
            _ => {
                let (left, right) = (self.set_table(a)?, self.set_table(b)?);
                let only_left = self.select(left.copy(), &right, false)?;
                let only_right = self.select(right, &left, false)?;
                self.add_absent(only_left, only_right)
            }
        }
    }

    /// Whether both are sets, and the first has more items.
    fn is_larger(&mut self, a: &Value<M>, b: &Value<M>) -> bool {
        use super::compare::is_set;
        is_set::<M>(a) && is_set::<M>(b) && self.len(a).unwrap_or(0) > self.len(b).unwrap_or(0)
    }

    /// The items of one set that are in another, or those that are not. The other is not copied if it is a set.
    fn select_of(&mut self, items: &Value<M>, other: &Value<M>, inside: bool) -> R<Table<M, ()>> {
        let items = self.set_table(items)?;
        if let Some(other) = other.downcast::<FrozenSet<M>>() {
            return self.select(items, &other.table, inside);
        }
        let Some(other) = other.downcast::<Set<M>>() else {
            let other = self.set_table(other)?;
            return self.select(items, &other, inside);
        };
        let mut result = Table::default();
        let entries: Vec<_> = items.into_entries().collect();
        // One look at the other set answers for all items that the language need not be asked about.
        let other_table = other.read(|s| &s.table);
        let answers: Vec<_> = entries.iter().map(|e| other_table.find(&e.key, e.hash, &[]).known()).collect();
        drop(other_table);
        for (entry, known) in entries.into_iter().zip(answers) {
            let found = match known {
                Some(found) => found.is_some(),
                None => self.set_contains_hashed(other, &entry.key, entry.hash)?,
            };
            if found == inside {
                result.insert_new(entry.key, entry.hash, ());
            }
        }
        Ok(result)
    }

    /// The items that are in another table, or those that are not.
    fn select(&mut self, items: Table<M, ()>, other: &Table<M, ()>, inside: bool) -> R<Table<M, ()>> {
        let mut result = Table::default();
        for entry in items.into_entries() {
            if self.find_in(other, &entry.key, entry.hash)?.is_some() == inside {
                result.insert_new(entry.key, entry.hash, ());
            }
        }
        Ok(result)
    }

    fn add_absent(&mut self, mut table: Table<M, ()>, more: Table<M, ()>) -> R<Table<M, ()>> {
        for entry in more.into_entries() {
            if self.find_in(&table, &entry.key, entry.hash)?.is_none() {
                table.insert_new(entry.key, entry.hash, ());
            }
        }
        Ok(table)
    }
}
