//! The hash table behind dicts and sets: entries in order of insertion, and an index of them.
//!
//! The shape is that of CPython's compact dict: a dense list of entries and a sparse list of small numbers.
//! A lookup may have to ask the language whether two keys are equal, and no lock may be held meanwhile; so a
//! lookup that cannot decide by itself names the candidate ([`Probe::Ask`]) and is tried again with the answer.

use super::index::Index;
use crate::body::Str;
use crate::model::{Model, Obj, Value};
use crate::ops::compare::plainly_equal;
use std::sync::atomic::{AtomicU32, Ordering::Relaxed};

/// An ordered hash table from values to `V`.
pub struct Table<M: Model, V> {
    entries: Vec<Option<Entry<M, V>>>,
    /// Where entries are by hash; absent while there are few.
    index: Index,
    live: usize,
    /// Changes whenever a key comes or goes, so that an iteration or an undecided lookup notices.
    version: u32,
    /// A number that no other table of the process has; 0 until somebody asks.
    identity: u32,
}

/// One entry.
pub struct Entry<M: Model, V> {
    /// The key's hash.
    pub hash: u64,
    /// The key.
    pub key: Value<M>,
    /// What it leads to.
    pub value: V,
}

/// What a lookup found.
#[derive(Clone, Copy)]
pub enum Probe {
    /// The entry with this number.
    Found(usize),
    /// No such key.
    Absent,
    /// The key has the hash of the entry with this number: only the language can say if the keys are equal.
    Ask(usize),
}

impl Probe {
    /// The entry's number, or that there is none; None where the language has to be asked.
    #[inline]
    pub fn known(self) -> Option<Option<usize>> {
        match self {
            Self::Found(number) => Some(Some(number)),
            Self::Absent => Some(None),
            Self::Ask(_) => None,
        }
    }
}

/// Up to this many entries are searched one by one.
const FEW: usize = 8;

impl<M: Model, V> Default for Table<M, V> {
    fn default() -> Self {
        Self { entries: Vec::new(), index: Index::default(), live: 0, version: 0, identity: 0 }
    }
}

impl<M: Model, V> Table<M, V> {
    /// How many keys.
    #[inline]
    pub fn len(&self) -> usize {
        self.live
    }

    /// Whether there is no key.
    pub fn is_empty(&self) -> bool {
        self.live == 0
    }

    /// What no other table has, and this one only until a key comes or goes; 0 for unknown.
    #[inline]
    pub fn stamp(&self) -> u64 {
        if self.identity == 0 { 0 } else { u64::from(self.identity) << 32 | u64::from(self.version) }
    }

    /// The same, known from now on.
    pub fn make_stamp(&mut self) -> u64 {
        static NEXT: AtomicU32 = AtomicU32::new(1);
        if self.identity == 0 {
            // Relaxed: the numbers only have to differ. After four billion of them there are none.
            let next = NEXT.fetch_update(Relaxed, Relaxed, |n| n.checked_add(1));
            self.identity = next.unwrap_or(0);
        }
        self.stamp()
    }

    /// A number that changes whenever a key comes or goes.
    pub fn version(&self) -> u32 {
        self.version
    }

    /// Length of the list of entries, holes included: the bound of entry numbers.
    pub fn bound(&self) -> usize {
        self.entries.len()
    }

    /// The entry with a number, unless it is a hole.
    #[inline]
    pub fn entry(&self, number: usize) -> Option<&Entry<M, V>> {
        self.entries.get(number)?.as_ref()
    }

    /// The same, to change the value.
    #[inline]
    pub fn entry_mut(&mut self, number: usize) -> Option<&mut Entry<M, V>> {
        self.entries.get_mut(number)?.as_mut()
    }

    /// Entries in order.
    pub fn iter(&self) -> impl DoubleEndedIterator<Item = &Entry<M, V>> {
        self.entries.iter().flatten()
    }

    /// Looks a key up. `asked` holds answers of the language so far: entry number and verdict.
    #[inline]
    pub fn find(&self, key: &Value<M>, hash: u64, asked: &[(usize, bool)]) -> Probe {
        let check = |number: usize| self.entries[number].as_ref()?.check(number, key, hash, asked);
        self.search(hash, check).unwrap_or(Probe::Absent)
    }

    /// Looks an interned name up; needs no code of the language.
    #[inline]
    pub fn find_name(&self, name: &Obj<M, Str<M>>) -> Option<usize> {
        let hash = name.hash();
        let is_it = |number: usize| self.entries[number].as_ref()?.key.is(name.as_value()).then_some(number);
        // A key that is equal but another object is seldom: it is looked for when the name itself is not found.
        match self.search(hash, is_it) {
            None if self.live > 0 => self.find_str(name.as_str(), hash),
            found => found,
        }
    }

    /// Looks a string up by its text; needs no code of the language.
    pub fn find_str(&self, text: &str, hash: u64) -> Option<usize> {
        self.search(hash, |number| {
            let entry = self.entries[number].as_ref().filter(|e| e.hash == hash)?;
            (entry.key.downcast::<Str<M>>()?.as_str() == text).then_some(number)
        })
    }

    /// Asks `is_it` about the entries that may have a hash, until it has an answer.
    #[inline]
    fn search<T>(&self, hash: u64, is_it: impl FnMut(usize) -> Option<T>) -> Option<T> {
        if self.index.is_absent() {
            return (0..self.entries.len()).find_map(is_it);
        }
        self.index.search(hash, is_it)
    }

    /// Adds a key that is known to be absent; returns its entry's number.
    #[inline]
    pub fn insert_new(&mut self, key: Value<M>, hash: u64, value: V) -> usize {
        if self.entries.len() == self.entries.capacity() && self.live < self.entries.len() / 2 {
            self.compact();
        }
        let number = self.entries.len();
        self.entries.push(Some(Entry { hash, key, value }));
        self.live += 1;
        self.version = self.version.wrapping_add(1);
        if number < FEW && self.index.is_absent() {
            return number;
        }
        if self.index.is_full() {
            self.reindex();
        } else {
            self.index.add(number, hash);
        }
        number
    }

    /// Makes room for so many more keys.
    pub fn reserve(&mut self, more: usize) {
        self.entries.reserve(more);
    }

    /// Takes an entry out; its number stays a hole.
    pub fn remove(&mut self, number: usize) -> Option<Entry<M, V>> {
        let entry = self.entries.get_mut(number)?.take()?;
        self.live -= 1;
        self.version = self.version.wrapping_add(1);
        if self.live == 0 {
            self.entries.clear();
            self.index = Index::default();
            return Some(entry);
        }
        if !self.index.is_absent() {
            self.index.remove(number, entry.hash);
        }
        // Holes at the end go at once, so that taking the last entry again and again costs the same each time.
        while let Some(None) = self.entries.last() {
            self.entries.pop();
        }
        Some(entry)
    }

    /// Takes everything out.
    pub fn take(&mut self) -> Self {
        let version = self.version.wrapping_add(1);
        std::mem::replace(self, Self { version, ..Self::default() })
    }

    /// The entries, in order.
    pub fn into_entries(self) -> impl DoubleEndedIterator<Item = Entry<M, V>> {
        self.entries.into_iter().flatten()
    }

    /// Makes the index anew, with room for as many entries as the list of entries has.
    #[cold]
    fn reindex(&mut self) {
        self.index = Index::with_room(self.entries.len().max(self.entries.capacity() * 3 / 4) + 1);
        for (number, entry) in self.entries.iter().enumerate() {
            if let Some(entry) = entry {
                self.index.add(number, entry.hash);
            }
        }
    }

    /// Closes the holes.
    fn compact(&mut self) {
        self.entries.retain(Option::is_some);
        if !self.index.is_absent() {
            self.reindex();
        }
    }
}

impl<M: Model, V> Entry<M, V> {
    #[inline]
    fn check(&self, number: usize, key: &Value<M>, hash: u64, asked: &[(usize, bool)]) -> Option<Probe> {
        if self.hash != hash {
            return None;
        }
        if self.key.is(key) {
            return Some(Probe::Found(number));
        }
        self.check_other(number, key, asked)
    }

    /// The same for another object with the same hash, which is seldom.
    #[inline(never)]
    fn check_other(&self, number: usize, key: &Value<M>, asked: &[(usize, bool)]) -> Option<Probe> {
        match plainly_equal::<M>(&self.key, key) {
            Some(true) => Some(Probe::Found(number)),
            Some(false) => None,
            None => match asked.iter().find(|a| a.0 == number) {
                Some((_, true)) => Some(Probe::Found(number)),
                Some((_, false)) => None,
                None => Some(Probe::Ask(number)),
            },
        }
    }
}

impl<M: Model, V: Clone> Table<M, V> {
    /// A copy with the holes closed.
    pub fn copy(&self) -> Self {
        if self.live == self.entries.len() {
            return Self {
                entries: self.entries.clone(),
                index: self.index.clone(),
                live: self.live,
                version: 0,
                identity: 0,
            };
        }
        let mut copy = Self::default();
        copy.reserve(self.live);
        for entry in self.iter() {
            copy.insert_new(entry.key.clone(), entry.hash, entry.value.clone());
        }
        copy
    }
}

impl<M: Model, V: Clone> Clone for Entry<M, V> {
    fn clone(&self) -> Self {
        Self { hash: self.hash, key: self.key.clone(), value: self.value.clone() }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    struct Free;

    impl taipan_heap::Sharing for Free {
        type Count = taipan_heap::Atomic;
        type Lock = taipan_heap::Own;
    }

    // SAFETY: counts are atomic and bodies have locks of their own.
    unsafe impl Model for Free {
        const NAME: &'static str = "free";
        type Sharing = Self;
        type Gate = taipan_gil::Open;
    }

    /// A hash with few values, so that keys meet in the index.
    fn hash(key: i64) -> u64 {
        (key % 7) as u64
    }

    fn find(table: &Table<Free, i64>, key: i64) -> Option<usize> {
        match table.find(&Value::<Free>::small(key as i32), hash(key), &[]) {
            Probe::Found(number) => Some(number),
            _ => None,
        }
    }

    fn keys(table: &Table<Free, i64>) -> Vec<i64> {
        table.iter().map(|e| e.key.int_unchecked()).collect()
    }

    proptest! {
        #[test]
        fn keeps_what_was_put_in_and_not_taken_out(steps in prop::collection::vec((any::<bool>(), 0i64..40), 0..300)) {
            let (mut table, mut order) = (Table::<Free, i64>::default(), Vec::new());
            for (add, key) in steps {
                let known = find(&table, key);
                prop_assert_eq!(known.is_some(), order.contains(&key));
                match known {
                    Some(number) if !add => {
                        prop_assert_eq!(table.remove(number).map(|e| e.value), Some(-key));
                        order.retain(|k| *k != key);
                    }
                    None if add => {
                        table.insert_new(Value::<Free>::small(key as i32), hash(key), -key);
                        order.push(key);
                    }
                    _ => {}
                }
                prop_assert_eq!(keys(&table), order.clone());
                prop_assert_eq!(table.len(), order.len());
            }
        }
    }

    #[test]
    fn taking_the_last_leaves_no_holes() {
        let mut table = Table::<Free, i64>::default();
        for key in 0..100 {
            table.insert_new(Value::<Free>::small(key), hash(key.into()), 0);
        }
        table.remove(98);
        table.remove(99);
        assert_eq!(table.bound(), 98);
        assert_eq!(find(&table, 97), Some(97));
    }
}
