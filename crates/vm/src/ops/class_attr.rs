//! Changing the attributes of classes.

use crate::body::*;
use crate::error::R;
use crate::model::{Model, Obj, Value};
use crate::thread::Thread;
use std::sync::atomic::Ordering::Relaxed;

impl<M: Model> Thread<M> {
    /// `type.__setattr__` and `type.__delattr__`.
    pub(crate) fn set_class_attr(
        &mut self,
        class: &Obj<M, Class<M>>,
        name: &Obj<M, Str<M>>,
        new: Option<Value<M>>,
    ) -> R<()> {
        if class.flags.has(ClassFlags::BUILT_IN) {
            let message = format!("cannot set '{}' attribute of immutable type '{}'", name.as_str(), class.name);
            return Err(self.type_error(message));
        }
        let metaclass = self.class_of(class.as_value()).clone();
        if let Some(found) = metaclass.lookup(name)
            && self.is_data_descriptor(&found)
        {
            return self.set_by_descriptor(&found, class.as_value(), name, new);
        }
        self.set_in_class(class, name, new)
    }

    /// Changes a class while the world stands still, because readers of classes take no lock.
    pub(crate) fn set_in_class(
        &mut self,
        class: &Obj<M, Class<M>>,
        name: &Obj<M, Str<M>>,
        new: Option<Value<M>>,
    ) -> R<()> {
        let interp = self.interp_handle();
        let flags = new.as_ref().map_or(0, |new| {
            let native = name.as_str() == "__getattribute__" && new.kind() == kind::NATIVE;
            super::class::flag_of(name.as_str()) | if native { ClassFlags::NATIVE_GET } else { 0 }
        });
        let missing = new.is_none();
        let old = self.exclusive(|| {
            class.flags.set(flags);
            let mut table = class.open(|c| &c.namespace);
            let number = table.find_name(name);
            let (old, same_shape) = match (number, new) {
                (Some(number), Some(new)) => {
                    let entry = table.entry_mut(number).expect("found");
                    let ordinary = |v: &Value<M>| {
                        !v.is_object()
                            || !matches!(
                                v.kind(),
                                kind::FUNCTION
                                    | kind::NATIVE
                                    | kind::PROPERTY
                                    | kind::STATIC_METHOD
                                    | kind::CLASS_METHOD
                                    | kind::INSTANCE
                            )
                    };
                    let same = ordinary(&entry.value) && ordinary(&new);
                    (Some(std::mem::replace(&mut entry.value, new)), same)
                }
                (Some(number), None) => (table.remove(number).map(|e| e.value), false),
                (None, Some(new)) => {
                    table.insert_new(name.as_value().clone(), name.hash(), new);
                    (None, false)
                }
                (None, None) => (None, true),
            };
            if !same_shape {
                interp.epoch.fetch_add(1, Relaxed);
            }
            old
        });
        if missing && old.is_none() {
            return Err(self.no_attr(class.as_value(), name));
        }
        drop(old);
        Ok(())
    }
}
