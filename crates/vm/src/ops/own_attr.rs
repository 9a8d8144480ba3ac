//! Attributes that are in the object itself: its slots, or the dict that took their place.

use crate::body::*;
use crate::model::{Model, Obj, Value};
use crate::ops::dict::get_name;

/// An attribute that the object itself has.
pub fn own_attr<M: Model>(value: &Value<M>, name: &Obj<M, Str<M>>) -> Option<Value<M>> {
    if let Some(module) = value.downcast::<Module<M>>() {
        return get_name::<M>(&module.namespace, name);
    }
    if let Some(function) = value.downcast::<Function<M>>() {
        let dict = function.read(|f| &f.attributes).clone()?;
        return get_name::<M>(&dict, name);
    }
    let found = with_attributes::<M, _>(value, |_, own| match own.dict() {
        Some(dict) => Err(dict.clone()),
        None => Ok(own.shape().slot(name).and_then(|slot| own.get(slot).cloned())),
    });
    match found? {
        Ok(found) => found,
        Err(dict) => get_name::<M>(&dict, name),
    }
}

/// Calls `f` with the attributes of an instance or exception, its lock held.
pub fn with_attributes<M: Model, T>(
    value: &Value<M>,
    f: impl FnOnce(&Obj<M, Class<M>>, &mut Slots<'_, M>) -> T,
) -> Option<T> {
    if let Some(instance) = value.downcast::<Instance<M>>() {
        let mut open = instance.open_tail(|i| &i.attributes);
        return Some(f(&instance.class, &mut Slots::new(open.split())));
    }
    let exception = value.downcast::<Exception<M>>()?;
    let mut state = exception.open(|e| &e.state);
    Some(f(&exception.class, &mut Slots::new((&mut state.attributes, &mut []))))
}

/// Turns attributes into a dict, which they stay.
pub(crate) fn dict_of<M: Model>(class: &Obj<M, Class<M>>, own: &mut Slots<'_, M>) -> Obj<M, Dict<M>> {
    if let Some(dict) = own.dict() {
        return dict.clone();
    }
    let names = own.shape().names().to_vec();
    let dict = crate::make::dict::<M>();
    let values = own.become_dict(class, dict.clone());
    let mut table = dict.open(|d| &d.table);
    for (name, value) in names.into_iter().zip(values) {
        let hash = name.hash();
        table.insert_new(name.into_value(), hash, value);
    }
    drop(table);
    dict
}

/// Why attributes could not be changed in place.
pub(crate) enum Change<M: Model> {
    Missing,
    InDict(Obj<M, Dict<M>>, Option<Value<M>>),
}

/// Sets or deletes an attribute; returns what to drop once the lock is open.
pub(crate) fn change<M: Model>(
    class: &Obj<M, Class<M>>,
    own: &mut Slots<'_, M>,
    name: &Obj<M, Str<M>>,
    new: Option<Value<M>>,
) -> Result<Option<Value<M>>, Change<M>> {
    if let Some(dict) = own.dict() {
        return Err(Change::InDict(dict.clone(), new));
    }
    match (own.shape().slot(name), new) {
        (Some(slot), Some(new)) => Ok(own.replace(slot, new)),
        (None, Some(_)) if !class.admits(name) => Err(Change::Missing),
        (None, Some(new)) => {
            let slot = own.shape().names().len();
            let shape: *const Shape<M> = own.shape().with(name);
            own.add(class, shape, slot, new);
            Ok(None)
        }
        (Some(slot), None) => Ok(Some(own.remove(class, slot))),
        (None, None) => Err(Change::Missing),
    }
}
