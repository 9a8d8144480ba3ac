//! `_pool.spawn`: a process that runs one function.

use super::host::Worker;
use super::wire::ToWorker;
use super::{failed, pack};
use crate::{shape, take, wait};
use nix::libc;
use std::sync::Arc;
use taipan_pool::{ExitStatus, Process};
use taipan_vm::body::{Class, Module};
use taipan_vm::{Args, Model, Obj, R, Thread, Value, make};

/// A process as the program sees it.
struct Handle(Arc<Process>);

/// Adds the function that starts a process.
pub(super) fn fill<M: Model>(thread: &Thread<M>, module: &Obj<M, Module<M>>) {
    let methods: shape::Natives<'_, M> = &[
        ("join", join),
        ("is_alive", is_alive),
        ("terminate", |thread, args| signal(thread, args, libc::SIGTERM)),
        ("kill", |thread, args| signal(thread, args, libc::SIGKILL)),
    ];
    let getters: shape::Natives<'_, M> = &[("pid", pid), ("exitcode", exit_code)];
    let class = shape::class(thread, "_pool", "process", methods, getters);
    shape::closures(thread, module, class.as_value(), &[("spawn", spawn)]);
}

/// `spawn(function, args, kwargs)`.
fn spawn<M: Model>(thread: &mut Thread<M>, args: Args<'_, M>) -> R<Value<M>> {
    let call: &[_; 3] = args.exactly(thread, "spawn")?;
    let packed = pack::pack(thread, &make::tuple::<M>(call.clone()))?;
    let worker = thread.blocking(Worker::start).map_err(|error| failed(thread, &error))?;
    worker.post(&packed, ToWorker::Only);
    let process = worker.process.clone();
    let reader = std::thread::Builder::new().name(format!("process {}", process.pid()));
    if let Err(error) = reader.spawn(move || worker.serve(drop)) {
        let _gone = process.kill();
        return Err(failed(thread, &error));
    }
    let class = args.bound().downcast::<Class<M>>().expect("bound to the class of processes");
    Ok(make::handle::<M>(class, Handle(process)))
}

fn process_of<'a, M: Model>(thread: &mut Thread<M>, args: Args<'a, M>) -> R<&'a Arc<Process>> {
    take::receiver::<M, Handle>(thread, args.values, "process").map(|it| &it.0)
}

/// `join(timeout=None)`: whether the process has ended.
fn join<M: Model>(thread: &mut Thread<M>, args: Args<'_, M>) -> R<Value<M>> {
    let process = process_of(thread, args)?;
    let [_, timeout] = args.named(thread, "join", ["self", "timeout"], 1)?;
    let deadline = take::deadline(thread, timeout)?;
    let ended = wait::until(thread, deadline, |time| process.wait_timeout(time))?;
    Ok(Value::<M>::bool(ended.is_some()))
}

fn is_alive<M: Model>(thread: &mut Thread<M>, args: Args<'_, M>) -> R<Value<M>> {
    Ok(Value::<M>::bool(process_of(thread, args)?.is_alive()))
}

fn signal<M: Model>(thread: &mut Thread<M>, args: Args<'_, M>, signal: i32) -> R<Value<M>> {
    process_of(thread, args)?.signal(signal).map_err(|error| failed(thread, &error))?;
    Ok(Value::<M>::NONE)
}

fn pid<M: Model>(thread: &mut Thread<M>, args: Args<'_, M>) -> R<Value<M>> {
    Ok(make::int::<M>(process_of(thread, args)?.pid().into()))
}

/// The exit code, the negative number of the signal, or None while the process runs.
fn exit_code<M: Model>(thread: &mut Thread<M>, args: Args<'_, M>) -> R<Value<M>> {
    let code = match process_of(thread, args)?.status() {
        None => return Ok(Value::<M>::NONE),
        Some(ExitStatus::Exited(code)) => code,
        Some(ExitStatus::Signaled(signal)) => -signal,
        Some(ExitStatus::Unknown) => 255,
    };
    Ok(make::int::<M>(code.into()))
}
