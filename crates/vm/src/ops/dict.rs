//! Dict operations: lookups that may ask the language, and the short way for names.

use crate::body::{Dict, Module, Probe, Str, Table};
use crate::error::R;
use crate::model::{Model, Obj, Value};
use crate::thread::Thread;
use taipan_heap::Body;

/// The value of a name.
#[inline]
pub fn get_name<M: Model>(dict: &Obj<M, Dict<M>>, name: &Obj<M, Str<M>>) -> Option<Value<M>> {
    let table = dict.read(|d| &d.table);
    let number = table.find_name(name)?;
    table.entry(number).map(|e| e.value.clone())
}

/// The value of a name given as text.
pub fn get_str<M: Model>(dict: &Obj<M, Dict<M>>, name: &str) -> Option<Value<M>> {
    let table = dict.read(|d| &d.table);
    let number = table.find_str(name, crate::text::hash::str(name) as u64 | 1)?;
    table.entry(number).map(|e| e.value.clone())
}

/// Sets a name.
#[inline]
pub fn set_name<M: Model>(dict: &Obj<M, Dict<M>>, name: &Obj<M, Str<M>>, value: Value<M>) {
    let mut table = dict.open(|d| &d.table);
    let old = match table.find_name(name) {
        Some(number) => table.entry_mut(number).map(|e| std::mem::replace(&mut e.value, value)),
        None => {
            table.insert_new(name.as_value().clone(), name.hash(), value);
            None
        }
    };
    drop(table);
    drop(old);
}

/// Deletes a name; false if it is not there.
pub fn delete_name<M: Model>(dict: &Obj<M, Dict<M>>, name: &Obj<M, Str<M>>) -> bool {
    let mut table = dict.open(|d| &d.table);
    let entry = table.find_name(name).and_then(|number| table.remove(number));
    drop(table);
    entry.is_some()
}

/// Empties the namespaces of all modules but `keep`, then the dict of modules.
pub(crate) fn clear_modules<M: Model>(modules: &Obj<M, Dict<M>>, keep: &Obj<M, Dict<M>>) {
    let table = modules.open(|d| &d.table).take();
    for entry in table.iter() {
        if let Some(module) = entry.value.downcast::<Module<M>>()
            && !module.namespace.is(keep)
        {
            let names = module.namespace.open(|d| &d.table).take();
            drop(names);
        }
    }
}

impl<M: Model> Thread<M> {
    /// Looks a key up in the table that `open` opens, asking the language where needed.
    ///
    /// Returns the number of the entry, with the table still as it was when the answer was found.
    ///
    /// # Errors
    /// What `__eq__` raises.
    pub fn probe<B: Body<M::Sharing>, V>(
        &mut self,
        object: &Obj<M, B>,
        part: fn(&B) -> &taipan_heap::Inner<Table<M, V>>,
        key: &Value<M>,
        hash: u64,
    ) -> R<Option<usize>> {
        let mut asked: Vec<(usize, bool)> = Vec::new();
        let mut version = None;
        loop {
            let table = object.read(part);
            if version.replace(table.version()) != Some(table.version()) {
                asked.clear();
            }
            let probe = table.find(key, hash, &asked);
            drop(table);
            match probe {
                Probe::Found(number) => return Ok(Some(number)),
                Probe::Absent => return Ok(None),
                Probe::Ask(number, candidate) => asked.push((number, self.equal(&candidate, key)?)),
            }
        }
    }

    /// The value of a key.
    ///
    /// # Errors
    /// What `__hash__` and `__eq__` raise.
    #[inline]
    pub fn dict_get(&mut self, dict: &Obj<M, Dict<M>>, key: &Value<M>) -> R<Option<Value<M>>> {
        let hash = self.hash(key)?;
        let table = dict.read(|d| &d.table);
        match table.find(key, hash, &[]) {
            Probe::Found(number) => return Ok(table.entry(number).map(|e| e.value.clone())),
            Probe::Absent => return Ok(None),
            Probe::Ask(..) => drop(table),
        }
        let number = self.probe(dict, |d| &d.table, key, hash)?;
        Ok(number.and_then(|n| dict.read(|d| &d.table).entry(n).map(|e| e.value.clone())))
    }

    /// Sets a key.
    ///
    /// # Errors
    /// What `__hash__` and `__eq__` raise.
    pub fn dict_set(&mut self, dict: &Obj<M, Dict<M>>, key: Value<M>, value: Value<M>) -> R<()> {
        let hash = self.hash(&key)?;
        let mut table = dict.open(|d| &d.table);
        match table.find(&key, hash, &[]) {
            Probe::Found(number) => {
                let old = table.entry_mut(number).map(|e| std::mem::replace(&mut e.value, value));
                drop(table);
                drop(old);
                return Ok(());
            }
            Probe::Absent => {
                table.insert_new(key, hash, value);
                return Ok(());
            }
            Probe::Ask(..) => drop(table),
        }
        let number = self.probe(dict, |d| &d.table, &key, hash)?;
        let mut table = dict.open(|d| &d.table);
        let old = match number.and_then(|n| table.entry_mut(n)) {
            Some(entry) => Some(std::mem::replace(&mut entry.value, value)),
            None => {
                table.insert_new(key, hash, value);
                None
            }
        };
        drop(table);
        drop(old);
        Ok(())
    }

    /// Takes a key out; its value if it was there.
    ///
    /// # Errors
    /// What `__hash__` and `__eq__` raise.
    pub fn dict_remove(&mut self, dict: &Obj<M, Dict<M>>, key: &Value<M>) -> R<Option<Value<M>>> {
        let hash = self.hash(key)?;
        let Some(number) = self.probe(dict, |d| &d.table, key, hash)? else { return Ok(None) };
        let entry = dict.open(|d| &d.table).remove(number);
        Ok(entry.map(|e| e.value))
    }

    /// A copy of a dict's table.
    pub fn dict_copy(&mut self, dict: &Obj<M, Dict<M>>) -> Table<M, Value<M>> {
        dict.read(|d| &d.table).copy()
    }

    /// Adds all items of a mapping or of an iterable of pairs.
    ///
    /// # Errors
    /// TypeError or ValueError for what is neither, and what the items' code raises.
    pub fn dict_update(&mut self, dict: &Obj<M, Dict<M>>, other: &Value<M>) -> R<()> {
        if let Some(other) = self.payload::<Dict<M>>(other) {
            let copy = self.dict_copy(&other);
            for entry in copy.into_entries() {
                self.dict_set(dict, entry.key, entry.value)?;
            }
            return Ok(());
        }
        if self.special_named(other, "keys").is_some() {
            let keys = self.call_method(other, "keys", &[])?;
            return self.for_each(&keys, |thread, key| {
                let value = thread.get_item(other, &key)?;
                thread.dict_set(dict, key, value)
            });
        }
        let mut index = 0;
        self.for_each(other, |thread, item| {
            if !thread.is_iterable(&item) {
                let message = format!("cannot convert dictionary update sequence element #{index} to a sequence");
                return Err(thread.type_error(message));
            }
            let pair = thread.collect_vec(&item)?;
            let Ok([key, value]) = <[Value<M>; 2]>::try_from(pair) else {
                let n = thread.len(&item).unwrap_or(0);
                thread.error = None;
                return Err(thread.value_error(format!(
                    "dictionary update sequence element #{index} has length {n}; 2 is required"
                )));
            };
            index += 1;
            thread.dict_set(dict, key, value)
        })
    }
}
