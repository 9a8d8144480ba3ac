//! Attributes at the places of a program that get and set them: fast where the same kind of receiver comes again.

use super::attr::bound;
use super::cache::{self, Place};
use crate::body::*;
use crate::error::R;
use crate::load::{Missed, Site};
use crate::model::{Model, Obj, Value};
use crate::thread::Thread;
use std::sync::atomic::Ordering::Relaxed;

impl<M: Model> Thread<M> {
    /// The attribute of an instance, if the site knows the slot that it is in; None if its lock cannot be taken at once.
    #[inline]
    pub(crate) fn own_attr_at(&self, instance: &Obj<M, Instance<M>>, site: &Site<M>) -> Option<Option<Value<M>>> {
        instance.glance(|i| &i.attributes, |own| self.slot_at(instance, own, site))
    }

    /// The same, whatever it takes to open the instance.
    #[inline(never)]
    pub(crate) fn own_attr_at_slow(&self, instance: &Obj<M, Instance<M>>, site: &Site<M>) -> Option<Value<M>> {
        instance.look(|i| &i.attributes, |own| self.slot_at(instance, own, site))
    }

    /// The same in an instance whose attributes are open.
    #[inline(always)]
    fn slot_at(&self, instance: &Obj<M, Instance<M>>, own: &Attributes<M>, site: &Site<M>) -> Option<Value<M>> {
        let slot = site.quick_slot(self.interp(), own.shape().mark);
        if slot < instance.room() {
            // SAFETY: the tail has the slot, and nobody changes it meanwhile; the shape has a name for it, so it is filled.
            return Some(unsafe { instance.tail_slot(slot).as_ref().unwrap_unchecked() }.clone());
        }
        match site.known(self.interp(), own.shape().id) {
            // SAFETY: nobody changes the tail meanwhile.
            Some(Place::Slot(slot)) => own.get(unsafe { instance.tail() }, *slot).cloned(),
            _ => None,
        }
    }

    /// What gets the attribute of an instance, if the site knows that it is a property. It may be lent.
    #[inline(never)]
    pub(crate) fn getter_at(&self, value: &Value<M>, site: &Site<M>) -> Option<Value<M>> {
        let place = site.known(self.interp(), cache::key::<M>(value))?;
        if !matches!(place, Place::Property(..)) {
            return None;
        }
        // SAFETY: the receiver has the key, and the site has just looked at the epoch.
        let property = unsafe { place.unbound() }?;
        Some(property.downcast::<Property<M>>()?.get.lend())
    }

    /// `value.name` at a site that remembers, where it is neither of these.
    ///
    /// # Errors
    /// As [`get_attr`](Self::get_attr).
    #[inline(never)]
    pub(crate) fn get_attr_at(&mut self, value: &Value<M>, site: &Site<M>) -> R<Value<M>> {
        let name = site.text();
        if let Some(module) = value.downcast::<Module<M>>()
            && let Some(found) = self.get_module_attr_at(module, name, site)
        {
            return Ok(found);
        }
        let key = cache::key::<M>(value);
        if let Some(place) = self.place_at(value, name, site, key)
            && let Some(found) = self.load_place(value, &place, key)
        {
            return found;
        }
        self.get_attr(value, name)
    }

    /// The method `value.name` as function and receiver, or as a value alone, at a site that remembers. `hand` makes what
    /// is returned of the function where it is.
    ///
    /// # Errors
    /// As [`get_attr`](Self::get_attr).
    #[inline]
    pub(crate) fn get_method_at(
        &mut self,
        value: Value<M>,
        site: &Site<M>,
        hand: impl Fn(&Value<M>) -> Value<M>,
    ) -> R<(Value<M>, Option<Value<M>>)> {
        if let Some(instance) = value.downcast::<Instance<M>>() {
            let method = |own: &Attributes<M>| match site.known(self.interp(), own.shape().id) {
                // SAFETY: as below.
                Some(place @ Place::Method(..)) => unsafe { place.unbound_as(&hand) },
                _ => None,
            };
            if let Some(function) = instance.glance(|i| &i.attributes, method).flatten() {
                return Ok((function, Some(value)));
            }
        }
        self.get_method_other(value, site, hand)
    }

    #[inline]
    fn get_method_other(
        &mut self,
        value: Value<M>,
        site: &Site<M>,
        hand: impl Fn(&Value<M>) -> Value<M>,
    ) -> R<(Value<M>, Option<Value<M>>)> {
        let key = cache::key::<M>(&value);
        if let Some(place @ Place::Method(..)) = site.known(self.interp(), key)
            // SAFETY: the receiver has the key, and the site has just looked at the epoch.
            && let Some(function) = unsafe { place.unbound_as(hand) }
        {
            return Ok((function, Some(value)));
        }
        self.get_method_remembered(value, site, key)
    }

    #[inline(never)]
    fn get_method_remembered(&mut self, value: Value<M>, site: &Site<M>, key: u64) -> R<(Value<M>, Option<Value<M>>)> {
        let name = site.text();
        if let Some(module) = value.downcast::<Module<M>>()
            && let Some(found) = self.get_module_attr_at(module, name, site)
        {
            return Ok((found, None));
        }
        if let Some(place) = self.place_at(&value, name, site, key) {
            // SAFETY: the receiver has the key, and the place was found in this epoch.
            match (place, unsafe { place.function() }) {
                (Place::Method(..), Some(function)) => return Ok((function, Some(value))),
                (Place::ClassMethod(..), Some(function)) => {
                    let class = self.class_for_method(&value);
                    return Ok((function, Some(class)));
                }
                _ => {}
            }
            if let Some(found) = self.load_place(&value, &place, key) {
                return found.map(|found| (found, None));
            }
        }
        self.get_attr(&value, name).map(|found| (found, None))
    }

    /// `object.name = new` at a site that remembers.
    ///
    /// # Errors
    /// As [`set_attr`](Self::set_attr).
    #[inline]
    pub(crate) fn set_attr_at(&mut self, object: &Value<M>, site: &Site<M>, new: Value<M>) -> R<()> {
        if let Some(instance) = object.downcast::<Instance<M>>() {
            let Some(mut own) = instance.try_open(|i| &i.attributes) else {
                return self.set_attr_waiting(instance, object, site, new);
            };
            let stored = self.put_at(instance, &mut own, site, new);
            drop(own);
            match stored {
                Ok(old) => {
                    drop(old);
                    return Ok(());
                }
                Err(new) => return self.set_attr_remembered(object, site, new),
            }
        }
        self.set_attr_remembered(object, site, new)
    }

    /// The same, whatever it takes to open the instance.
    #[inline(never)]
    fn set_attr_waiting(
        &mut self,
        instance: &Obj<M, Instance<M>>,
        object: &Value<M>,
        site: &Site<M>,
        new: Value<M>,
    ) -> R<()> {
        let mut own = instance.open(|i| &i.attributes);
        let stored = self.put_at(instance, &mut own, site, new);
        drop(own);
        match stored {
            Ok(old) => {
                drop(old);
                Ok(())
            }
            Err(new) => self.set_attr_remembered(object, site, new),
        }
    }

    /// Sets the attribute in an instance whose attributes are open, if the site knows where it is; returns what to drop once
    /// they are not, or else what was to be set.
    #[inline(always)]
    fn put_at(
        &self,
        instance: &Obj<M, Instance<M>>,
        own: &mut Attributes<M>,
        site: &Site<M>,
        new: Value<M>,
    ) -> Result<Option<Value<M>>, Value<M>> {
        let slot = site.quick_slot(self.interp(), own.shape().mark);
        if slot < instance.room() {
            // SAFETY: the lock is held, and the tail has the slot.
            return Ok(unsafe { instance.tail_slot_mut(slot) }.replace(new));
        }
        match site.known_to_set(self.interp(), own.shape().id) {
            Some(place) => {
                // SAFETY: the lock is held.
                let mut own = Slots::new((own, unsafe { instance.tail_mut() }));
                Ok(store::<M>(&mut own, &instance.class, place, new))
            }
            None => Err(new),
        }
    }

    #[inline(never)]
    fn set_attr_remembered(&mut self, object: &Value<M>, site: &Site<M>, new: Value<M>) -> R<()> {
        let name = site.text();
        let Some(instance) = object.downcast::<Instance<M>>() else { return self.set_attr(object, name, Some(new)) };
        let key = cache::key_to_set::<M>(instance);
        let Some(place) = self.place_to_set(instance, name, site, key) else {
            return self.set_attr(object, name, Some(new));
        };
        let mut open = instance.open_tail(|i| &i.attributes);
        let mut own = Slots::new(open.split());
        // Another thread may have given the object another shape since the key was read.
        if site.is_to_set(own.shape().id, key) {
            let old = store::<M>(&mut own, &instance.class, &place, new);
            drop(open);
            drop(old);
            return Ok(());
        }
        drop(open);
        self.set_attr(object, name, Some(new))
    }

    /// Where setting an attribute puts it: as the thread knows, or by looking and remembering.
    fn place_to_set(
        &mut self,
        instance: &Obj<M, Instance<M>>,
        name: &Obj<M, Str<M>>,
        site: &Site<M>,
        key: u64,
    ) -> Option<Place<M>> {
        if key == 0 {
            return None;
        }
        self.missed(Missed::Attribute);
        let place = match self.cache.get(self.interp(), key, name) {
            Some(place) => place,
            None => {
                self.missed(Missed::Place);
                self.find_place_to_set(instance, name, site, key)?
            }
        };
        site.learn(self.interp(), key, place);
        self.cache.put(self.interp(), key, name, place);
        Some(place)
    }

    #[cold]
    fn find_place_to_set(
        &mut self,
        instance: &Obj<M, Instance<M>>,
        name: &Obj<M, Str<M>>,
        site: &Site<M>,
        key: u64,
    ) -> Option<Place<M>> {
        let class = &instance.class;
        if class.flags.has(ClassFlags::SET_ATTR) {
            return None;
        }
        if self.lookup(class, name).is_some_and(|found| self.is_data_descriptor(&found)) {
            return None;
        }
        let open = instance.read(|i| &i.attributes);
        let shape = open.shape();
        if !site.is_to_set(shape.id, key) {
            return None;
        }
        match shape.slot(name) {
            Some(slot) => Some(Place::Slot(slot)),
            None if class.admits(name) => Some(Place::Add(shape.with(name), shape.names().len())),
            None => None,
        }
    }

    /// What a class or its ancestors have of a name, unbound.
    #[inline]
    pub fn lookup(&self, class: &Class<M>, name: &Obj<M, Str<M>>) -> Option<Value<M>> {
        self.lookup_as(class, name, Value::<M>::clone_common)
    }

    /// What `hand` makes of it.
    #[inline]
    pub(crate) fn lookup_as(
        &self,
        class: &Class<M>,
        name: &Obj<M, Str<M>>,
        hand: impl FnOnce(&Value<M>) -> Value<M>,
    ) -> Option<Value<M>> {
        let key = cache::key_unbound(class);
        let place = self.cache.get(self.interp(), key, name).unwrap_or_else(|| self.learn_unbound(class, name, key));
        // SAFETY: the place was found in this class and this epoch.
        unsafe { place.unbound_as(hand) }
    }

    #[inline(never)]
    fn learn_unbound(&self, class: &Class<M>, name: &Obj<M, Str<M>>, key: u64) -> Place<M> {
        let place = cache::find(class, name).map_or(Place::Missing, |(owner, entry)| Place::Class(owner, entry));
        self.cache.put(self.interp(), key, name, place);
        place
    }

    /// Where an attribute is: as the site knows, or the thread, or by looking and remembering.
    fn place_at(&mut self, value: &Value<M>, name: &Obj<M, Str<M>>, site: &Site<M>, key: u64) -> Option<Place<M>> {
        if key == 0 {
            self.missed(Missed::Attribute);
            self.missed(Missed::Place);
            return None;
        }
        if let Some(place) = site.known(self.interp(), key) {
            return Some(*place);
        }
        self.missed(Missed::Attribute);
        if let Some(place) = self.cache.get(self.interp(), key, name) {
            site.learn(self.interp(), key, place);
            return Some(place);
        }
        self.missed(Missed::Place);
        let place = match value.downcast::<Class<M>>() {
            Some(class) => self.find_in_class(class, name),
            None => self.find_place(value, name, key),
        }?;
        site.learn(self.interp(), key, place);
        self.cache.put(self.interp(), key, name, place);
        Some(place)
    }

    /// Where an attribute of an instance, or of a value of a built-in class, is.
    #[cold]
    fn find_place(&mut self, value: &Value<M>, name: &Obj<M, Str<M>>, key: u64) -> Option<Place<M>> {
        let class = self.class_of(value).clone();
        if class.flags.has(ClassFlags::GET_ATTR) {
            return None;
        }
        let slot = match value.downcast::<Instance<M>>() {
            Some(instance) => {
                let open = instance.read(|i| &i.attributes);
                if open.shape().id != key {
                    return None;
                }
                open.shape().slot(name)
            }
            None => None,
        };
        let Some((owner, entry)) = cache::find::<M>(&class, name) else { return slot.map(Place::Slot) };
        // SAFETY: an ancestor of the receiver's class, which the receiver keeps alive.
        let found = unsafe { Place::Class(owner, entry).unbound() }?;
        match (found.kind(), slot) {
            (kind::PROPERTY, _) => Some(Place::Property(owner, entry)),
            (kind::INSTANCE, _) if self.is_data_descriptor(&found) => None,
            (_, Some(slot)) => Some(Place::Slot(slot)),
            (kind::FUNCTION, None) => Some(Place::Method(owner, entry)),
            (kind::NATIVE, None) if found.downcast::<Native<M>>().is_some_and(|n| n.binds) => {
                Some(Place::Method(owner, entry))
            }
            (kind::STATIC_METHOD, None) => Some(Place::Static(owner, entry)),
            (kind::CLASS_METHOD, None) => Some(Place::ClassMethod(owner, entry)),
            (kind::INSTANCE, None) if self.special(&found, |n| &n.get).is_some() => None,
            (_, None) => Some(Place::Class(owner, entry)),
        }
    }

    /// Where an attribute of a class is.
    #[cold]
    fn find_in_class(&mut self, class: &Obj<M, Class<M>>, name: &Obj<M, Str<M>>) -> Option<Place<M>> {
        let metaclass = self.class_of(class.as_value());
        if self.lookup(metaclass, name).is_some_and(|found| self.is_data_descriptor(&found)) {
            return None;
        }
        let (owner, entry) = cache::find::<M>(class, name)?;
        // SAFETY: the class, or an ancestor, which it keeps alive.
        let found = unsafe { Place::Class(owner, entry).unbound() }?;
        match found.kind() {
            kind::STATIC_METHOD => Some(Place::Static(owner, entry)),
            kind::CLASS_METHOD => Some(Place::ClassMethod(owner, entry)),
            kind::INSTANCE if self.special(&found, |n| &n.get).is_some() => None,
            _ => Some(Place::Class(owner, entry)),
        }
    }

    /// The attribute in a place, bound; None if it is not there any more.
    fn load_place(&mut self, value: &Value<M>, place: &Place<M>, key: u64) -> Option<R<Value<M>>> {
        if let Place::Slot(slot) = *place {
            let open = value.downcast::<Instance<M>>()?.read_tail(|i| &i.attributes);
            let (own, tail) = open.split();
            // Another thread may have given the object another shape since the key was read.
            return if own.shape().id == key { own.get(tail, slot).cloned().map(Ok) } else { None };
        }
        // SAFETY: the receiver has the key, and the place was found in this epoch.
        let found = unsafe { place.function() }?;
        match place {
            Place::Method(..) => Some(Ok(bound::<M>(found, value))),
            Place::ClassMethod(..) => {
                let class = self.class_for_method(value);
                Some(Ok(bound::<M>(found, &class)))
            }
            Place::Property(..) => {
                let get = found.downcast::<Property<M>>()?.get.clone();
                (!get.is_none()).then(|| self.call(&get, std::slice::from_ref(value)))
            }
            _ => Some(Ok(found)),
        }
    }

    /// What a class method reached through a value is bound to.
    fn class_for_method(&self, value: &Value<M>) -> Value<M> {
        match value.downcast::<Class<M>>() {
            Some(class) => class.as_value().clone(),
            None => self.class_of(value).as_value().clone(),
        }
    }

    /// An attribute of a module: the entry of its namespace that had the name last time, or has it now.
    ///
    /// Names that begin with underscores may be something else in the module's class, and are looked up.
    fn get_module_attr_at(
        &self,
        module: &Obj<M, Module<M>>,
        name: &Obj<M, Str<M>>,
        site: &Site<M>,
    ) -> Option<Value<M>> {
        let table = module.namespace.read(|d| &d.table);
        let number = site.entry.load(Relaxed) as usize;
        if number != 0
            && let Some(entry) = table.entry(number - 1).filter(|e| e.key.is(name.as_value()))
        {
            return Some(entry.value.clone());
        }
        if name.as_str().starts_with("__") {
            return None;
        }
        let number = table.find_name(name)?;
        site.entry.store(number as u32 + 1, Relaxed);
        table.entry(number).map(|e| e.value.clone())
    }
}

/// Sets the attribute in a place of an object that has the place's shape; returns what to drop once the lock is open.
#[inline]
fn store<M: Model>(own: &mut Slots<'_, M>, class: &Class<M>, place: &Place<M>, new: Value<M>) -> Option<Value<M>> {
    match *place {
        Place::Slot(slot) => own.replace(slot, new),
        Place::Add(shape, slot) => {
            own.add(class, shape, slot, new);
            None
        }
        _ => unreachable!("only these places are remembered for setting"),
    }
}
