//! The attributes of an object: values in slots, named by a shape, or a dict once the program asked for one.

use super::{Class, Dict, Shape};
use crate::model::{Model, Obj, Value, Visit};
use taipan_heap::Slot;

/// The part of an object that says what its attributes are.
///
/// The first values are in the slots that follow the object's body, if it has any; the others in a list. Both are
/// reached through [`Slots`].
pub struct Attributes<M: Model> {
    /// Names the values; belongs to the object's class, which keeps it alive.
    shape: *const Shape<M>,
    more: Option<Box<More<M>>>,
}

struct More<M: Model> {
    slots: Vec<Value<M>>,
    dict: Option<Obj<M, Dict<M>>>,
}

impl<M: Model> Attributes<M> {
    /// No attributes yet.
    pub fn new(class: &Class<M>) -> Self {
        Self { shape: class.shapes.root(), more: None }
    }

    /// The shape.
    #[inline]
    pub fn shape(&self) -> &Shape<M> {
        // SAFETY: shapes live as long as their class, which the object keeps alive.
        unsafe { &*self.shape }
    }

    /// The dict that took the place of the slots, if there is one.
    pub fn dict(&self) -> Option<&Obj<M, Dict<M>>> {
        self.more.as_ref()?.dict.as_ref()
    }

    /// The value in a slot, given the slots that follow the body.
    #[inline]
    pub fn get<'a>(&'a self, tail: &'a [Slot<M::Sharing>], slot: usize) -> Option<&'a Value<M>> {
        match tail.get(slot) {
            Some(value) => value.as_ref(),
            None => self.more.as_ref()?.slots.get(slot - tail.len()),
        }
    }

    pub(super) fn trace(&self, visit: &mut Visit<'_, M>) {
        let Some(more) = &self.more else { return };
        more.slots.iter().for_each(&mut *visit);
        if let Some(dict) = &more.dict {
            visit(dict.as_value());
        }
    }
}

/// The attributes of an object together with the slots that follow its body, its lock held.
pub struct Slots<'a, M: Model> {
    attributes: &'a mut Attributes<M>,
    tail: &'a mut [Slot<M::Sharing>],
}

impl<'a, M: Model> Slots<'a, M> {
    /// A view of both.
    #[inline]
    pub fn new((attributes, tail): (&'a mut Attributes<M>, &'a mut [Slot<M::Sharing>])) -> Self {
        Self { attributes, tail }
    }

    /// The shape.
    #[inline]
    pub fn shape(&self) -> &Shape<M> {
        self.attributes.shape()
    }

    /// The dict that took the place of the slots, if there is one.
    pub fn dict(&self) -> Option<&Obj<M, Dict<M>>> {
        self.attributes.dict()
    }

    /// The value in a slot.
    #[inline]
    pub fn get(&self, slot: usize) -> Option<&Value<M>> {
        self.attributes.get(self.tail, slot)
    }

    /// Puts another value into a slot that has one; returns what to drop once the lock is open.
    #[inline]
    pub fn replace(&mut self, slot: usize, new: Value<M>) -> Option<Value<M>> {
        if let Some(value) = self.tail.get_mut(slot) {
            return value.replace(new);
        }
        let number = slot - self.tail.len();
        let more = self.attributes.more.as_mut().expect("the shape has a name for the slot");
        Some(std::mem::replace(&mut more.slots[number], new))
    }

    /// Adds the value that a shape of one more name has a name for.
    #[inline]
    pub fn add(&mut self, class: &Class<M>, shape: *const Shape<M>, slot: usize, new: Value<M>) {
        self.attributes.shape = shape;
        match self.tail.get_mut(slot) {
            Some(free) => *free = Some(new),
            None => self.add_more(class, slot, new),
        }
    }

    #[cold]
    fn add_more(&mut self, class: &Class<M>, slot: usize, new: Value<M>) {
        class.shapes.need(slot + 1);
        self.more().slots.push(new);
    }

    fn more(&mut self) -> &mut More<M> {
        self.attributes.more.get_or_insert_with(|| Box::new(More { slots: Vec::new(), dict: None }))
    }

    /// All values, in order.
    pub fn values(&self) -> Vec<Value<M>> {
        (0..self.shape().names().len()).filter_map(|slot| self.get(slot).cloned()).collect()
    }

    /// Takes all values out; the shape stays.
    fn take_values(&mut self) -> Vec<Value<M>> {
        let mut values: Vec<_> = self.tail.iter_mut().filter_map(Option::take).collect();
        if let Some(more) = &mut self.attributes.more {
            values.append(&mut more.slots);
        }
        values
    }

    /// Takes a value out and its name out of the shape.
    pub fn remove(&mut self, class: &Class<M>, slot: usize) -> Value<M> {
        let names: Vec<_> = self.shape().names().to_vec();
        let mut values = self.take_values();
        let old = values.remove(slot);
        self.attributes.shape = class.shapes.root();
        let kept = names.iter().enumerate().filter(|(i, _)| *i != slot).map(|(_, name)| name);
        for (number, (name, value)) in kept.zip(values).enumerate() {
            let shape: *const Shape<M> = self.shape().with(name);
            self.add(class, shape, number, value);
        }
        old
    }

    /// Puts a dict in the place of the slots; returns the values that were in them.
    pub fn become_dict(&mut self, class: &Class<M>, dict: Obj<M, Dict<M>>) -> Vec<Value<M>> {
        let values = self.take_values();
        self.attributes.shape = class.shapes.in_dict();
        self.more().dict = Some(dict);
        values
    }

    /// Takes everything out; returns what to drop once the lock is open.
    pub fn clear(&mut self, class: &Class<M>) -> impl Sized + use<M> {
        let values = self.take_values();
        self.attributes.shape = class.shapes.root();
        (values, self.attributes.more.take())
    }
}
