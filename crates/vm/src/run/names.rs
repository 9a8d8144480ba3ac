//! Names of modules: globals and builtins, each site remembering where it found its name.

use crate::body::*;
use crate::error::{Exc, R, Raised};
use crate::load::{Missed, Site};
use crate::model::{Model, Obj, Value};
use crate::ops::dict::{delete_name, get_name, set_name};
use crate::thread::Thread;
use std::sync::atomic::Ordering::Relaxed;

impl<M: Model> Thread<M> {
    /// The global that a site names, for the function that runs; `hand` makes what is loaded of what is there.
    #[inline(always)]
    pub(super) fn load_global(
        &mut self,
        function: &Function<M>,
        site: &Site<M>,
        hand: impl Fn(&Value<M>) -> Value<M>,
    ) -> R<Value<M>> {
        // Relaxed: only a guess where the entry may be, which its key confirms.
        let number = site.entry.load(Relaxed) as usize;
        let found = |table: &Table<M, Value<M>>| match entry_of(table, number, site.key) {
            Some(found) => Ok(hand(found)),
            None => Err(table.stamp()),
        };
        match function.globals.glance(|d| &d.table, found) {
            Some(Ok(found)) => Ok(found),
            Some(Err(stamp)) => self.load_builtin(function, site, stamp, hand),
            None => self.load_global_waiting(function, site, hand),
        }
    }

    /// The same, whatever it takes to open the dict.
    #[inline(never)]
    fn load_global_waiting(
        &mut self,
        function: &Function<M>,
        site: &Site<M>,
        hand: impl Fn(&Value<M>) -> Value<M>,
    ) -> R<Value<M>> {
        // Relaxed: as above.
        let number = site.entry.load(Relaxed) as usize;
        let table = function.globals.read(|d| &d.table);
        if let Some(found) = entry_of(&table, number, site.key) {
            return Ok(hand(found));
        }
        let stamp = table.stamp();
        drop(table);
        self.load_builtin(function, site, stamp, hand)
    }

    #[inline]
    fn load_builtin(
        &mut self,
        function: &Function<M>,
        site: &Site<M>,
        stamp: u64,
        hand: impl Fn(&Value<M>) -> Value<M>,
    ) -> R<Value<M>> {
        // Relaxed: the stamp says that the globals still lack the name; the key confirms the entry.
        if stamp != 0 && site.stamp.load(Relaxed) == stamp {
            let number = site.entry.load(Relaxed) as usize;
            let builtins = self.interp().builtins();
            let found = builtins.look(|d| &d.table, |table| entry_of(table, number, site.key).map(hand));
            if let Some(found) = found {
                return Ok(found);
            }
        }
        self.load_global_slow(function, site)
    }

    #[cold]
    fn load_global_slow(&mut self, function: &Function<M>, site: &Site<M>) -> R<Value<M>> {
        self.missed(Missed::Global);
        let name = site.text().clone();
        let found = |table: &Table<M, Value<M>>| {
            let number = table.find_name(&name)?;
            site.entry.store(number as u32, Relaxed);
            table.entry(number).map(|entry| entry.value.clone())
        };
        let table = function.globals.read(|d| &d.table);
        if let Some(value) = found(&table) {
            return Ok(value);
        }
        let mut stamp = table.stamp();
        drop(table);
        if stamp == 0 {
            let mut table = function.globals.open(|d| &d.table);
            // It may have come in between.
            if let Some(value) = found(&table) {
                return Ok(value);
            }
            stamp = table.make_stamp();
        }
        let table = self.interp().builtins().read(|d| &d.table);
        let found = table.find_name(&name).and_then(|number| Some((number, table.entry(number)?.value.clone())));
        drop(table);
        let Some((number, value)) = found else { return Err(self.undefined(&name)) };
        site.entry.store(number as u32, Relaxed);
        site.stamp.store(stamp, Relaxed);
        Ok(value)
    }

    pub(super) fn store_global(&mut self, name: u16, value: Value<M>) {
        let frame = self.frames.last().expect("a frame runs");
        set_name::<M>(frame.globals(), &frame.exec().names[name as usize], value);
    }

    pub(super) fn delete_global(&mut self, name: u16) -> R<()> {
        let name = self.name(name);
        let frame = self.frames.last().expect("a frame runs");
        if delete_name::<M>(frame.globals(), &name) { Ok(()) } else { Err(self.undefined(&name)) }
    }

    /// Where names of the running body live.
    pub(crate) fn namespace(&self) -> Obj<M, Dict<M>> {
        self.frames.last().expect("a frame runs").namespace().clone()
    }

    pub(super) fn load_name(&mut self, name: u16) -> R<Value<M>> {
        let frame = self.frames.last().expect("a frame runs");
        let name = &frame.exec().names[name as usize];
        let namespace = frame.namespace();
        if let Some(value) = get_name::<M>(namespace, name) {
            return Ok(value);
        }
        let found = get_name::<M>(frame.globals(), name).or_else(|| get_name::<M>(self.interp().builtins(), name));
        let name = name.clone();
        found.ok_or(()).map_err(|()| self.undefined(&name))
    }

    pub(super) fn store_name(&mut self, name: u16, value: Value<M>) {
        let frame = self.frames.last().expect("a frame runs");
        let namespace = frame.namespace();
        set_name::<M>(namespace, &frame.exec().names[name as usize], value);
    }

    pub(super) fn delete_name(&mut self, name: u16) -> R<()> {
        let name = self.name(name);
        if delete_name::<M>(&self.namespace(), &name) { Ok(()) } else { Err(self.undefined(&name)) }
    }

    pub(super) fn load_class_cell(&mut self, cell: &Value<M>, slot: u16, name: u16) -> R<Value<M>> {
        if name != u16::MAX {
            let name = self.name(name);
            if let Some(value) = get_name::<M>(&self.namespace(), &name) {
                return Ok(value);
            }
        }
        let value = cell.downcast::<Cell<M>>().and_then(|c| c.read(|c| &c.value).clone());
        value.ok_or(()).map_err(|()| self.unbound_cell(slot))
    }

    #[cold]
    pub(crate) fn undefined(&mut self, name: &Obj<M, Str<M>>) -> Raised {
        self.raise_with(Exc::Name, format!("name '{}' is not defined", name.as_str()), &[("name", name.as_value())])
    }
}

/// The value of an entry, if its key is the name whose word this is.
#[inline(always)]
fn entry_of<M: Model>(table: &Table<M, Value<M>>, number: usize, key: u64) -> Option<&Value<M>> {
    table.entry(number).filter(|entry| entry.key.bits() == key).map(|entry| &entry.value)
}
