//! `_thread`: threads and locks, the ground that `threading` stands on.

mod local;
mod lock;
mod rlock;
mod start;

pub(crate) use start::spawn_attached;
pub use start::{running_threads, wait_for_threads};

use crate::{shape, take};
use taipan_vm::body::Module;
use taipan_vm::{Args, Exc, Model, Obj, R, Thread, Value, make};

/// The longest that a wait may be told to last, in seconds: what CPython says on Linux.
const TIMEOUT_MAX: f64 = 9_223_372_036.0;

/// Fills the module.
pub(crate) fn fill<M: Model>(thread: &mut Thread<M>, module: &Obj<M, Module<M>>) -> R<()> {
    shape::functions(thread, module, &[("get_ident", get_ident), ("get_native_id", get_native_id)]);
    shape::functions(thread, module, &[("daemon_threads_allowed", daemon_threads_allowed)]);
    shape::functions(thread, module, &[("stack_size", stack_size), ("interrupt_main", interrupt_main)]);
    shape::define(thread, module, "TIMEOUT_MAX", Value::<M>::float(TIMEOUT_MAX));
    shape::define(thread, module, "error", thread.interp().types().exception(Exc::Runtime).as_value().clone());
    lock::fill(thread, module);
    rlock::fill(thread, module);
    // Namespaces of `local` objects, by thread; a thread that ends takes its own away.
    let locals = make::dict::<M>();
    shape::define(thread, module, "_locals", locals.as_value().clone());
    start::fill(thread, module, locals.as_value());
    let python = thread.import("_thread_local")?;
    let local = thread.get_attr_str(&python, "_local")?;
    let slow = thread.get_attr_str(&python, "_get")?;
    local::fill(thread, &local, locals.as_value(), slow)?;
    shape::define(thread, module, "_local", local);
    Ok(())
}

fn get_ident<M: Model>(thread: &mut Thread<M>, args: Args<'_, M>) -> R<Value<M>> {
    let [] = args.exactly(thread, "get_ident")?;
    Ok(make::int::<M>(thread.id as i64))
}

fn get_native_id<M: Model>(thread: &mut Thread<M>, args: Args<'_, M>) -> R<Value<M>> {
    let [] = args.exactly(thread, "get_native_id")?;
    Ok(make::int::<M>(nix::unistd::gettid().as_raw().into()))
}

/// Whether threads may outlive the program: only in the main interpreter, as the others end while the process lives on.
fn daemon_threads_allowed<M: Model>(thread: &mut Thread<M>, args: Args<'_, M>) -> R<Value<M>> {
    let [] = args.exactly(thread, "daemon_threads_allowed")?;
    Ok(Value::<M>::bool(crate::interpreters::is_main(thread.interp())))
}

/// Takes a size and goes on as before: stacks are reserved generously and used as they are touched.
fn stack_size<M: Model>(thread: &mut Thread<M>, args: Args<'_, M>) -> R<Value<M>> {
    let args = args.between(thread, "stack_size", 0, 1)?;
    let Some(size) = args.first() else { return Ok(make::int::<M>(0)) };
    let size = take::small(thread, size)?;
    if size < 0 {
        return Err(thread.value_error("size must be 0 or a positive value"));
    }
    if (1..32 << 10).contains(&size) {
        return Err(thread.value_error(format!("size not valid: {size} bytes")));
    }
    Ok(make::int::<M>(0))
}

fn interrupt_main<M: Model>(thread: &mut Thread<M>, args: Args<'_, M>) -> R<Value<M>> {
    const SIGINT: u32 = 2;
    let args = args.between(thread, "interrupt_main", 0, 1)?;
    let signal = match args.first() {
        Some(signal) => take::small(thread, signal)?,
        None => SIGINT as i32,
    };
    match u32::try_from(signal) {
        Ok(signal @ 1..64) => thread.interp().signal(signal),
        _ => return Err(thread.value_error("signal number out of range")),
    }
    Ok(Value::<M>::NONE)
}
