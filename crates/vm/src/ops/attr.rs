//! Attributes: which class a value has, where a name is found, and what binding makes of it.

use super::own_attr::{Change, change, dict_of, own_attr, with_attributes};
use crate::body::*;
use crate::error::{Exc, R, Raised};
use crate::loan::Loan;
use crate::make;
use crate::model::{Model, Obj, Value};
use crate::ops::dict::{delete_name, get_name, set_name};
use crate::thread::Thread;
use crate::types::Names;
use taipan_heap::Body;

impl<M: Model> Class<M> {
    /// The attribute of a name in this class or its ancestors, unbound.
    #[inline]
    pub fn lookup(&self, name: &Obj<M, Str<M>>) -> Option<Value<M>> {
        self.own(name).or_else(|| self.ancestors.iter().find_map(|c| c.own(name)))
    }

    /// The attribute of a name in this class alone.
    #[inline]
    pub fn own(&self, name: &Obj<M, Str<M>>) -> Option<Value<M>> {
        let names = self.names();
        names.entry(names.find_name(name)?).map(|e| e.value.clone())
    }
}

/// Whether a class is another, or descends from it.
pub trait Subclass<M: Model> {
    /// Whether this class is `other` or descends from it.
    fn is_subclass(&self, other: &Obj<M, Class<M>>) -> bool;
}

impl<M: Model> Subclass<M> for Obj<M, Class<M>> {
    #[inline]
    fn is_subclass(&self, other: &Obj<M, Class<M>>) -> bool {
        self.is(other) || self.ancestors.iter().any(|c| c.is(other))
    }
}

impl<M: Model> Thread<M> {
    /// The class of a value.
    #[inline]
    pub fn class_of<'a>(&'a self, value: &'a Value<M>) -> &'a Obj<M, Class<M>> {
        match value.kind() {
            kind::INSTANCE => &value.downcast::<Instance<M>>().expect("kind").class,
            kind::EXCEPTION => &value.downcast::<Exception<M>>().expect("kind").class,
            kind::HANDLE => &value.downcast::<Handle<M>>().expect("kind").class,
            kind::CLASS => {
                let metaclass = &value.downcast::<Class<M>>().expect("kind").metaclass;
                metaclass.as_ref().unwrap_or(&self.interp().types().type_)
            }
            _ => self.interp().types().of_plain(value),
        }
    }

    /// The name of a value's class.
    pub fn type_name(&self, value: &Value<M>) -> String {
        self.class_of(value).name.to_string()
    }

    /// The body of a built-in type, held by the value itself or by an instance of a subclass.
    pub fn payload<T: Body<M::Sharing>>(&self, value: &Value<M>) -> Option<Obj<M, T>> {
        if let Some(object) = value.downcast::<T>() {
            return Some(object.clone());
        }
        value.downcast::<Instance<M>>()?.payload()?.downcast::<T>().cloned()
    }

    /// The Rust state of an object of a native module.
    pub fn state<'a, T: 'static>(&self, value: &'a Value<M>) -> Option<&'a T> {
        let handle = match value.downcast::<Instance<M>>() {
            Some(instance) => instance.payload()?.downcast::<Handle<M>>()?,
            None => value.downcast::<Handle<M>>()?,
        };
        handle.state.downcast_ref::<T>()
    }

    /// A special method of a value's class, unbound: pass the value as first argument.
    #[inline]
    pub fn special(&self, value: &Value<M>, name: fn(&Names<M>) -> &Obj<M, Str<M>>) -> Option<Value<M>> {
        self.lookup(self.class_of(value), name(&self.interp().types().names))
    }

    /// What `hand` makes of it.
    #[inline]
    pub(crate) fn special_as(
        &self,
        value: &Value<M>,
        name: fn(&Names<M>) -> &Obj<M, Str<M>>,
        hand: impl FnOnce(&Value<M>) -> Value<M>,
    ) -> Option<Value<M>> {
        self.lookup_as(self.class_of(value), name(&self.interp().types().names), hand)
    }

    /// The same for any name. Threads wait for each other to look it up, so what is asked often is one of the `Names`.
    pub fn special_named(&self, value: &Value<M>, name: &str) -> Option<Value<M>> {
        self.lookup(self.class_of(value), &self.interp().interned(name)?)
    }

    /// `value.name`.
    ///
    /// # Errors
    /// AttributeError, and what descriptors and `__getattr__` raise.
    pub fn get_attr(&mut self, value: &Value<M>, name: &Obj<M, Str<M>>) -> R<Value<M>> {
        match self.find_attr(value, name)? {
            Some(found) => Ok(found),
            None => self.missing_attr(value, name),
        }
    }

    /// `value.name` for a name that is no object yet.
    ///
    /// # Errors
    /// As [`get_attr`](Self::get_attr).
    pub fn get_attr_str(&mut self, value: &Value<M>, name: &str) -> R<Value<M>> {
        let name = self.interp().intern(name);
        self.get_attr(value, &name)
    }

    /// `value.name`, or None where it would raise AttributeError.
    ///
    /// # Errors
    /// Any other exception.
    pub fn get_attr_opt(&mut self, value: &Value<M>, name: &Obj<M, Str<M>>) -> R<Option<Value<M>>> {
        let found = match self.find_attr(value, name) {
            Ok(None) if value.kind() != kind::MODULE && self.special(value, |n| &n.get_attr).is_none() => {
                return Ok(None);
            }
            Ok(None) => self.missing_attr(value, name),
            Ok(Some(found)) => Ok(found),
            Err(raised) => Err(raised),
        };
        match found {
            Ok(found) => Ok(Some(found)),
            Err(Raised) if self.error_is(Exc::Attribute) => {
                self.error = None;
                Ok(None)
            }
            Err(raised) => Err(raised),
        }
    }

    /// The attribute by the ordinary rules; `__getattr__` not asked.
    fn find_attr(&mut self, value: &Value<M>, name: &Obj<M, Str<M>>) -> R<Option<Value<M>>> {
        if let Some(class) = value.downcast::<Class<M>>() {
            return self.class_attr(class, name);
        }
        if let Some(sup) = value.downcast::<Super<M>>() {
            return self.super_attr(sup, name);
        }
        let class = self.class_of(value).clone();
        if class.flags.has(ClassFlags::GET_ATTR)
            && let Some(method) = self.lookup(&class, &self.interp().types().names.get_attribute)
            && (method.kind() != kind::NATIVE || class.flags.has(ClassFlags::NATIVE_GET))
        {
            return match self.call(&method, &Loan::of([value, name.as_value()])) {
                Ok(found) => Ok(Some(found)),
                Err(Raised) if self.error_is(Exc::Attribute) && self.special(value, |n| &n.get_attr).is_some() => {
                    self.error = None;
                    Ok(None)
                }
                Err(raised) => Err(raised),
            };
        }
        self.plain_attr(&class, value, name)
    }

    /// `object.__getattribute__`.
    pub(crate) fn plain_attr(
        &mut self,
        class: &Obj<M, Class<M>>,
        value: &Value<M>,
        name: &Obj<M, Str<M>>,
    ) -> R<Option<Value<M>>> {
        let found = self.lookup(class, name);
        if let Some(found) = &found
            && self.is_data_descriptor(found)
        {
            return self.bind(found.clone(), value, class).map(Some);
        }
        if let Some(own) = own_attr::<M>(value, name) {
            return Ok(Some(own));
        }
        match found {
            Some(found) => self.bind(found, value, class).map(Some),
            None if name.as_str() == "__class__" => Ok(Some(class.as_value().clone())),
            None => self.dict_attr(value, name),
        }
    }

    /// `__dict__` of things that have one.
    fn dict_attr(&mut self, value: &Value<M>, name: &Obj<M, Str<M>>) -> R<Option<Value<M>>> {
        if name.as_str() != "__dict__" {
            return Ok(None);
        }
        if let Some(module) = value.downcast::<Module<M>>() {
            return Ok(Some(module.namespace.as_value().clone()));
        }
        if let Some(function) = value.downcast::<Function<M>>() {
            let mut attributes = function.open(|f| &f.attributes);
            let dict = attributes.get_or_insert_with(make::dict::<M>).clone();
            drop(attributes);
            return Ok(Some(dict.into_value()));
        }
        if self.class_of(value).slots.is_some() {
            return Ok(None);
        }
        Ok(with_attributes::<M, _>(value, dict_of).map(|dict| dict.into_value()))
    }

    fn class_attr(&mut self, class: &Obj<M, Class<M>>, name: &Obj<M, Str<M>>) -> R<Option<Value<M>>> {
        let metaclass = self.class_of(class.as_value()).clone();
        let meta = self.lookup(&metaclass, name);
        if let Some(meta) = &meta
            && self.is_data_descriptor(meta)
        {
            return self.bind(meta.clone(), class.as_value(), &metaclass).map(Some);
        }
        if let Some(found) = self.lookup(class, name) {
            return match found.kind() {
                kind::STATIC_METHOD => Ok(found.downcast::<StaticMethod<M>>().map(|s| s.0.clone())),
                kind::CLASS_METHOD => {
                    let function = found.downcast::<ClassMethod<M>>().expect("kind").0.clone();
                    Ok(Some(bound::<M>(function, class.as_value())))
                }
                kind::INSTANCE => match self.special(&found, |n| &n.get) {
                    Some(get) => self.call(&get, &[found, Value::<M>::NONE, class.as_value().clone()]).map(Some),
                    None => Ok(Some(found)),
                },
                _ => Ok(Some(found)),
            };
        }
        match meta {
            Some(meta) => self.bind(meta, class.as_value(), &metaclass).map(Some),
            None if name.as_str() == "__class__" => Ok(Some(metaclass.into_value())),
            None => Ok(None),
        }
    }

    fn super_attr(&mut self, sup: &Obj<M, Super<M>>, name: &Obj<M, Str<M>>) -> R<Option<Value<M>>> {
        let receiver = sup.receiver.clone();
        let after = sup.after.downcast::<Class<M>>().cloned();
        // A class is the receiver of its own methods, or, in a metaclass, an instance like any other.
        let itself =
            receiver.downcast::<Class<M>>().filter(|class| after.as_ref().is_none_or(|a| class.is_subclass(a)));
        let class = match itself {
            Some(class) => class.clone(),
            None => self.class_of(&receiver).clone(),
        };
        let mut chain = std::iter::once(&class).chain(class.ancestors.iter());
        if let Some(after) = &after {
            let _ = chain.by_ref().find(|c| c.is(after));
        }
        let Some(found) = chain.find_map(|c| c.own(name)) else {
            return Ok((name.as_str() == "__class__").then(|| self.class_of(sup.as_value()).as_value().clone()));
        };
        if itself.is_some() {
            return Ok(Some(match found.kind() {
                kind::STATIC_METHOD => found.downcast::<StaticMethod<M>>().expect("kind").0.clone(),
                kind::CLASS_METHOD => {
                    bound::<M>(found.downcast::<ClassMethod<M>>().expect("kind").0.clone(), &receiver)
                }
                _ => found,
            }));
        }
        self.bind(found, &receiver, &class).map(Some)
    }

    /// Whether something found in a class goes before an instance's own attribute.
    pub(super) fn is_data_descriptor(&self, found: &Value<M>) -> bool {
        match found.kind() {
            kind::PROPERTY => true,
            kind::INSTANCE => self.special(found, |n| &n.set).is_some() || self.special(found, |n| &n.delete).is_some(),
            _ => false,
        }
    }

    /// What something found in a class becomes when it is reached through an instance.
    pub fn bind(&mut self, found: Value<M>, receiver: &Value<M>, class: &Obj<M, Class<M>>) -> R<Value<M>> {
        match found.kind() {
            kind::FUNCTION => Ok(bound::<M>(found, receiver)),
            kind::NATIVE if found.downcast::<Native<M>>().is_some_and(|n| n.binds) => Ok(bound::<M>(found, receiver)),
            kind::PROPERTY => {
                let get = found.downcast::<Property<M>>().expect("kind").get.clone();
                if get.is_none() {
                    return Err(self.raise(Exc::Attribute, "unreadable attribute"));
                }
                self.call(&get, std::slice::from_ref(receiver))
            }
            kind::STATIC_METHOD => Ok(found.downcast::<StaticMethod<M>>().expect("kind").0.clone()),
            kind::CLASS_METHOD => {
                Ok(bound::<M>(found.downcast::<ClassMethod<M>>().expect("kind").0.clone(), class.as_value()))
            }
            kind::INSTANCE => match self.special(&found, |n| &n.get) {
                Some(get) => self.call(&get, &[found, receiver.clone(), class.as_value().clone()]),
                None => Ok(found),
            },
            _ => Ok(found),
        }
    }

    #[cold]
    fn missing_attr(&mut self, value: &Value<M>, name: &Obj<M, Str<M>>) -> R<Value<M>> {
        if let Some(method) = self.special(value, |n| &n.get_attr) {
            return self.call(&method, &Loan::of([value, name.as_value()]));
        }
        if let Some(module) = value.downcast::<Module<M>>() {
            if let Some(function) = get_name::<M>(&module.namespace, &self.interp().types().names.get_attr) {
                return self.call(&function, &[name.as_value().clone()]);
            }
            let message = format!("module '{}' has no attribute '{}'", module.name, name.as_str());
            return Err(self.raise(Exc::Attribute, message));
        }
        Err(self.no_attr(value, name))
    }

    pub(crate) fn no_attr(&mut self, value: &Value<M>, name: &Obj<M, Str<M>>) -> Raised {
        let message = match value.downcast::<Class<M>>() {
            Some(class) => format!("type object '{}' has no attribute '{}'", class.name, name.as_str()),
            None => format!("'{}' object has no attribute '{}'", self.type_name(value), name.as_str()),
        };
        self.raise_with(Exc::Attribute, message, &[("name", name.as_value()), ("obj", value)])
    }

    /// `value.name = new`, or `del value.name` when `new` is None.
    ///
    /// # Errors
    /// AttributeError or TypeError, and what descriptors and `__setattr__` raise.
    pub fn set_attr(&mut self, value: &Value<M>, name: &Obj<M, Str<M>>, new: Option<Value<M>>) -> R<()> {
        let class = self.class_of(value).clone();
        if class.flags.has(ClassFlags::SET_ATTR) {
            let names = &self.interp().types().names;
            let special = if new.is_some() { &names.set_attr } else { &names.del_attr };
            if let Some(method) = self.lookup(&class, special).filter(|m| m.kind() != kind::NATIVE) {
                let mut args = vec![value.clone(), name.as_value().clone()];
                args.extend(new);
                return self.call(&method, &args).map(drop);
            }
        }
        match value.downcast::<Class<M>>() {
            Some(value) => self.set_class_attr(value, name, new),
            None => self.set_plain_attr(&class, value, name, new),
        }
    }

    /// `object.__setattr__` and `object.__delattr__`.
    pub(crate) fn set_plain_attr(
        &mut self,
        class: &Obj<M, Class<M>>,
        value: &Value<M>,
        name: &Obj<M, Str<M>>,
        new: Option<Value<M>>,
    ) -> R<()> {
        if let Some(found) = self.lookup(class, name)
            && self.is_data_descriptor(&found)
        {
            return self.set_by_descriptor(&found, value, name, new);
        }
        self.set_own_attr(class, value, name, new)
    }

    /// Sets or deletes an attribute in the object itself, whatever its class says of the name.
    pub(crate) fn set_own_attr(
        &mut self,
        class: &Obj<M, Class<M>>,
        value: &Value<M>,
        name: &Obj<M, Str<M>>,
        new: Option<Value<M>>,
    ) -> R<()> {
        if let Some(module) = value.downcast::<Module<M>>() {
            match new {
                Some(new) => set_name::<M>(&module.namespace, name, new),
                None if delete_name::<M>(&module.namespace, name) => {}
                None => return Err(self.no_attr(value, name)),
            }
            return Ok(());
        }
        if let Some(function) = value.downcast::<Function<M>>() {
            let dict = function.open(|f| &f.attributes).get_or_insert_with(make::dict::<M>).clone();
            return self.set_in_dict(&dict, value, name, new);
        }
        match with_attributes::<M, _>(value, |class, own| change(class, own, name, new)) {
            Some(Ok(old)) => {
                drop(old);
                Ok(())
            }
            Some(Err(Change::Missing)) => Err(self.no_attr(value, name)),
            Some(Err(Change::InDict(dict, new))) => self.set_in_dict(&dict, value, name, new),
            None if class.lookup(name).is_some() => {
                let message = format!("'{}' object attribute '{}' is read-only", class.name, name.as_str());
                Err(self.raise(Exc::Attribute, message))
            }
            None => Err(self.no_attr(value, name)),
        }
    }

    fn set_in_dict(
        &mut self,
        dict: &Obj<M, Dict<M>>,
        value: &Value<M>,
        name: &Obj<M, Str<M>>,
        new: Option<Value<M>>,
    ) -> R<()> {
        match new {
            Some(new) => set_name::<M>(dict, name, new),
            None if delete_name::<M>(dict, name) => {}
            None => return Err(self.no_attr(value, name)),
        }
        Ok(())
    }

    pub(super) fn set_by_descriptor(
        &mut self,
        found: &Value<M>,
        value: &Value<M>,
        name: &Obj<M, Str<M>>,
        new: Option<Value<M>>,
    ) -> R<()> {
        let mut args = vec![value.clone()];
        if let Some(property) = found.downcast::<Property<M>>() {
            let function = if new.is_some() { property.set.clone() } else { property.delete.clone() };
            if function.is_none() {
                let what = if new.is_some() { "setter" } else { "deleter" };
                let message =
                    format!("property '{}' of '{}' object has no {what}", name.as_str(), self.type_name(value));
                return Err(self.raise(Exc::Attribute, message));
            }
            args.extend(new);
            return self.call(&function, &args).map(drop);
        }
        let method = self.special(found, if new.is_some() { |n| &n.set } else { |n| &n.delete });
        let Some(method) = method else { return Err(self.no_attr(value, name)) };
        args.insert(0, found.clone());
        args.extend(new);
        self.call(&method, &args).map(drop)
    }
}

/// A function bound to its first argument.
pub fn bound<M: Model>(function: Value<M>, receiver: &Value<M>) -> Value<M> {
    Obj::<M, _>::new(BoundMethod::<M> { function, receiver: receiver.clone() }).into_value()
}
