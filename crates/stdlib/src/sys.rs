//! `sys`: the interpreter as a program sees it.

mod exceptions;
mod info;
mod references;
mod streams;

pub(crate) use streams::{write_error, write_out};

use crate::{shape, take};
use taipan_gil::Gate;
use taipan_vm::body::Module;
use taipan_vm::{Args, Exc, Model, Obj, R, Thread, Value, make};

/// Fills the module.
pub(crate) fn fill<M: Model>(thread: &mut Thread<M>, module: &Obj<M, Module<M>>) -> R<()> {
    shape::functions(
        thread,
        module,
        &[
            ("getswitchinterval", get_switch_interval),
            ("setswitchinterval", set_switch_interval),
            ("getrecursionlimit", get_recursion_limit),
            ("setrecursionlimit", set_recursion_limit),
            ("exit", exit),
            ("intern", intern),
        ],
    );
    let modules = thread.interp().modules().as_value().clone();
    shape::define(thread, module, "modules", modules);
    references::fill(thread, module);
    exceptions::fill(thread, module);
    streams::fill(thread, module)?;
    info::fill(thread, module)
}

fn get_switch_interval<M: Model>(thread: &mut Thread<M>, args: Args<'_, M>) -> R<Value<M>> {
    let [] = args.exactly(thread, "sys.getswitchinterval")?;
    Ok(take::seconds_value::<M>(thread.interp().gate.interval()))
}

fn set_switch_interval<M: Model>(thread: &mut Thread<M>, args: Args<'_, M>) -> R<Value<M>> {
    let [interval] = args.exactly(thread, "sys.setswitchinterval")?;
    let message = "switch interval must be strictly positive";
    let seconds = Value::<M>::float(thread.float_of(interval)?);
    let interval = take::seconds(thread, &seconds, message)?;
    if interval.is_zero() {
        return Err(thread.value_error(message));
    }
    thread.interp().gate.set_interval(interval);
    Ok(Value::<M>::NONE)
}

fn get_recursion_limit<M: Model>(thread: &mut Thread<M>, args: Args<'_, M>) -> R<Value<M>> {
    let [] = args.exactly(thread, "sys.getrecursionlimit")?;
    Ok(make::int::<M>(thread.recursion_limit().into()))
}

fn set_recursion_limit<M: Model>(thread: &mut Thread<M>, args: Args<'_, M>) -> R<Value<M>> {
    let [limit] = args.exactly(thread, "sys.setrecursionlimit")?;
    match u32::try_from(take::small(thread, limit)?) {
        Ok(limit @ 1..) => thread.set_recursion_limit(limit),
        _ => return Err(thread.value_error("recursion limit must be greater or equal than 1")),
    }
    Ok(Value::<M>::NONE)
}

fn exit<M: Model>(thread: &mut Thread<M>, args: Args<'_, M>) -> R<Value<M>> {
    let args = args.between(thread, "exit", 0, 1)?;
    Err(thread.raise_class(Exc::SystemExit, args.to_vec()))
}

fn intern<M: Model>(thread: &mut Thread<M>, args: Args<'_, M>) -> R<Value<M>> {
    let [text] = args.exactly(thread, "sys.intern")?;
    let text = take::text(thread, "intern()", text)?;
    Ok(thread.interp().intern(&text).into_value())
}
