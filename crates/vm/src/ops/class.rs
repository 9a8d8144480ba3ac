//! Making classes, and asking what is an instance of what.

use crate::body::*;
use crate::error::R;
use crate::loan::Loan;
use crate::make;
use crate::model::{Model, Obj, Value};
use crate::ops::attr::Subclass;
use crate::ops::dict::get_name;
use crate::thread::{Args, Thread};
use taipan_heap::{Body, Inner};

/// An instance without attributes.
pub fn instance<M: Model>(class: &Obj<M, Class<M>>, payload: Value<M>) -> Value<M> {
    Instance::<M>::make(class, payload).into_value()
}

/// What the presence of a method says of a class.
pub(crate) fn flag_of(name: &str) -> u32 {
    match name {
        "__del__" => ClassFlags::FINALIZER,
        "__getattr__" | "__getattribute__" => ClassFlags::GET_ATTR,
        "__setattr__" | "__delattr__" => ClassFlags::SET_ATTR,
        _ => 0,
    }
}

impl<M: Model> Thread<M> {
    /// `__build_class__(function, name, *bases, metaclass=…, **keywords)`.
    ///
    /// # Errors
    /// What the body raises, TypeError for bases that do not fit.
    pub(crate) fn build_class(&mut self, args: Args<'_, M>) -> R<Value<M>> {
        let list = args.list();
        let [function, name, given @ ..] = list else {
            return Err(self.type_error("__build_class__: not enough arguments"));
        };
        let function = function.downcast::<Function<M>>().expect("the compiler passes a function").clone();
        let bases = self.resolve_bases(given)?;
        let keywords: Vec<_> =
            args.pairs().filter(|(k, _)| *k != "metaclass").map(|(k, v)| (k.to_owned(), v.clone())).collect();
        let metaclass = args.pairs().find(|(k, _)| *k == "metaclass").map(|(_, v)| v.clone());
        let metaclass = self.pick_metaclass(metaclass, &bases)?;
        let namespace = self.prepare(metaclass.as_ref(), name, &bases)?;
        let cell = self.run_body(&function, &namespace)?;
        let bases_tuple = make::tuple::<M>(bases);
        let class = match &metaclass {
            Some(metaclass) => {
                let mut values = vec![name.clone(), bases_tuple, namespace.as_value().clone()];
                values.extend(keywords.iter().map(|(_, v)| v.clone()));
                let names: Vec<_> = keywords.iter().map(|(k, _)| make::str::<M>(k.as_str())).collect();
                self.call_with(metaclass, Args { values: &values, names: &names, callee: None })?
            }
            None => self.new_class(None, name, &bases_tuple, &namespace, &keywords)?,
        };
        if let Some(cell) = cell.downcast::<Cell<M>>() {
            *cell.open(|c| &c.value) = Some(class.clone());
        }
        Ok(class)
    }

    fn resolve_bases(&mut self, given: &[Value<M>]) -> R<Vec<Value<M>>> {
        let mut bases = Vec::new();
        for base in given {
            if base.kind() != kind::CLASS
                && let Some(method) = self.special(base, |n| &n.mro_entries)
            {
                let entries = self.call(&method, &[base.clone(), make::tuple::<M>(given.to_vec())])?;
                bases.extend(self.collect_vec(&entries)?);
            } else {
                bases.push(base.clone());
            }
        }
        Ok(bases)
    }

    pub(crate) fn pick_metaclass(&mut self, named: Option<Value<M>>, bases: &[Value<M>]) -> R<Option<Value<M>>> {
        let mut winner = named.filter(|m| !m.is(self.interp().types().type_.as_value()));
        for base in bases {
            let Some(of_base) = base.downcast::<Class<M>>().and_then(|c| c.metaclass.clone()) else { continue };
            match winner.as_ref().and_then(|w| w.downcast::<Class<M>>()) {
                None if winner.is_none() => winner = Some(of_base.into_value()),
                Some(w) if of_base.is_subclass(w) => winner = Some(of_base.into_value()),
                Some(w) if w.is_subclass(&of_base) => {}
                None => {}
                Some(_) => {
                    return Err(self.type_error(
                        "metaclass conflict: the metaclass of a derived class must be a (non-strict) subclass of the \
                         metaclasses of all its bases",
                    ));
                }
            }
        }
        Ok(winner)
    }

    fn prepare(&mut self, metaclass: Option<&Value<M>>, name: &Value<M>, bases: &[Value<M>]) -> R<Obj<M, Dict<M>>> {
        if let Some(class) = metaclass.and_then(|m| m.downcast::<Class<M>>())
            && class.lookup(&self.interp().types().names.prepare).is_some()
        {
            let prepare = self.get_attr_str(class.as_value(), "__prepare__")?;
            let made = self.call(&prepare, &[name.clone(), make::tuple::<M>(bases.to_vec())])?;
            if let Some(dict) = self.payload::<Dict<M>>(&made) {
                return Ok(dict);
            }
        }
        Ok(make::dict::<M>())
    }

    /// `type.__new__`: a class out of name, bases and namespace.
    ///
    /// # Errors
    /// TypeError for bases that do not fit together.
    pub(crate) fn new_class(
        &mut self,
        metaclass: Option<Obj<M, Class<M>>>,
        name: &Value<M>,
        bases: &Value<M>,
        namespace: &Obj<M, Dict<M>>,
        keywords: &[(String, Value<M>)],
    ) -> R<Value<M>> {
        let Some(text) = name.downcast::<Str<M>>() else {
            return Err(self.type_error("type.__new__() argument 1 must be str"));
        };
        let mut base_classes = Vec::new();
        for base in self.collect_vec(bases)? {
            match base.downcast_into::<Class<M>>() {
                Ok(class) => base_classes.push(class),
                Err(other) => {
                    let name = self.type_name(&other);
                    return Err(self.type_error(format!("bases must be types, not '{name}'")));
                }
            }
        }
        if base_classes.is_empty() {
            base_classes.push(self.interp().types().object.clone());
        }
        if let Some(base) = base_classes.iter().find(|b| self.is_final(b)) {
            let message = format!("type '{}' is not an acceptable base type", base.name);
            return Err(self.type_error(message));
        }
        for (i, base) in base_classes.iter().enumerate() {
            if base_classes[..i].iter().any(|before| before.is(base)) {
                let message = format!("duplicate base class {}", base.name);
                return Err(self.type_error(message));
            }
        }
        let Some(ancestors) = linearize::<M>(&base_classes) else {
            let names: Vec<_> = base_classes.iter().map(|c| c.name.to_string()).collect();
            return Err(self.type_error(format!(
                "Cannot create a consistent method resolution\norder (MRO) for bases {}",
                names.join(", ")
            )));
        };
        let layout = ancestors.iter().map(|c| c.layout).find(|&l| l != 0).unwrap_or(0);
        let mut table = self.dict_copy(namespace);
        let mut flags = 0;
        for ancestor in &ancestors {
            flags |= ancestor.flags.bits() & !ClassFlags::BUILT_IN;
        }
        for entry in table.iter() {
            if let Some(name) = entry.key.downcast::<Str<M>>() {
                flags |= flag_of(name.as_str());
            }
        }
        let names = &self.interp().types().names;
        if let Some(number) = table.find_name(&names.classcell) {
            drop(table.remove(number));
        }
        for special in [&names.new, &names.init_subclass, &names.class_getitem] {
            if let Some(entry) = table.find_name(special).and_then(|n| table.entry_mut(n))
                && entry.value.kind() == kind::FUNCTION
            {
                let function = entry.value.clone();
                // All threads that make instances use it.
                entry.value = if std::ptr::eq(special, &names.new) {
                    lasting::<M, _>(Obj::<M, _>::new(StaticMethod::<M>(function)))
                } else {
                    lasting::<M, _>(Obj::<M, _>::new(ClassMethod::<M>(function)))
                };
            }
        }
        // `__eq__` without `__hash__` makes instances unhashable.
        if table.find_name(&names.eq).is_some() && table.find_name(&names.hash).is_none() {
            table.insert_new(names.hash.as_value().clone(), names.hash.hash(), Value::<M>::NONE);
        }
        if table.find_name(&names.doc).is_none() {
            table.insert_new(names.doc.as_value().clone(), names.doc.hash(), Value::<M>::NONE);
        }
        let slots = self.slots_of(&table, &ancestors)?;
        let entries: Vec<_> = table.iter().map(|e| (e.key.clone(), e.value.clone())).collect();
        let class = Obj::<M, _>::new(Class::<M> {
            name: text.as_str().into(),
            bases: base_classes.into(),
            ancestors: ancestors.into(),
            metaclass,
            namespace: Inner::new(table),
            layout,
            flags: ClassFlags::new(flags),
            slots,
            shapes: Shapes::new(),
            construct: ConstructCache::default(),
        });
        class.defer();
        self.announce(&class, entries, keywords)?;
        Ok(class.into_value())
    }

    /// The names that instances may have, when `__slots__` of the class and of its bases limits them.
    fn slots_of(
        &mut self,
        table: &Table<M, Value<M>>,
        ancestors: &[Obj<M, Class<M>>],
    ) -> R<Option<Box<[Obj<M, Str<M>>]>>> {
        let Some(number) = table.find_name(&self.interp().types().names.slots) else { return Ok(None) };
        let mut names: Vec<Obj<M, Str<M>>> = Vec::new();
        for ancestor in ancestors.iter().filter(|c| !c.flags.has(ClassFlags::BUILT_IN)) {
            match &ancestor.slots {
                Some(slots) => names.extend(slots.iter().cloned()),
                None => return Ok(None),
            }
        }
        let given = table.entry(number).expect("found").value.clone();
        let given = if given.kind() == kind::STR { vec![given] } else { self.collect_vec(&given)? };
        for name in given {
            let Some(name) = name.downcast::<Str<M>>() else {
                let t = self.type_name(&name);
                return Err(self.type_error(format!("__slots__ items must be strings, not '{t}'")));
            };
            if name.as_str() == "__dict__" {
                return Ok(None);
            }
            names.push(self.interp().intern_str(name));
        }
        Ok(Some(names.into()))
    }

    /// `__set_name__` of attributes and `__init_subclass__` of the parent.
    fn announce(
        &mut self,
        class: &Obj<M, Class<M>>,
        entries: Vec<(Value<M>, Value<M>)>,
        keywords: &[(String, Value<M>)],
    ) -> R<()> {
        for (name, value) in entries {
            if value.kind() == kind::INSTANCE
                && let Some(method) = self.special(&value, |n| &n.set_name)
            {
                self.call(&method, &[value, class.as_value().clone(), name])?;
            }
        }
        let hook = class.ancestors.iter().find_map(|c| c.own(&self.interp().types().names.init_subclass));
        match hook {
            Some(hook) => {
                let function = hook.downcast::<ClassMethod<M>>().map_or(hook.clone(), |c| c.0.clone());
                let mut values = vec![class.as_value().clone()];
                values.extend(keywords.iter().map(|(_, v)| v.clone()));
                let names: Vec<_> = keywords.iter().map(|(k, _)| make::str::<M>(k.as_str())).collect();
                self.call_with(&function, Args { values: &values, names: &names, callee: None }).map(drop)
            }
            None if keywords.is_empty() => Ok(()),
            None => {
                let name = &class.name;
                Err(self.type_error(format!("{name}.__init_subclass__() takes no keyword arguments")))
            }
        }
    }

    fn is_final(&self, class: &Obj<M, Class<M>>) -> bool {
        let final_kinds = [
            kind::FUNCTION,
            kind::NATIVE,
            kind::BOUND_METHOD,
            kind::GENERATOR,
            kind::COROUTINE,
            kind::RANGE,
            kind::SLICE,
            kind::CELL,
            kind::CODE,
        ];
        class.is(self.interp().types().bool())
            || class.name.as_ref() == "NoneType"
            || (class.flags.has(ClassFlags::BUILT_IN) && final_kinds.contains(&class.layout))
    }

    /// `isinstance(value, class)`.
    ///
    /// # Errors
    /// TypeError unless `class` is a class or a tuple of them.
    pub fn is_instance(&mut self, value: &Value<M>, class: &Value<M>) -> R<bool> {
        if let Some(class) = class.downcast::<Class<M>>() {
            if self.class_of(value).is_subclass(class) {
                return Ok(true);
            }
            if class.metaclass.is_none() {
                return Ok(false);
            }
        }
        if let Some(tuple) = class.downcast::<Tuple<M>>() {
            for item in tuple.items() {
                if self.is_instance(value, item)? {
                    return Ok(true);
                }
            }
            return Ok(false);
        }
        if let Some(check) = self.special(class, |n| &n.instance_check) {
            let answer = self.call(&check, &Loan::of([class, value]))?;
            return self.truth(&answer);
        }
        if class.kind() == kind::CLASS {
            return Ok(false);
        }
        Err(self.type_error("isinstance() arg 2 must be a type, a tuple of types, or a union"))
    }

    /// `issubclass(class, other)`.
    ///
    /// # Errors
    /// TypeError unless both are classes.
    pub fn is_subclass_of(&mut self, class: &Value<M>, other: &Value<M>) -> R<bool> {
        let Some(this) = class.downcast::<Class<M>>() else {
            return Err(self.type_error("issubclass() arg 1 must be a class"));
        };
        if let Some(class_other) = other.downcast::<Class<M>>() {
            let check = self.special(other, |n| &n.subclass_check).filter(|m| m.kind() != kind::NATIVE);
            return match check {
                Some(check) => {
                    let answer = self.call(&check, &Loan::of([other, class]))?;
                    self.truth(&answer)
                }
                None => Ok(this.is_subclass(class_other)),
            };
        }
        if let Some(tuple) = other.downcast::<Tuple<M>>() {
            for item in tuple.items() {
                if self.is_subclass_of(class, item)? {
                    return Ok(true);
                }
            }
            return Ok(false);
        }
        Err(self.type_error("issubclass() arg 2 must be a class, a tuple of classes, or a union"))
    }

    /// The module name of a class, for reports.
    pub fn module_of(&self, class: &Obj<M, Class<M>>) -> Option<String> {
        let module = class.own(&self.interp().types().names.module)?;
        module.downcast::<Str<M>>().map(|s| s.as_str().to_owned())
    }

    /// The dotted name of a class inside its module.
    pub fn qualname_of(&self, class: &Obj<M, Class<M>>) -> String {
        let own = class.own(&self.interp().types().names.qualname);
        let own = own.as_ref().and_then(|q| q.downcast::<Str<M>>());
        own.map_or_else(|| class.name.to_string(), |s| s.as_str().to_owned())
    }

    /// The annotations of a function, or an attribute kept in its dict.
    pub fn function_attr(&self, function: &Obj<M, Function<M>>, name: &Obj<M, Str<M>>) -> Option<Value<M>> {
        let dict = function.open(|f| &f.facts).clone()?;
        get_name::<M>(&dict, name)
    }
}

/// A new object that stays as long as its class.
fn lasting<M: Model, B: Body<M::Sharing>>(object: Obj<M, B>) -> Value<M> {
    object.defer();
    object.into_value()
}

/// The order of lookup after the class itself (C3: Barrett and others, 1996, as in Python since 2.3).
fn linearize<M: Model>(bases: &[Obj<M, Class<M>>]) -> Option<Vec<Obj<M, Class<M>>>> {
    let with_self = |c: &Obj<M, Class<M>>| std::iter::once(c).chain(c.ancestors.iter()).cloned().collect::<Vec<_>>();
    let mut lists: Vec<Vec<Obj<M, Class<M>>>> = bases.iter().map(with_self).collect();
    lists.push(bases.to_vec());
    let mut order = Vec::new();
    loop {
        lists.retain(|l| !l.is_empty());
        if lists.is_empty() {
            return Some(order);
        }
        let in_a_tail = |c: &Obj<M, Class<M>>| lists.iter().any(|l| l[1..].iter().any(|other| other.is(c)));
        let next = lists.iter().map(|l| &l[0]).find(|c| !in_a_tail(c))?.clone();
        for list in &mut lists {
            if list[0].is(&next) {
                list.remove(0);
            }
        }
        order.push(next);
    }
}
