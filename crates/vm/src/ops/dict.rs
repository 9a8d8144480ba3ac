//! Dict operations: lookups that may ask the language, and the short way for names.

use crate::body::{Dict, Module, Probe, Str, Table};
use crate::error::R;
use crate::model::{Model, Obj, Value};
use crate::thread::Thread;
use taipan_heap::{Body, Inner};

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

/// What a lookup knows of keys that only the language can compare.
struct Asked<M: Model> {
    /// Numbers of entries, and whether their keys are equal to the one looked up.
    answers: Vec<(usize, bool)>,
    /// The version of the table that the numbers are of.
    version: u32,
    /// The key to ask about next.
    candidate: Option<(usize, Value<M>)>,
}

impl<M: Model> Asked<M> {
    fn new() -> Self {
        Self { answers: Vec::new(), version: 0, candidate: None }
    }

    /// The entry, or that there is none; None where the language has to be asked first.
    fn find<V>(&mut self, table: &Table<M, V>, key: &Value<M>, hash: u64) -> Option<Option<usize>> {
        if std::mem::replace(&mut self.version, table.version()) != table.version() {
            self.answers.clear();
        }
        let probe = table.find(key, hash, &self.answers);
        if let Probe::Ask(number) = probe {
            self.candidate = table.entry(number).map(|entry| (number, entry.key.clone()));
        }
        probe.known()
    }

    /// Asks the language about the candidate.
    fn ask(&mut self, thread: &mut Thread<M>, key: &Value<M>) -> R<()> {
        if let Some((number, candidate)) = self.candidate.take() {
            self.answers.push((number, thread.equal(&candidate, key)?));
        }
        Ok(())
    }
}

impl<M: Model> Thread<M> {
    /// Does something at a key's entry, or where it would be: one step, which no other thread comes between.
    ///
    /// A lookup may have to ask the language whether keys are equal, which is done with the table closed. If the table's
    /// keys have changed meanwhile, the lookup starts again.
    ///
    /// # Errors
    /// What `__eq__` raises.
    #[inline]
    pub fn at_key<B: Body<M::Sharing>, V, T>(
        &mut self,
        object: &Obj<M, B>,
        part: fn(&B) -> &Inner<Table<M, V>>,
        key: &Value<M>,
        hash: u64,
        act: impl FnOnce(&mut Table<M, V>, Option<usize>) -> T,
    ) -> R<T> {
        let acted = object.change(part, |table| match table.find(key, hash, &[]).known() {
            Some(number) => Ok(act(table, number)),
            None => Err(act),
        });
        acted.or_else(|act| self.at_key_asking(object, part, key, hash, act))
    }

    #[cold]
    #[inline(never)]
    fn at_key_asking<B: Body<M::Sharing>, V, T>(
        &mut self,
        object: &Obj<M, B>,
        part: fn(&B) -> &Inner<Table<M, V>>,
        key: &Value<M>,
        hash: u64,
        act: impl FnOnce(&mut Table<M, V>, Option<usize>) -> T,
    ) -> R<T> {
        let mut asked = Asked::new();
        loop {
            let mut table = object.open(part);
            if let Some(number) = asked.find(&table, key, hash) {
                return Ok(act(&mut table, number));
            }
            drop(table);
            asked.ask(self, key)?;
        }
    }

    /// The same, but only looking.
    ///
    /// # Errors
    /// What `__eq__` raises.
    #[inline]
    pub fn look_up<B: Body<M::Sharing>, V, T>(
        &mut self,
        object: &Obj<M, B>,
        part: fn(&B) -> &Inner<Table<M, V>>,
        key: &Value<M>,
        hash: u64,
        look: impl FnOnce(&Table<M, V>, Option<usize>) -> T,
    ) -> R<T> {
        let seen = object.look(part, |table| match table.find(key, hash, &[]).known() {
            Some(number) => Ok(look(table, number)),
            None => Err(look),
        });
        seen.or_else(|look| self.look_up_asking(object, part, key, hash, look))
    }

    #[cold]
    #[inline(never)]
    fn look_up_asking<B: Body<M::Sharing>, V, T>(
        &mut self,
        object: &Obj<M, B>,
        part: fn(&B) -> &Inner<Table<M, V>>,
        key: &Value<M>,
        hash: u64,
        look: impl FnOnce(&Table<M, V>, Option<usize>) -> T,
    ) -> R<T> {
        let mut asked = Asked::new();
        loop {
            let table = object.read(part);
            if let Some(number) = asked.find(&table, key, hash) {
                return Ok(look(&table, number));
            }
            drop(table);
            asked.ask(self, key)?;
        }
    }

    /// The same in a table that nobody else changes.
    ///
    /// # Errors
    /// What `__eq__` raises.
    #[inline]
    pub fn find_in<V>(&mut self, table: &Table<M, V>, key: &Value<M>, hash: u64) -> R<Option<usize>> {
        match table.find(key, hash, &[]).known() {
            Some(number) => Ok(number),
            None => self.find_in_asking(table, key, hash),
        }
    }

    #[cold]
    #[inline(never)]
    fn find_in_asking<V>(&mut self, table: &Table<M, V>, key: &Value<M>, hash: u64) -> R<Option<usize>> {
        let mut asked = Asked::new();
        loop {
            if let Some(number) = asked.find(table, key, hash) {
                return Ok(number);
            }
            asked.ask(self, key)?;
        }
    }

    /// The value of a key.
    ///
    /// # Errors
    /// What `__hash__` and `__eq__` raise.
    #[inline]
    pub fn dict_get(&mut self, dict: &Obj<M, Dict<M>>, key: &Value<M>) -> R<Option<Value<M>>> {
        let hash = self.hash(key)?;
        let value = |table: &Table<M, Value<M>>, number| table.entry(number).map(|e| e.value.clone());
        self.look_up(dict, |d| &d.table, key, hash, |table, number| number.and_then(|n| value(table, n)))
    }

    /// Whether a key is there.
    ///
    /// # Errors
    /// What `__hash__` and `__eq__` raise.
    pub fn dict_contains(&mut self, dict: &Obj<M, Dict<M>>, key: &Value<M>) -> R<bool> {
        let hash = self.hash(key)?;
        self.look_up(dict, |d| &d.table, key, hash, |_, number| number.is_some())
    }

    /// Sets a key.
    ///
    /// # Errors
    /// What `__hash__` and `__eq__` raise.
    pub fn dict_set(&mut self, dict: &Obj<M, Dict<M>>, key: Value<M>, value: Value<M>) -> R<()> {
        let hash = self.hash(&key)?;
        let old = self.at_key(
            dict,
            |d| &d.table,
            &key,
            hash,
            |table, number| match number.and_then(|n| table.entry_mut(n)) {
                Some(entry) => Some(std::mem::replace(&mut entry.value, value)),
                None => {
                    table.insert_new(key.clone(), hash, value);
                    None
                }
            },
        );
        old.map(drop)
    }

    /// The value of a key, which is set first if it is not there.
    ///
    /// # Errors
    /// What `__hash__` and `__eq__` raise.
    pub fn dict_set_default(&mut self, dict: &Obj<M, Dict<M>>, key: &Value<M>, default: Value<M>) -> R<Value<M>> {
        let hash = self.hash(key)?;
        self.at_key(
            dict,
            |d| &d.table,
            key,
            hash,
            |table, number| match number.and_then(|n| table.entry(n)) {
                Some(entry) => entry.value.clone(),
                None => {
                    table.insert_new(key.clone(), hash, default.clone());
                    default
                }
            },
        )
    }

    /// Takes a key out; its value if it was there.
    ///
    /// # Errors
    /// What `__hash__` and `__eq__` raise.
    pub fn dict_remove(&mut self, dict: &Obj<M, Dict<M>>, key: &Value<M>) -> R<Option<Value<M>>> {
        let hash = self.hash(key)?;
        let entry = self.at_key(dict, |d| &d.table, key, hash, |table, number| number.and_then(|n| table.remove(n)))?;
        Ok(entry.map(|e| e.value))
    }

    /// Adds all items of a mapping or of an iterable of pairs.
    ///
    /// # Errors
    /// TypeError or ValueError for what is neither, and what the items' code raises.
    pub fn dict_update(&mut self, dict: &Obj<M, Dict<M>>, other: &Value<M>) -> R<()> {
        if let Some(other) = self.payload::<Dict<M>>(other) {
            let copy = self.dict_copy(&other);
            return self.add_entries(dict, |d| &d.table, copy);
        }
        if self.special(other, |n| &n.keys).is_some() {
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
