//! `object`: what every value can do unless its class says otherwise.
//!
//! The interpreter asks these methods only when the program names them, as in `super().__setattr__(name, value)`.

use super::Types;
use super::receiver::*;
use crate::body::*;
use crate::error::R;
use crate::interp::Interp;
use crate::loan::Loan;
use crate::make;
use crate::model::{Model, Obj, Value};
use crate::ops::own_attr::with_attributes;
use crate::thread::{Args, Thread};

pub(super) fn fill<M: Model>(interp: &Interp<M>, types: &Types<M>) {
    let class = &types.object;
    add_new(interp, types, class, new);
    add_class_method(interp, types, class, "__init_subclass__", init_subclass);
    add_class_method(interp, types, class, "__subclasshook__", |_, _| Ok(Value::<M>::NOT_IMPLEMENTED));
    add_accessors(interp, types, class, &[("__class__", get_class, set_class)]);
    types.add_methods(
        interp,
        class,
        &[
            ("__init__", init),
            ("__repr__", repr),
            ("__str__", str),
            ("__format__", format),
            ("__eq__", eq),
            ("__ne__", ne),
            ("__lt__", unordered),
            ("__le__", unordered),
            ("__gt__", unordered),
            ("__ge__", unordered),
            ("__hash__", hash),
            ("__getattribute__", get_attribute),
            ("__setattr__", set_attribute),
            ("__delattr__", delete_attribute),
            ("__dir__", dir),
        ],
    );
}

/// Whether the class's own answer to a name is that of `object`.
fn inherits<M: Model>(thread: &Thread<M>, class: &Obj<M, Class<M>>, name: &str) -> bool {
    thread.user_method(class, &thread.interp().intern(name)).is_none()
}

fn new<M: Model>(thread: &mut Thread<M>, args: Args<'_, M>) -> R<Value<M>> {
    let object = thread.interp().types().object.clone();
    let (class, rest) = class_to_make(thread, args, &object)?;
    if class.flags.has(ClassFlags::EXCEPTION) {
        return thread.new_instance(class, rest, true);
    }
    if !rest.values.is_empty() {
        if !inherits(thread, class, "__new__") {
            let message = "object.__new__() takes exactly one argument (the type to instantiate)";
            return Err(thread.type_error(message));
        }
        if inherits(thread, class, "__init__") {
            return Err(thread.type_error(format!("{}() takes no arguments", class.name)));
        }
    }
    thread.new_instance(class, Args::positional(&[]), true)
}

fn init<M: Model>(thread: &mut Thread<M>, args: Args<'_, M>) -> R<Value<M>> {
    let (this, rest) = this(thread, args)?;
    if !rest.values.is_empty() {
        let class = thread.class_of(this).clone();
        if !inherits(thread, &class, "__init__") {
            let message = "object.__init__() takes exactly one argument (the instance to initialize)";
            return Err(thread.type_error(message));
        }
        if inherits(thread, &class, "__new__") {
            let name = &class.name;
            let message = format!("{name}.__init__() takes exactly one argument (the instance to initialize)");
            return Err(thread.type_error(message));
        }
    }
    Ok(Value::<M>::NONE)
}

fn init_subclass<M: Model>(thread: &mut Thread<M>, args: Args<'_, M>) -> R<Value<M>> {
    if args.values.len() > 1 {
        let name = args.values[0].downcast::<Class<M>>().map_or("type".into(), |c| c.name.clone());
        return Err(thread.type_error(format!("{name}.__init_subclass__() takes no keyword arguments")));
    }
    Ok(Value::<M>::NONE)
}

/// The first argument, of any class, and those after it.
fn this<'a, M: Model>(thread: &mut Thread<M>, args: Args<'a, M>) -> R<(&'a Value<M>, Args<'a, M>)> {
    match args.list().first() {
        Some(this) => Ok((this, after_first(args))),
        None => {
            let name = args.callee.map_or("?", |native| native.name);
            Err(thread.type_error(format!("unbound method object.{name}() needs an argument")))
        }
    }
}

fn get_class<M: Model>(thread: &mut Thread<M>, args: Args<'_, M>) -> R<Value<M>> {
    let (this, _) = this(thread, args)?;
    Ok(thread.class_of(this).as_value().clone())
}

fn set_class<M: Model>(thread: &mut Thread<M>, _args: Args<'_, M>) -> R<Value<M>> {
    Err(thread.type_error("__class__ assignment is not supported"))
}

fn repr<M: Model>(thread: &mut Thread<M>, args: Args<'_, M>) -> R<Value<M>> {
    let (this, _) = this(thread, args)?;
    let class = thread.class_of(this).clone();
    let name = thread.class_path(&class);
    Ok(make::str::<M>(format!("<{name} object at {:#x}>", this.bits())))
}

fn str<M: Model>(thread: &mut Thread<M>, args: Args<'_, M>) -> R<Value<M>> {
    let (this, _) = this(thread, args)?;
    thread.repr(this).map(make::str::<M>)
}

fn format<M: Model>(thread: &mut Thread<M>, args: Args<'_, M>) -> R<Value<M>> {
    let (this, rest) = this(thread, args)?;
    let [spec] = rest.exactly::<1>(thread, "__format__")?;
    if !text(thread, spec, "__format__() argument")?.is_empty() {
        let name = thread.type_name(this);
        return Err(thread.type_error(format!("unsupported format string passed to {name}.__format__")));
    }
    thread.str(this).map(make::str::<M>)
}

fn eq<M: Model>(thread: &mut Thread<M>, args: Args<'_, M>) -> R<Value<M>> {
    let [this, other] = args.exactly::<2>(thread, "__eq__")?;
    Ok(if this.is(other) { Value::<M>::TRUE } else { Value::<M>::NOT_IMPLEMENTED })
}

/// The opposite of what `__eq__` says.
fn ne<M: Model>(thread: &mut Thread<M>, args: Args<'_, M>) -> R<Value<M>> {
    let [this, other] = args.exactly::<2>(thread, "__ne__")?;
    let Some(method) = thread.special(this, |n| &n.eq) else { return Ok(Value::<M>::NOT_IMPLEMENTED) };
    let answer = thread.call(&method, &Loan::of([this, other]))?;
    if answer.is(&Value::<M>::NOT_IMPLEMENTED) {
        return Ok(answer);
    }
    Ok(Value::<M>::bool(!thread.truth(&answer)?))
}

fn unordered<M: Model>(thread: &mut Thread<M>, args: Args<'_, M>) -> R<Value<M>> {
    args.exactly::<2>(thread, "comparison")?;
    Ok(Value::<M>::NOT_IMPLEMENTED)
}

fn hash<M: Model>(thread: &mut Thread<M>, args: Args<'_, M>) -> R<Value<M>> {
    let (this, _) = this(thread, args)?;
    Ok(make::int::<M>((this.bits() >> 4) as i64))
}

/// The interned name in an argument.
fn attribute_name<M: Model>(thread: &mut Thread<M>, value: &Value<M>) -> R<Obj<M, Str<M>>> {
    match body::<M, Str<M>>(value) {
        Some(name) => Ok(thread.interp().intern_str(name)),
        None => {
            let name = thread.type_name(value);
            Err(thread.type_error(format!("attribute name must be string, not '{name}'")))
        }
    }
}

fn get_attribute<M: Model>(thread: &mut Thread<M>, args: Args<'_, M>) -> R<Value<M>> {
    let [this, name] = args.exactly::<2>(thread, "__getattribute__")?;
    let name = attribute_name(thread, name)?;
    if this.kind() == kind::CLASS {
        return thread.get_attr(this, &name);
    }
    let class = thread.class_of(this).clone();
    match thread.plain_attr(&class, this, &name)? {
        Some(found) => Ok(found),
        None => Err(thread.no_attr(this, &name)),
    }
}

fn set<M: Model>(thread: &mut Thread<M>, this: &Value<M>, name: &Value<M>, new: Option<Value<M>>) -> R<Value<M>> {
    let name = attribute_name(thread, name)?;
    match this.downcast::<Class<M>>() {
        Some(class) => thread.set_class_attr(class, &name, new)?,
        None => {
            let class = thread.class_of(this).clone();
            thread.set_plain_attr(&class, this, &name, new)?;
        }
    }
    Ok(Value::<M>::NONE)
}

fn set_attribute<M: Model>(thread: &mut Thread<M>, args: Args<'_, M>) -> R<Value<M>> {
    let [this, name, new] = args.exactly::<3>(thread, "__setattr__")?;
    set(thread, this, name, Some(new.clone()))
}

fn delete_attribute<M: Model>(thread: &mut Thread<M>, args: Args<'_, M>) -> R<Value<M>> {
    let [this, name] = args.exactly::<2>(thread, "__delattr__")?;
    set(thread, this, name, None)
}

fn dir<M: Model>(thread: &mut Thread<M>, args: Args<'_, M>) -> R<Value<M>> {
    let [this] = args.exactly::<1>(thread, "object.__dir__")?;
    let names = attribute_names(thread, this);
    Ok(make::list::<M>(names.into_iter().map(make::str::<M>).collect()))
}

/// The names that `dir` shows, sorted.
pub(crate) fn attribute_names<M: Model>(thread: &Thread<M>, value: &Value<M>) -> Vec<String> {
    let mut names = own_names::<M>(value);
    if value.kind() != kind::MODULE {
        let class = value.downcast::<Class<M>>().is_none().then(|| thread.class_of(value).clone());
        let class = class.or_else(|| value.downcast::<Class<M>>().cloned());
        for class in class.iter().flat_map(|c| std::iter::once(c).chain(c.ancestors.iter())) {
            names.extend(class.names().iter().filter_map(|e| key_text::<M>(&e.key)));
        }
    }
    names.sort_unstable();
    names.dedup();
    names
}

fn key_text<M: Model>(key: &Value<M>) -> Option<String> {
    key.downcast::<Str<M>>().map(|s| s.as_str().to_owned())
}

fn dict_names<M: Model>(dict: &Obj<M, Dict<M>>) -> Vec<String> {
    dict.read(|d| &d.table).iter().filter_map(|e| key_text::<M>(&e.key)).collect()
}

/// Names of attributes that are in the object itself.
fn own_names<M: Model>(value: &Value<M>) -> Vec<String> {
    let attributes = with_attributes::<M, _>(value, |_, own| match own.dict() {
        Some(dict) => Err(dict.clone()),
        None => Ok(own.shape().names().iter().map(|n| n.as_str().to_owned()).collect()),
    });
    let found = if let Some(found) = attributes {
        found
    } else if let Some(module) = value.downcast::<Module<M>>() {
        Err(module.namespace.clone())
    } else if let Some(function) = value.downcast::<Function<M>>() {
        function.open(|f| &f.attributes).clone().map_or(Ok(Vec::new()), Err)
    } else {
        Ok(Vec::new())
    };
    found.unwrap_or_else(|dict| dict_names(&dict))
}
