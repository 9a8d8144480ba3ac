//! What travels between interpreters of one process: plain data, and the few things that are shared.

use super::member::Member;
use super::queue::{self, Queue};
use super::{handle, raise};
use crate::processes::wire::Wire;
use crate::shape;
use std::collections::HashSet;
use std::sync::Arc;
use taipan_vm::body::{Bytes, Items, Module, Str, Tuple};
use taipan_vm::ops::compare::held;
use taipan_vm::{Args, Model, Obj, R, Raised, Thread, Value, make};

/// A value on its way: a copy, except for what is shared.
#[derive(Debug)]
pub(crate) struct Message {
    /// The copy. Code is not copied, as nobody can change it.
    pub(crate) wire: Wire,
    /// What nodes of the copy refer to by its place here.
    pub(crate) shared: Vec<Shared>,
}

/// What several interpreters may hold.
#[derive(Debug, Clone)]
pub(crate) enum Shared {
    Queue(Arc<Queue>),
    Interpreter(Arc<Member>),
}

impl Shared {
    /// What a value stands for, if that is shared.
    pub(crate) fn of<M: Model>(thread: &Thread<M>, value: &Value<M>) -> Option<Self> {
        if let Some(queue) = thread.state::<Arc<Queue>>(value) {
            return Some(Self::Queue(queue.clone()));
        }
        thread.state::<Arc<Member>>(value).map(|it| Self::Interpreter(it.clone()))
    }

    /// The value that stands for it in the thread's interpreter.
    pub(crate) fn into_value<M: Model>(self, thread: &mut Thread<M>) -> R<Value<M>> {
        match self {
            Self::Queue(queue) => queue::value(thread, queue),
            Self::Interpreter(member) => handle::value(thread, member),
        }
    }
}

/// Raises NotShareableError for an object of the type of this name.
pub(crate) fn not_shareable<M: Model>(thread: &mut Thread<M>, type_name: &str) -> Raised {
    raise(thread, "NotShareableError", &format!("'{type_name}' object cannot be shared between interpreters"))
}

/// Adds `is_shareable`.
pub(super) fn fill<M: Model>(thread: &Thread<M>, module: &Obj<M, Module<M>>) {
    shape::functions(thread, module, &[("is_shareable", is_shareable)]);
}

/// Whether every copy of a value is as good as the value itself, as nobody can change it or all see the change. Other
/// values travel as well, if they are plain data.
fn is_shareable<M: Model>(thread: &mut Thread<M>, args: Args<'_, M>) -> R<Value<M>> {
    let [value] = args.exactly(thread, "is_shareable")?;
    Ok(Value::<M>::bool(is_immutable(thread, value)))
}

fn is_immutable<M: Model>(thread: &Thread<M>, value: &Value<M>) -> bool {
    // Tuples can be nested deeper than the stack is, so what is still to look at is kept in a list.
    let (mut left, mut seen) = (vec![value.clone()], HashSet::new());
    while let Some(value) = left.pop() {
        if let Some(tuple) = value.downcast::<Tuple<M>>() {
            // The same tuple may be in many others.
            if seen.insert(value.bits()) {
                left.extend(tuple.items().iter().cloned());
            }
        } else if !is_plain(thread, &value) {
            return false;
        }
    }
    true
}

fn is_plain<M: Model>(thread: &Thread<M>, value: &Value<M>) -> bool {
    let immediate = !value.is_object();
    // An instance of a subclass may have attributes, so its payload does not speak for it.
    let own = held::<M>(value).is_some_and(|it| it.is(value));
    let builtin = value.downcast::<Str<M>>().is_some()
        || value.downcast::<Bytes<M>>().is_some()
        || make::int_ref::<M>(value).is_some();
    immediate || (own && builtin) || Shared::of(thread, value).is_some()
}
