//! Copying and merging built-in containers, each in one step that no other thread comes between.
//!
//! What a container holds is copied while it is open, and only then is anything done with it. Iterating does not do:
//! another thread may store between two items.

use crate::body::*;
use crate::error::R;
use crate::make;
use crate::model::{Model, Obj, Value};
use crate::thread::Thread;
use taipan_heap::{Body, Inner};

impl<M: Model> Thread<M> {
    /// All items. Those of a list, a dict, a set or a view of a dict are what it held at one moment.
    ///
    /// # Errors
    /// What iterating raises.
    pub fn collect_vec(&mut self, iterable: &Value<M>) -> R<Vec<Value<M>>> {
        if let Some(items) = copy_items::<M>(iterable) {
            return Ok(items);
        }
        let mut items = Vec::new();
        self.for_each(iterable, |_, item| {
            items.push(item);
            Ok(())
        })?;
        Ok(items)
    }

    /// `list.extend(iterable)`.
    ///
    /// # Errors
    /// What iterating raises.
    pub fn list_extend(&mut self, list: &Obj<M, List<M>>, iterable: &Value<M>) -> R<()> {
        if let Some(items) = copy_items::<M>(iterable) {
            list.open(|l| &l.items).extend(items);
            return Ok(());
        }
        self.for_each(iterable, |_, item| {
            list.open(|l| &l.items).push(item);
            Ok(())
        })
    }

    /// A copy of a dict's table.
    pub fn dict_copy(&mut self, dict: &Obj<M, Dict<M>>) -> Table<M, Value<M>> {
        dict.read(|d| &d.table).copy()
    }

    /// A table of the items of an iterable.
    ///
    /// # Errors
    /// What iterating, hashing and comparing raise.
    pub fn set_table(&mut self, iterable: &Value<M>) -> R<Table<M, ()>> {
        if let Some(set) = iterable.downcast::<Set<M>>() {
            return Ok(set.read(|s| &s.table).copy());
        }
        if let Some(set) = iterable.downcast::<FrozenSet<M>>() {
            return Ok(set.table.copy());
        }
        if let Some(dict) = iterable.downcast::<Dict<M>>() {
            return Ok(keys(&dict.read(|d| &d.table)));
        }
        if let Some(view) = iterable.downcast::<DictView<M>>().filter(|view| view.of == ViewOf::Keys) {
            return Ok(keys(&view.dict.read(|d| &d.table)));
        }
        let mut table = Table::default();
        self.for_each(iterable, |thread, item| {
            let hash = thread.hash(&item)?;
            if thread.find_in(&table, &item, hash)?.is_none() {
                table.insert_new(item, hash, ());
            }
            Ok(())
        })?;
        Ok(table)
    }

    /// `set.update(iterable)`.
    ///
    /// # Errors
    /// What iterating, hashing and comparing raise.
    pub fn set_update(&mut self, set: &Obj<M, Set<M>>, iterable: &Value<M>) -> R<()> {
        let items = self.set_table(iterable)?;
        self.add_entries(set, |s| &s.table, items)
    }

    /// Adds entries to a table: one step, as long as keys can be compared without the language's code.
    ///
    /// # Errors
    /// What `__eq__` raises.
    pub fn add_entries<B: Body<M::Sharing>, V>(
        &mut self,
        object: &Obj<M, B>,
        part: fn(&B) -> &Inner<Table<M, V>>,
        entries: Table<M, V>,
    ) -> R<()> {
        let mut entries = entries.into_entries();
        loop {
            let mut replaced = Vec::new();
            let mut table = object.open(part);
            let asked = add_plain(&mut table, &mut entries, &mut replaced);
            drop(table);
            drop(replaced);
            let Some(entry) = asked else { return Ok(()) };
            self.add_entry(object, part, entry)?;
        }
    }

    fn add_entry<B: Body<M::Sharing>, V>(
        &mut self,
        object: &Obj<M, B>,
        part: fn(&B) -> &Inner<Table<M, V>>,
        entry: Entry<M, V>,
    ) -> R<()> {
        let Entry { hash, key, value } = entry;
        let put = |table: &mut Table<M, V>, number: Option<usize>| match number.and_then(|n| table.entry_mut(n)) {
            Some(entry) => Some(std::mem::replace(&mut entry.value, value)),
            None => {
                table.insert_new(key.clone(), hash, value);
                None
            }
        };
        self.at_key(object, part, &key, hash, put).map(drop)
    }
}

/// Adds entries up to the first that only the language can compare, which is returned.
/// What is to be let go of once the table is closed goes to `replaced`.
fn add_plain<M: Model, V>(
    table: &mut Table<M, V>,
    entries: &mut impl Iterator<Item = Entry<M, V>>,
    replaced: &mut Vec<(Value<M>, V)>,
) -> Option<Entry<M, V>> {
    for entry in entries {
        match table.find(&entry.key, entry.hash, &[]) {
            Probe::Absent => {
                table.insert_new(entry.key, entry.hash, entry.value);
            }
            Probe::Found(number) => {
                let old = table.entry_mut(number).expect("it was found");
                replaced.push((entry.key, std::mem::replace(&mut old.value, entry.value)));
            }
            Probe::Ask(_) => return Some(entry),
        }
    }
    None
}

/// What a built-in container holds, if it can be copied in one step.
pub(crate) fn copy_items<M: Model>(container: &Value<M>) -> Option<Vec<Value<M>>> {
    Some(match container.kind() {
        kind::TUPLE => container.downcast::<Tuple<M>>()?.items().to_vec(),
        kind::LIST => container.downcast::<List<M>>()?.read(|l| &l.items).clone(),
        kind::DICT => copy_shown(container.downcast::<Dict<M>>()?, ViewOf::Keys),
        kind::DICT_VIEW => {
            let view = container.downcast::<DictView<M>>()?;
            copy_shown(&view.dict, view.of)
        }
        kind::SET => container.downcast::<Set<M>>()?.read(|s| &s.table).iter().map(|e| e.key.clone()).collect(),
        kind::RANGE => copy_range(container.downcast::<Range<M>>()?)?,
        kind::FROZEN_SET => container.downcast::<FrozenSet<M>>()?.table.iter().map(|e| e.key.clone()).collect(),
        _ => return None,
    })
}

/// The numbers of a range, unless they are so many that a signal should be able to come between.
fn copy_range<M: Model>(range: &Range<M>) -> Option<Vec<Value<M>>> {
    const MANY: i64 = 1 << 16;
    let numbers = 0..range.len();
    (numbers.end <= MANY).then(|| numbers.map(|i| make::int::<M>(range.start + i * range.step)).collect())
}

/// What a view of a dict shows.
fn copy_shown<M: Model>(dict: &Obj<M, Dict<M>>, of: ViewOf) -> Vec<Value<M>> {
    let table = dict.read(|d| &d.table);
    match of {
        ViewOf::Keys => table.iter().map(|e| e.key.clone()).collect(),
        ViewOf::Values => table.iter().map(|e| e.value.clone()).collect(),
        ViewOf::Items => table.iter().map(|e| make::tuple::<M>([e.key.clone(), e.value.clone()])).collect(),
    }
}

/// The keys of a dict's table.
fn keys<M: Model>(table: &Table<M, Value<M>>) -> Table<M, ()> {
    let mut keys = Table::default();
    keys.reserve(table.len());
    for entry in table.iter() {
        keys.insert_new(entry.key.clone(), entry.hash, ());
    }
    keys
}
