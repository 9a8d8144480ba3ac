//! Calls from Rust to anything.

use crate::body::*;
use crate::error::R;
use crate::model::{Model, Obj, Value};
use crate::thread::{Args, Thread};

impl<M: Model> Thread<M> {
    /// Calls anything with positional arguments.
    ///
    /// # Errors
    /// TypeError if it cannot be called so, and what it raises.
    pub fn call(&mut self, callee: &Value<M>, values: &[Value<M>]) -> R<Value<M>> {
        self.call_with(callee, Args::positional(values))
    }

    /// Calls the method `name` of a value.
    ///
    /// # Errors
    /// As [`call`](Self::call), and AttributeError.
    pub fn call_method(&mut self, value: &Value<M>, name: &str, values: &[Value<M>]) -> R<Value<M>> {
        let method = self.get_attr_str(value, name)?;
        self.call(&method, values)
    }

    /// Calls anything.
    ///
    /// # Errors
    /// As [`call`](Self::call).
    pub fn call_with(&mut self, callee: &Value<M>, args: Args<'_, M>) -> R<Value<M>> {
        match callee.kind() {
            kind::FUNCTION => self.call_function(callee.downcast::<Function<M>>().expect("kind"), None, args),
            kind::NATIVE => {
                let native = callee.downcast::<Native<M>>().expect("kind");
                (native.call)(self, Args { callee: Some(native), ..args })
            }
            kind::BOUND_METHOD => {
                let method = callee.downcast::<BoundMethod<M>>().expect("kind");
                if let Some(function) = method.function.downcast::<Function<M>>() {
                    return self.call_function(function, Some(&method.receiver), args);
                }
                let values: Vec<_> = std::iter::once(&method.receiver).chain(args.values).cloned().collect();
                self.call_with(&method.function, Args { values: &values, names: args.names, callee: None })
            }
            kind::CLASS => {
                let class = callee.downcast::<Class<M>>().expect("kind").clone();
                self.call_class(&class, args)
            }
            kind::STATIC_METHOD => {
                let function = callee.downcast::<StaticMethod<M>>().expect("kind").0.clone();
                self.call_with(&function, args)
            }
            _ => {
                let Some(method) = self.special(callee, |n| &n.call) else {
                    let name = self.type_name(callee);
                    return Err(self.type_error(format!("'{name}' object is not callable")));
                };
                self.check_stack()?;
                let values: Vec<_> = std::iter::once(callee).chain(args.values).cloned().collect();
                self.call_with(&method, Args { values: &values, names: args.names, callee: None })
            }
        }
    }

    /// Calls a class: metaclass `__call__`, `__new__`, `__init__`.
    fn call_class(&mut self, class: &Obj<M, Class<M>>, args: Args<'_, M>) -> R<Value<M>> {
        if class.metaclass.is_some()
            && let Some(call) = self.special(class.as_value(), |n| &n.call)
            && call.kind() != kind::NATIVE
        {
            let values: Vec<_> = std::iter::once(class.as_value()).chain(args.values).cloned().collect();
            return self.call_with(&call, Args { values: &values, names: args.names, callee: None });
        }
        self.instantiate(class, args)
    }

    /// `type.__call__`: `__new__`, then `__init__`.
    pub(crate) fn instantiate(&mut self, class: &Obj<M, Class<M>>, args: Args<'_, M>) -> R<Value<M>> {
        let new = self.user_method(class, &self.interp().types().names.new);
        let init = self.user_method(class, &self.interp().types().names.init);
        let init = init.filter(|_| !(class.flags.has(ClassFlags::BUILT_IN) && new.is_some()));
        let instance = match &new {
            Some(new) => {
                let new = match new.downcast::<StaticMethod<M>>() {
                    Some(inner) => inner.0.clone(),
                    None => new.clone(),
                };
                let values: Vec<_> = std::iter::once(class.as_value()).chain(args.values).cloned().collect();
                self.call_with(&new, Args { values: &values, names: args.names, callee: None })?
            }
            None => self.new_instance(class, args, init.is_some())?,
        };
        let Some(init) = init else { return Ok(instance) };
        use crate::ops::attr::Subclass;
        if !self.class_of(&instance).is_subclass(class) {
            return Ok(instance);
        }
        let values: Vec<_> = std::iter::once(&instance).chain(args.values).cloned().collect();
        let result = self.call_with(&init, Args { values: &values, names: args.names, callee: None })?;
        if !result.is_none() {
            let name = self.type_name(&result);
            return Err(self.type_error(format!("__init__() should return None, not '{name}'")));
        }
        Ok(instance)
    }

    /// What `object.__new__` makes: an instance without attributes, or an exception with its arguments.
    pub(crate) fn new_instance(&mut self, class: &Obj<M, Class<M>>, args: Args<'_, M>, has_init: bool) -> R<Value<M>> {
        if class.flags.has(ClassFlags::EXCEPTION) {
            let class = &self.os_error_class(class, args.list());
            let exception = super::exception::new::<M>(class, args.list().to_vec());
            for (name, value) in args.pairs() {
                if !has_init {
                    let name = self.interp().intern(name);
                    self.set_attr(&exception, &name, Some(value.clone()))?;
                }
            }
            return Ok(exception);
        }
        if !has_init && !args.values.is_empty() {
            return Err(self.type_error(format!("{}() takes no arguments", class.name)));
        }
        if let Some(abstracts) = self.lookup(class, &self.interp().types().names.abstract_methods)
            && self.truth(&abstracts)?
        {
            return Err(self.abstract_class(class, &abstracts));
        }
        Ok(super::class::instance::<M>(class, Value::<M>::NONE))
    }

    fn abstract_class(&mut self, class: &Obj<M, Class<M>>, abstracts: &Value<M>) -> crate::error::Raised {
        let mut names: Vec<String> = Vec::new();
        for name in self.collect_vec(abstracts).unwrap_or_default() {
            names.extend(self.str(&name));
        }
        names.sort();
        let plural = if names.len() == 1 { "" } else { "s" };
        let names = names.join(", ");
        self.type_error(format!("Can't instantiate abstract class {} with abstract method{plural} {names}", class.name))
    }
}
