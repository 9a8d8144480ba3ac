//! `_pool`: processes, executors made of them, and the queues and pipes between them.
//!
//! The main process is the *host*. Every worker is forked by the fork server of [`taipan_pool`], gets its work over its
//! link, and reaches the queues and pipes, which live in the host, over the same link. What travels is a
//! `wire::Wire`: plain data, and the code of functions and classes.
//!
//! | file | holds |
//! |---|---|
//! | `wire` | what travels, and its bytes |
//! | `pack`, `globals`, `unpack` | values to wire and back |
//! | `channel` | a queue's content, in the host |
//! | `port` | a queue as its user sees it, in the host or in a worker |
//! | `host`, `worker` | the two sides of a link |
//! | `executor`, `single`, `queue`, `pipe` | the objects of `_pool` |

mod channel;
mod executor;
mod globals;
mod host;
pub(crate) mod pack;
mod pipe;
mod port;
mod queue;
mod single;
pub(crate) mod unpack;
pub(crate) mod wire;
mod worker;

pub use host::{describe, start};
pub(crate) use worker::perform;
pub use worker::{Job, worker_main};

use crate::{os, shape};
use taipan_vm::body::Module;
use taipan_vm::{Args, Exc, Model, Obj, R, Raised, Thread, Value, make};

/// Fills the module.
pub(crate) fn fill<M: Model>(thread: &mut Thread<M>, module: &Obj<M, Module<M>>) -> R<()> {
    shape::functions(thread, module, &[("cpu_count", cpu_count), ("_round_trip", round_trip)]);
    let died = shape::exception_class(thread, "_pool", "WorkerDied", Exc::Runtime);
    shape::define(thread, module, "WorkerDied", died.into_value());
    queue::fill(thread, module);
    pipe::fill(thread, module);
    single::fill(thread, module);
    executor::fill(thread, module);
    Ok(())
}

fn cpu_count<M: Model>(thread: &mut Thread<M>, args: Args<'_, M>) -> R<Value<M>> {
    let [] = args.exactly(thread, "cpu_count")?;
    Ok(make::int::<M>(os::processors()))
}

/// A value as it would come out in another process.
fn round_trip<M: Model>(thread: &mut Thread<M>, args: Args<'_, M>) -> R<Value<M>> {
    let [value] = args.exactly(thread, "_round_trip")?;
    let packed = pack::pack(thread, value)?;
    unpack::unpack(thread, &packed.bytes)
}

/// Raises what went wrong between processes.
fn failed<M: Model>(thread: &mut Thread<M>, error: &dyn std::fmt::Display) -> Raised {
    thread.raise(Exc::Runtime, error.to_string())
}

/// Raises an exception of the class that a module has under a name.
pub(crate) fn raise_from_module<M: Model>(thread: &mut Thread<M>, module: &str, name: &str, message: &str) -> Raised {
    let class = thread.import(module).and_then(|module| thread.get_attr_str(&module, name));
    let args: &[Value<M>] = if message.is_empty() { &[] } else { &[make::str::<M>(message)] };
    match class.and_then(|class| thread.call(&class, args)) {
        Ok(error) => thread.raise_value(error),
        Err(raised) => raised,
    }
}
