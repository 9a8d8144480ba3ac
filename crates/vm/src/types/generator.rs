//! Generators.

use super::Types;
use super::protocol as p;
use super::receiver::*;
use crate::body::*;
use crate::error::{Exc, R, Raised};
use crate::interp::Interp;
use crate::make;
use crate::model::{Model, Obj, Value};
use crate::ops::resume::Resumed;
use crate::thread::{Args, Thread};

type G<M> = Generator<M>;

pub(super) fn fill<M: Model>(interp: &Interp<M>, types: &Types<M>) {
    let class = types.of_kind(kind::GENERATOR);
    types.add_getters(
        interp,
        class,
        &[
            ("gi_running", |thread, args| Ok(is_running::<M>(alone(thread, args, "gi_running")?))),
            ("gi_code", |thread, args| Ok(alone::<M, G<M>>(thread, args, "gi_code")?.function.code.as_value().clone())),
            ("__name__", |thread, args| name(thread, args, false)),
            ("__qualname__", |thread, args| name(thread, args, true)),
        ],
    );
    types.add_methods(
        interp,
        class,
        &[("__iter__", p::iter::<M, G<M>>), ("throw", throw_method), ("close", close_method)],
    );
    types.add_resuming(interp, class, "__next__", next, Resumes::Next);
    types.add_resuming(interp, class, "send", send, Resumes::Send);
}

fn name<M: Model>(thread: &mut Thread<M>, args: Args<'_, M>, qualified: bool) -> R<Value<M>> {
    let this = alone::<M, G<M>>(thread, args, "__name__")?;
    Ok(make::str::<M>(thread.function_name(&this.function, qualified)))
}

pub(super) fn is_running<M: Model>(this: &Obj<M, G<M>>) -> Value<M> {
    Value::<M>::bool(this.open(|g| &g.state).phase == Phase::Running)
}

/// Sends a value; the end of the generator is a StopIteration with what it returned.
pub(crate) fn advance<M: Model>(thread: &mut Thread<M>, generator: &Obj<M, G<M>>, sent: R<Value<M>>) -> R<Value<M>> {
    match thread.resume(generator, sent)? {
        Resumed::Yielded(value) => Ok(value),
        Resumed::Returned(value) => Err(thread.stop_iteration(value)),
    }
}

fn next<M: Model>(thread: &mut Thread<M>, args: Args<'_, M>) -> R<Value<M>> {
    let this = alone::<M, G<M>>(thread, args, "generator.__next__")?;
    advance(thread, this, Ok(Value::<M>::NONE))
}

fn send<M: Model>(thread: &mut Thread<M>, args: Args<'_, M>) -> R<Value<M>> {
    let (this, value) = with_one::<M, G<M>>(thread, args, "generator.send")?;
    advance(thread, this, Ok(value.clone()))
}

fn throw_method<M: Model>(thread: &mut Thread<M>, args: Args<'_, M>) -> R<Value<M>> {
    let (this, rest) = receiver::<M, G<M>>(thread, args)?;
    throw(thread, this, rest)
}

/// `throw(exception)`, or the old form `throw(class, value, traceback)`.
pub(super) fn throw<M: Model>(thread: &mut Thread<M>, this: &Obj<M, G<M>>, rest: Args<'_, M>) -> R<Value<M>> {
    let given = rest.between(thread, "throw", 1, 3)?;
    let exception = thrown(thread, given)?;
    if let Some(traceback) = given.get(2).filter(|t| !t.is_none()) {
        super::exception::set_trace::<M>(thread, &exception, traceback)?;
    }
    let raised = thread.raise_value(exception);
    advance(thread, this, Err(raised))
}

fn thrown<M: Model>(thread: &mut Thread<M>, given: &[Value<M>]) -> R<Value<M>> {
    let what = &given[0];
    let is_class = what.downcast::<Class<M>>().is_some_and(|c| c.flags.has(ClassFlags::EXCEPTION));
    match given.get(1).filter(|value| !value.is_none()) {
        _ if !is_class && what.kind() != kind::EXCEPTION => {
            let name = thread.type_name(what);
            let message = format!("exceptions must be classes or instances deriving from BaseException, not {name}");
            Err(thread.type_error(message))
        }
        None => thread.exception_of(what.clone()),
        Some(_) if !is_class => Err(thread.type_error("instance exception may not have a separate value")),
        Some(value) if thread.is_instance(value, what)? => Ok(value.clone()),
        Some(value) if value.kind() == kind::TUPLE => {
            let values = thread.collect_vec(value)?;
            thread.call(what, &values)
        }
        Some(value) => thread.call(what, std::slice::from_ref(value)),
    }
}

fn close_method<M: Model>(thread: &mut Thread<M>, args: Args<'_, M>) -> R<Value<M>> {
    let this = alone::<M, G<M>>(thread, args, "generator.close")?;
    close(thread, this)
}

pub(super) fn close<M: Model>(thread: &mut Thread<M>, this: &Obj<M, G<M>>) -> R<Value<M>> {
    let mut state = this.open(|g| &g.state);
    // A generator that never ran has nothing to clean up.
    if !matches!(state.phase, Phase::Fresh | Phase::Done) {
        drop(state);
        return end(thread, this);
    }
    let held = state.end();
    drop(state);
    drop(held);
    Ok(Value::<M>::NONE)
}

/// Raises GeneratorExit where the generator waits, and wants it to end there.
fn end<M: Model>(thread: &mut Thread<M>, generator: &Obj<M, G<M>>) -> R<Value<M>> {
    let raised = thread.raise_class(Exc::GeneratorExit, vec![]);
    match thread.resume(generator, Err(raised)) {
        Ok(Resumed::Yielded(_)) => Err(thread.raise(Exc::Runtime, "generator ignored GeneratorExit")),
        Ok(Resumed::Returned(_)) => Ok(Value::<M>::NONE),
        Err(Raised) if thread.error_is(Exc::GeneratorExit) || thread.error_is(Exc::StopIteration) => {
            drop(thread.take_error());
            Ok(Value::<M>::NONE)
        }
        Err(raised) => Err(raised),
    }
}
