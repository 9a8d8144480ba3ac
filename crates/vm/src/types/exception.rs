//! Exceptions and tracebacks.

use super::Types;
use super::receiver::*;
use crate::body::*;
use crate::error::{Exc, R, Raised};
use crate::interp::Interp;
use crate::make;
use crate::model::{Model, Obj, Value};
use crate::ops::own_attr::own_attr;
use crate::thread::{Args, Thread};

type E<M> = Exception<M>;

pub(super) fn fill<M: Model>(interp: &Interp<M>, types: &Types<M>) {
    let class = types.exception(Exc::BaseException);
    add_accessors(
        interp,
        types,
        class,
        &[
            ("args", args_of, set_args),
            ("__cause__", cause, set_cause),
            ("__context__", context, set_context),
            ("__suppress_context__", suppress_context, set_suppress_context),
            ("__traceback__", traceback, set_traceback),
        ],
    );
    types.add_methods(
        interp,
        class,
        &[
            ("__init__", init),
            ("__str__", str),
            ("__repr__", repr),
            ("with_traceback", with_traceback),
            ("add_note", add_note),
        ],
    );
    for &(class, names) in NAMED {
        for &name in names {
            types.add(interp, types.exception(class), name, Value::<M>::NONE);
        }
    }
    for &(class, attributes) in computed::<M>() {
        add_accessors(interp, types, types.exception(class), attributes);
    }
    fill_traceback(interp, types);
}

/// Attributes that a keyword argument sets, and which are None before.
const NAMED: &[(Exc, &[&str])] =
    &[(Exc::Import, &["name", "path", "msg"]), (Exc::Name, &["name"]), (Exc::Attribute, &["name", "obj"])];

type Accessor<M> = (&'static str, NativeFn<M>, NativeFn<M>);

/// Attributes that come from the arguments, until the program sets them.
fn computed<M: Model>() -> &'static [(Exc, &'static [Accessor<M>])] {
    &[
        (Exc::StopIteration, &[("value", |t, a| from_args(t, a, 0), set_own)]),
        (Exc::SystemExit, &[("code", exit_code, set_own)]),
        (
            Exc::Os,
            &[
                ("errno", |t, a| os_part(t, a, 0), set_own),
                ("strerror", |t, a| os_part(t, a, 1), set_own),
                ("filename", |t, a| os_part(t, a, 2), set_own),
                ("filename2", |t, a| os_part(t, a, 4), set_own),
            ],
        ),
        (
            Exc::Syntax,
            &[
                ("msg", |t, a| from_args(t, a, 0), set_own),
                ("filename", |t, a| place_part(t, a, 0), set_own),
                ("lineno", |t, a| place_part(t, a, 1), set_own),
                ("offset", |t, a| place_part(t, a, 2), set_own),
                ("text", |t, a| place_part(t, a, 3), set_own),
            ],
        ),
    ]
}

/// The arguments an exception was made with.
fn arguments<M: Model>(exception: &Obj<M, E<M>>) -> Vec<Value<M>> {
    exception.open(|e| &e.state).args.clone()
}

impl<M: Model> Thread<M> {
    /// Raises a built-in exception with a message and attributes.
    #[cold]
    pub(crate) fn raise_with(&mut self, class: Exc, message: String, attributes: &[(&str, &Value<M>)]) -> Raised {
        let class = self.interp().types().exception(class).clone();
        let exception = crate::ops::exception::new::<M>(&class, vec![make::str::<M>(message)]);
        for (name, value) in attributes {
            let name = self.interp().intern(name);
            // An exception that was just made takes any attribute.
            let _set = self.set_own_attr(&class, &exception, &name, Some((*value).clone()));
        }
        self.raise_value(exception)
    }
}

/// `__init__`: takes the arguments again, because a subclass may pass on others than it got.
fn init<M: Model>(thread: &mut Thread<M>, args: Args<'_, M>) -> R<Value<M>> {
    let (this, rest) = receiver::<M, E<M>>(thread, args)?;
    for (name, value) in rest.pairs() {
        let known =
            NAMED.iter().any(|(class, names)| names.contains(&name) && thread.is_exception(this.as_value(), *class));
        if !known {
            let class = &this.class.name;
            return Err(thread.type_error(format!("{class}() takes no keyword arguments")));
        }
        let name = thread.interp().intern(name);
        thread.set_own_attr(&this.class, this.as_value(), &name, Some(value.clone()))?;
    }
    if thread.is_exception(this.as_value(), Exc::Import) {
        let (name, message) = (thread.interp().intern("msg"), rest.list().first().cloned());
        thread.set_own_attr(&this.class, this.as_value(), &name, message.or(Some(Value::<M>::NONE)))?;
    }
    replace_args(this, rest.list().to_vec());
    Ok(Value::<M>::NONE)
}

fn replace_args<M: Model>(exception: &Obj<M, E<M>>, args: Vec<Value<M>>) {
    let old = std::mem::replace(&mut exception.open(|e| &e.state).args, args);
    drop(old);
}

fn str<M: Model>(thread: &mut Thread<M>, args: Args<'_, M>) -> R<Value<M>> {
    let this = alone::<M, E<M>>(thread, args, "__str__")?;
    thread.exception_text(this).map(make::str::<M>)
}

fn repr<M: Model>(thread: &mut Thread<M>, args: Args<'_, M>) -> R<Value<M>> {
    let this = alone::<M, E<M>>(thread, args, "__repr__")?;
    let shown = arguments(this).iter().map(|a| thread.repr(a)).collect::<R<Vec<_>>>()?;
    Ok(make::str::<M>(format!("{}({})", this.class.name, shown.join(", "))))
}

fn args_of<M: Model>(thread: &mut Thread<M>, args: Args<'_, M>) -> R<Value<M>> {
    let this = alone::<M, E<M>>(thread, args, "args")?;
    Ok(make::tuple::<M>(arguments(this)))
}

fn set_args<M: Model>(thread: &mut Thread<M>, args: Args<'_, M>) -> R<Value<M>> {
    let (this, new) = with_one::<M, E<M>>(thread, args, "args")?;
    let new = thread.collect_vec(new)?;
    replace_args(this, new);
    Ok(Value::<M>::NONE)
}

fn cause<M: Model>(thread: &mut Thread<M>, args: Args<'_, M>) -> R<Value<M>> {
    let this = alone::<M, E<M>>(thread, args, "__cause__")?;
    Ok(this.open(|e| &e.state).cause.clone())
}

fn context<M: Model>(thread: &mut Thread<M>, args: Args<'_, M>) -> R<Value<M>> {
    let this = alone::<M, E<M>>(thread, args, "__context__")?;
    Ok(this.open(|e| &e.state).context.clone())
}

/// The receiver and a link to another exception.
fn link<'a, M: Model>(thread: &mut Thread<M>, args: Args<'a, M>, what: &str) -> R<(&'a Obj<M, E<M>>, Value<M>)> {
    let (this, other) = with_one::<M, E<M>>(thread, args, what)?;
    if !other.is_none() && other.kind() != kind::EXCEPTION {
        return Err(thread.type_error(format!("exception {what} must be None or derive from BaseException")));
    }
    Ok((this, other.clone()))
}

fn set_cause<M: Model>(thread: &mut Thread<M>, args: Args<'_, M>) -> R<Value<M>> {
    let (this, cause) = link(thread, args, "cause")?;
    crate::ops::exception::set_cause::<M>(this.as_value(), cause);
    Ok(Value::<M>::NONE)
}

fn set_context<M: Model>(thread: &mut Thread<M>, args: Args<'_, M>) -> R<Value<M>> {
    let (this, context) = link(thread, args, "context")?;
    let old = std::mem::replace(&mut this.open(|e| &e.state).context, context);
    drop(old);
    Ok(Value::<M>::NONE)
}

fn suppress_context<M: Model>(thread: &mut Thread<M>, args: Args<'_, M>) -> R<Value<M>> {
    let this = alone::<M, E<M>>(thread, args, "__suppress_context__")?;
    Ok(Value::<M>::bool(this.open(|e| &e.state).suppress_context))
}

fn set_suppress_context<M: Model>(thread: &mut Thread<M>, args: Args<'_, M>) -> R<Value<M>> {
    let (this, new) = with_one::<M, E<M>>(thread, args, "__suppress_context__")?;
    let new = thread.truth(new)?;
    this.open(|e| &e.state).suppress_context = new;
    Ok(Value::<M>::NONE)
}

fn traceback<M: Model>(thread: &mut Thread<M>, args: Args<'_, M>) -> R<Value<M>> {
    let this = alone::<M, E<M>>(thread, args, "__traceback__")?;
    Ok(thread.traceback_of(this.as_value()))
}

/// Gives an exception the places of a traceback object, or none.
pub(super) fn set_trace<M: Model>(thread: &mut Thread<M>, exception: &Value<M>, traceback: &Value<M>) -> R<()> {
    let trace = match traceback.downcast::<Traceback<M>>() {
        Some(traceback) => traceback.trace.clone(),
        None if traceback.is_none() => Vec::new(),
        None => return Err(thread.type_error("__traceback__ must be a traceback or None")),
    };
    if let Some(exception) = exception.downcast::<E<M>>() {
        let old = std::mem::replace(&mut exception.open(|e| &e.state).trace, trace);
        drop(old);
    }
    Ok(())
}

fn set_traceback<M: Model>(thread: &mut Thread<M>, args: Args<'_, M>) -> R<Value<M>> {
    let (this, new) = with_one::<M, E<M>>(thread, args, "__traceback__")?;
    set_trace(thread, this.as_value(), new)?;
    Ok(Value::<M>::NONE)
}

fn with_traceback<M: Model>(thread: &mut Thread<M>, args: Args<'_, M>) -> R<Value<M>> {
    let (this, new) = with_one::<M, E<M>>(thread, args, "with_traceback")?;
    set_trace(thread, this.as_value(), new)?;
    Ok(this.as_value().clone())
}

fn add_note<M: Model>(thread: &mut Thread<M>, args: Args<'_, M>) -> R<Value<M>> {
    let (this, note) = with_one::<M, E<M>>(thread, args, "add_note")?;
    if note.kind() != kind::STR {
        let name = thread.type_name(note);
        return Err(thread.type_error(format!("note must be a str, not '{name}'")));
    }
    let name = thread.interp().intern("__notes__");
    let notes = match own_attr::<M>(this.as_value(), &name) {
        Some(notes) => notes,
        None => {
            let notes = make::list::<M>(Vec::new());
            thread.set_own_attr(&this.class, this.as_value(), &name, Some(notes.clone()))?;
            notes
        }
    };
    thread.call_method(&notes, "append", std::slice::from_ref(note))
}

/// What the program set as the attribute whose accessor runs, or what `compute` makes of the arguments.
fn own_or<M: Model>(
    thread: &mut Thread<M>,
    args: Args<'_, M>,
    compute: impl FnOnce(&[Value<M>]) -> Option<Value<M>>,
) -> R<Value<M>> {
    let name = args.callee.map_or("", |native| native.name);
    let this = alone::<M, E<M>>(thread, args, name)?;
    let set = own_attr::<M>(this.as_value(), &thread.interp().intern(name));
    Ok(set.or_else(|| compute(&arguments(this))).unwrap_or(Value::<M>::NONE))
}

fn set_own<M: Model>(thread: &mut Thread<M>, args: Args<'_, M>) -> R<Value<M>> {
    let name = args.callee.map_or("", |native| native.name);
    let (this, new) = with_one::<M, E<M>>(thread, args, name)?;
    let name = thread.interp().intern(name);
    thread.set_own_attr(&this.class, this.as_value(), &name, Some(new.clone()))?;
    Ok(Value::<M>::NONE)
}

fn from_args<M: Model>(thread: &mut Thread<M>, args: Args<'_, M>, index: usize) -> R<Value<M>> {
    own_or(thread, args, |given| given.get(index).cloned())
}

/// `SystemExit.code`: the argument, or a tuple of several.
fn exit_code<M: Model>(thread: &mut Thread<M>, args: Args<'_, M>) -> R<Value<M>> {
    own_or(thread, args, |given| match given {
        [] => None,
        [one] => Some(one.clone()),
        many => Some(make::tuple::<M>(many.iter().cloned())),
    })
}

/// A part of an OSError made of at least a number and a text.
fn os_part<M: Model>(thread: &mut Thread<M>, args: Args<'_, M>, index: usize) -> R<Value<M>> {
    own_or(thread, args, |given| if given.len() < 2 { None } else { given.get(index).cloned() })
}

/// A part of the place of a SyntaxError, which is its second argument.
fn place_part<M: Model>(thread: &mut Thread<M>, args: Args<'_, M>, index: usize) -> R<Value<M>> {
    own_or(thread, args, |given| given.get(1)?.downcast::<Tuple<M>>()?.items().get(index).cloned())
}

fn fill_traceback<M: Model>(interp: &Interp<M>, types: &Types<M>) {
    let class = types.of_kind(kind::TRACEBACK);
    types.add_getters(interp, class, &[("tb_lineno", line_number), ("tb_next", next), ("tb_code", code)]);
}

/// The entry that a traceback object stands for: the outermost of those it holds.
fn outermost<'a, M: Model>(thread: &mut Thread<M>, args: Args<'a, M>, name: &str) -> R<Option<&'a TraceEntry<M>>> {
    Ok(alone::<M, Traceback<M>>(thread, args, name)?.trace.last())
}

fn line_number<M: Model>(thread: &mut Thread<M>, args: Args<'_, M>) -> R<Value<M>> {
    let line = outermost(thread, args, "tb_lineno")?.map(|entry| entry.code.code.span_at(entry.word).line);
    Ok(line.map_or(Value::<M>::NONE, |line| make::int::<M>(line.into())))
}

fn code<M: Model>(thread: &mut Thread<M>, args: Args<'_, M>) -> R<Value<M>> {
    let entry = outermost(thread, args, "tb_code")?;
    Ok(entry.map_or(Value::<M>::NONE, |entry| entry.code.as_value().clone()))
}

fn next<M: Model>(thread: &mut Thread<M>, args: Args<'_, M>) -> R<Value<M>> {
    let this = alone::<M, Traceback<M>>(thread, args, "tb_next")?;
    match this.trace.split_last() {
        Some((_, rest)) if !rest.is_empty() => {
            Ok(Obj::<M, _>::new(Traceback::<M> { trace: rest.to_vec() }).into_value())
        }
        _ => Ok(Value::<M>::NONE),
    }
}
