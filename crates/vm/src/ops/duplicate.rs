//! Copies of instances, attribute by attribute: no dict is made, and the copy has the original's shape.

use super::own_attr::{change, with_attributes};
use crate::body::*;
use crate::model::{Model, Obj, Value};

/// What an instance is made of, as of one moment.
pub struct Parts<M: Model> {
    class: Obj<M, Class<M>>,
    /// Names the values; lives as long as the class.
    shape: *const Shape<M>,
    /// The values of its attributes, in order. A copy may be given others.
    pub values: Vec<Value<M>>,
}

impl<M: Model> Parts<M> {
    /// The parts of an instance whose attributes are in slots and which holds nothing of a built-in class.
    pub fn of(value: &Value<M>) -> Option<Self> {
        if value.downcast::<Instance<M>>()?.payload().is_some() {
            return None;
        }
        with_attributes::<M, _>(value, |class, own| {
            let shape: *const Shape<M> = own.shape();
            own.dict().is_none().then(|| Self { class: class.clone(), shape, values: own.values() })
        })?
    }

    /// An instance of the same class without attributes. No code of the class runs.
    pub fn empty(&self) -> Value<M> {
        super::class::instance::<M>(&self.class, Value::<M>::NONE)
    }

    /// Gives an instance, made by [`empty`](Self::empty), the values.
    pub fn fill(self, instance: &Value<M>) {
        let Self { class, shape, values } = self;
        // SAFETY: the class is alive, and keeps its shapes.
        let names = unsafe { &*shape }.names();
        let left = with_attributes::<M, _>(instance, |_, own| {
            let mut old = Vec::new();
            for (slot, value) in values.into_iter().enumerate() {
                // Who was given the instance before it was filled may have set attributes.
                if own.shape().names().len() == slot && own.dict().is_none() {
                    let next: *const Shape<M> = own.shape().with(&names[slot]);
                    own.add(&class, next, slot, value);
                } else {
                    old.push(change(&class, own, &names[slot], Some(value)));
                }
            }
            old
        });
        drop(left);
    }
}
